/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.security.NoSuchAlgorithmException;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.jspecify.annotations.Nullable;

/** Makes the transport's TLS settings of a session's, for one server. */
final class TlsSetup {

    private TlsSetup() {
    }

    static TlsSettings of(SessionTls tls, String host, int port) {
        String name = tls.name() == null ? host : tls.name();
        return new TlsSettings(() -> context(tls.context()), name, port, tls.verifyName(), tls.sni());
    }

    private static SSLContext context(@Nullable SSLContext given) {
        try {
            return given != null ? given : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no default TLS context", e);
        }
    }
}
