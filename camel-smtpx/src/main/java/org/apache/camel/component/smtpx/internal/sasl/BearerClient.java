/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import javax.security.sasl.SaslClient;

import org.jspecify.annotations.Nullable;

/** A client that shows an OAuth 2 bearer token. Servers answer a bad one with a challenge that says why. */
public sealed interface BearerClient extends SaslClient permits TokenClient {

    /**
     * Why the server refused the token, in its words (JSON, by RFC 7628 §3.2.2), printable and capped; null if it has
     * not said so. When it is there, a fresh token may help.
     */
    @Nullable
    String serverError();
}
