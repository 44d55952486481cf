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
 * One way to a server.
 *
 * @param host       name or address
 * @param port       port
 * @param ssl        whether TLS begins before the greeting (RFC 8314)
 * @param context    for TLS, at once or after STARTTLS; the same one every time, so that sessions can be resumed
 * @param tlsName    the name that the certificate must bear and that is told to the server
 * @param verifyName whether the certificate must bear the name
 * @param family     which addresses of the host are used
 * @param local      address and port of this end; null for any
 */
public record Route(String host, int port, boolean ssl, Supplier<SSLContext> context, String tlsName, boolean verifyName,
        AddressFamily family, @Nullable InetSocketAddress local) {

    Target target() {
        return new Target(host, port, ssl, new TlsSettings(context, tlsName, port, verifyName), family, local);
    }
}
