/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.util.concurrent.Callable;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.security.TestCertificate;

/** Both ends of TLS for the loopback address. */
public final class TestTls {

    static final String HOST = "127.0.0.1";

    private static final SSLContext SERVER = checked(TestCertificate.GOOD::server);
    private static final SSLContext CLIENT = checked(TestCertificate::client);

    private TestTls() {
    }

    public static SSLContext server() {
        return SERVER;
    }

    public static TlsSettings client(int port) {
        return new TlsSettings(() -> CLIENT, HOST, port, true);
    }

    private static SSLContext checked(Callable<SSLContext> context) {
        try {
            return context.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
