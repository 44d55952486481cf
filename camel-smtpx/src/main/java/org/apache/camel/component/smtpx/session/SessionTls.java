/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * The TLS settings of a session (RFC 3207, RFC 8314). Immutable.
 *
 * @param context    trust, client certificate, protocols and cipher suites; null for the default of this Java runtime
 * @param verifyName whether the certificate must bear the server's name (RFC 9525). The context decides about trust
 * @param name       the name that the certificate must bear; null for the host connected to
 * @param sni        the name sent to the server; null for the one that the certificate must contain. An address is
 *                   never sent (RFC 6066, section 3)
 */
public record SessionTls(@Nullable SSLContext context, boolean verifyName, @Nullable String name, @Nullable String sni) {

    /** The default context of this Java runtime, and the host's name. */
    public static final SessionTls DEFAULT = new SessionTls(null, true, null, null);

    /** This context, and the host's name. */
    public static SessionTls of(SSLContext context) {
        return new SessionTls(context, true, null, null);
    }

    public SessionTls withVerifyName(boolean verify) {
        return new SessionTls(context, verify, name, sni);
    }

    public SessionTls withName(@Nullable String other) {
        return new SessionTls(context, verifyName, other, sni);
    }

    public SessionTls withSni(@Nullable String other) {
        return new SessionTls(context, verifyName, name, other);
    }
}
