/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/**
 * The route that everything goes through: once with stream caching, as is Camel's default, and once without. NOOP goes
 * over the same connections.
 */
final class FaultRoute extends RouteBuilder {

    private final FaultOptions options;

    FaultRoute(FaultOptions options) {
        this.options = options;
    }

    @Override
    public void configure() throws Exception {
        if (options.ca() != null) {
            getContext().getRegistry().bind("ca", trusting(options.ca()));
        }
        if (options.redeliveries() > 0) {
            onException(SmtpxTransientException.class).maximumRedeliveries(options.redeliveries()).redeliveryDelay(50)
                    .asyncDelayedRedelivery().logExhausted(false).logStackTrace(false);
        }
        from("direct:cached").to(options.uri());
        from("direct:once").streamCache("false").to(options.uri());
        from("direct:noop").errorHandler(noErrorHandler()).to(options.uri() + "&operation=noop");
    }

    private static SSLContextParameters trusting(Path pem) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca" + trusted.size(), certificate);
            }
        }
        KeyStoreParameters store = new KeyStoreParameters() {
            @Override
            public KeyStore createKeyStore() {
                return trusted;
            }
        };
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }
}
