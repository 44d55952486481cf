/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.jspecify.annotations.Nullable;

/**
 * A server of a client, and how to connect to it.
 *
 * @param host       name or address
 * @param port       port
 * @param ssl        whether TLS is implicit, that is before the greeting (RFC 8314)
 * @param context    for implicit TLS and STARTTLS; the same one every time, so that sessions are resumed
 * @param tlsName    the name for SNI, and the one that the certificate must have
 * @param verifyName whether the certificate must have the name
 * @param family     the family of addresses to use
 * @param local      local address and port; null for any
 */
public record Route(String host, int port, boolean ssl, Supplier<SSLContext> context, String tlsName, boolean verifyName,
        AddressFamily family, @Nullable InetSocketAddress local) {

    Target target() {
        return new Target(host, port, ssl, new TlsSettings(context, tlsName, port, verifyName), family, local);
    }
}
