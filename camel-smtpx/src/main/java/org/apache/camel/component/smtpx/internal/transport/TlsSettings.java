/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Settings of TLS, for implicit TLS and for STARTTLS.
 *
 * @param context    supplies the context with trust, client certificate, protocols and cipher suites; called once per
 *                   connection, off the event loop
 * @param serverName the name the certificate must match; also the SNI name unless {@code sni} is set
 * @param port       the port; name and port are the key of session resumption
 * @param verifyName whether the certificate must match the name (RFC 9525)
 * @param sni        the SNI name in place of {@code serverName}; null to use that
 */
public record TlsSettings(Supplier<SSLContext> context, String serverName, int port, boolean verifyName,
        @Nullable String sni) {

    /** The final dot of an absolute name is part of no certificate (RFC 6125, section 2.2), so it is dropped. */
    public TlsSettings {
        serverName = serverName.endsWith(".") ? serverName.substring(0, serverName.length() - 1) : serverName;
    }

    /** Settings whose SNI name is {@code serverName}. */
    public TlsSettings(Supplier<SSLContext> context, String serverName, int port, boolean verifyName) {
        this(context, serverName, port, verifyName, null);
    }
}
