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
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/** An SSL bundle of Spring Boot, as Camel wants it: trust, certificate, protocols and cipher suites. */
final class BundledTls {

    /** Replaced on a thread of Spring when the bundle is loaded anew. */
    private volatile SslBundle current;

    private BundledTls(SslBundle bundle) {
        this.current = bundle;
    }

    /**
     * The parameters of a bundle. The stores are read when an endpoint starts.
     *
     * @param whenUpdated called when the bundle is loaded anew; the parameters then stand for the new stores and
     *                    options
     */
    static SSLContextParameters parameters(SslBundles bundles, String name, Runnable whenUpdated) {
        BundledTls tls = new BundledTls(bundles.getBundle(name));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(new KeyManagersParameters() {
            @Override
            public KeyManager[] createKeyManagers() {
                return tls.current.getManagers().getKeyManagers();
            }
        });
        parameters.setTrustManagers(new TrustManagersParameters() {
            @Override
            public TrustManager[] createTrustManagers() {
                return tls.current.getManagers().getTrustManagers();
            }
        });
        configure(parameters, tls.current);
        bundles.addBundleUpdateHandler(name, bundle -> {
            tls.current = bundle;
            configure(parameters, bundle);
            whenUpdated.run();
        });
        return parameters;
    }

    private static void configure(SSLContextParameters parameters, SslBundle bundle) {
        parameters.setSecureSocketProtocol(bundle.getProtocol());
        limit(parameters, bundle.getOptions());
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
