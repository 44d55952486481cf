/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * How TLS is done, both from the beginning of a connection and after STARTTLS.
 *
 * @param context    makes the engines: trust, client certificate, protocols and cipher suites are its matter; asked
 *                   once per connection, away from the event loop
 * @param serverName the name that the certificate must bear and that is told to the server (SNI)
 * @param port       the port, which together with the name finds an earlier session to resume
 * @param verifyName whether the certificate must bear the name (RFC 9525)
 */
public record TlsSettings(Supplier<SSLContext> context, String serverName, int port, boolean verifyName) {
}
