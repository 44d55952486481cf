/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * The parameters negotiated in a TLS handshake.
 *
 * @param protocol    for instance {@code TLSv1.3}
 * @param cipherSuite for instance {@code TLS_AES_256_GCM_SHA384}
 */
public record TlsInfo(String protocol, String cipherSuite) {

    /** The parameters of a session; null without one. */
    public static @Nullable TlsInfo of(@Nullable SSLSession session) {
        return session == null ? null : new TlsInfo(session.getProtocol(), session.getCipherSuite());
    }
}
