/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;

/**
 * XOAUTH2, the mechanism of Google and Microsoft: {@code user=U^Aauth=Bearer T^A^A}, where ^A is the octet 1. An error
 * report of the server is answered with an empty line. No authorization identity.
 */
final class XOAuth2Client extends TokenClient {

    XOAuth2Client(String username, String accessToken) {
        super("XOAUTH2", response(username, accessToken), new byte[0]);
    }

    private static byte[] response(String username, String accessToken) {
        return ("user=" + username + SEPARATOR + "auth=Bearer " + accessToken + SEPARATOR + SEPARATOR)
                .getBytes(StandardCharsets.UTF_8);
    }
}
