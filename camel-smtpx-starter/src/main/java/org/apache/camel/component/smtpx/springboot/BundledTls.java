/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/** An SSL bundle of Spring Boot, as Camel wants it: trust, certificate, protocols and cipher suites. */
final class BundledTls {

    private BundledTls() {
    }

    /**
     * The stores are read when an endpoint starts; one that is loaded anew later counts for endpoints that start later.
     */
    static SSLContextParameters parameters(SslBundle bundle) {
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setSecureSocketProtocol(bundle.getProtocol());
        parameters.setKeyManagers(new KeyManagersParameters() {
            @Override
            public KeyManager[] createKeyManagers() {
                return bundle.getManagers().getKeyManagers();
            }
        });
        parameters.setTrustManagers(new TrustManagersParameters() {
            @Override
            public TrustManager[] createTrustManagers() {
                return bundle.getManagers().getTrustManagers();
            }
        });
        limit(parameters, bundle.getOptions());
        return parameters;
    }

    private static void limit(SSLContextParameters parameters, SslOptions options) {
        String[] ciphers = options.getCiphers();
        if (ciphers != null) {
            CipherSuitesParameters suites = new CipherSuitesParameters();
            suites.setCipherSuite(List.of(ciphers));
            parameters.setCipherSuites(suites);
        }
        String[] enabled = options.getEnabledProtocols();
        if (enabled != null) {
            SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
            protocols.setSecureSocketProtocol(List.of(enabled));
            parameters.setSecureSocketProtocols(protocols);
        }
    }
}
