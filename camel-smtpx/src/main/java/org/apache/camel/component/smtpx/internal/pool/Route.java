/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;

/**
 * A server of a client, and how to connect to it.
 *
 * @param host       name or address
 * @param port       port
 * @param ssl        whether TLS is implicit, that is before the greeting (RFC 8314)
 * @param context    for implicit TLS and STARTTLS; the same one every time, so that sessions are resumed
 * @param tlsName    the name for SNI, and the one that the certificate must have
 * @param verifyName whether the certificate must have the name
 * @param sockets    how it is reached
 */
public record Route(String host, int port, boolean ssl, Supplier<SSLContext> context, String tlsName, boolean verifyName,
        SocketSettings sockets) {

    Target target() {
        return Target.of(host, port, ssl, new TlsSettings(context, tlsName, port, verifyName), sockets);
    }
}
