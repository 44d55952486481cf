/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import javax.security.sasl.SaslClient;

import org.jspecify.annotations.Nullable;

/** A client that sends an OAuth 2 bearer token. Servers answer a bad one with a challenge that has the reason. */
public sealed interface BearerClient extends SaslClient permits TokenClient {

    /**
     * The server's report about a rejected token (JSON, RFC 7628, section 3.2.2), printable and truncated; null if none
     * came. With a report a fresh token may help.
     */
    @Nullable
    String serverError();
}
