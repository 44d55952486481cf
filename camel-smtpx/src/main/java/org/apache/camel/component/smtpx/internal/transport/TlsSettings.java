/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * How TLS is done, both from the beginning of a connection and after STARTTLS.
 *
 * @param context    makes the engines: trust, client certificate, protocols and cipher suites are its matter; asked
 *                   once per connection, away from the event loop
 * @param serverName the name that the certificate must bear and, unless there is another one for that, that is told to
 *                   the server (SNI)
 * @param port       the port, which together with the name finds an earlier session to resume
 * @param verifyName whether the certificate must bear the name (RFC 9525)
 * @param sni        a name told to the server in place of {@code serverName}; null for none
 */
public record TlsSettings(Supplier<SSLContext> context, String serverName, int port, boolean verifyName,
        @Nullable String sni) {

    /** Settings under which the server is told the name that its certificate must bear. */
    public TlsSettings(Supplier<SSLContext> context, String serverName, int port, boolean verifyName) {
        this(context, serverName, port, verifyName, null);
    }
}
