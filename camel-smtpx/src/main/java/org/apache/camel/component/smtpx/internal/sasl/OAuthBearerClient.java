/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * OAUTHBEARER (RFC 7628): {@code n,a=U,^Ahost=H^Aauth=Bearer T^A^A}, where ^A is the octet 1. An error report of the
 * server is answered with that octet (section 3.2.3). The port, which is optional, is not sent.
 */
final class OAuthBearerClient extends TokenClient {

    OAuthBearerClient(@Nullable String identity, String host, String accessToken) {
        super("OAUTHBEARER", response(identity, host, accessToken), new byte[] { SEPARATOR });
    }

    private static byte[] response(@Nullable String identity, String host, String accessToken) {
        String header = identity == null ? "n,," : "n,a=" + saslName(identity) + ",";
        return (header + SEPARATOR + "host=" + host + SEPARATOR + "auth=Bearer " + accessToken + SEPARATOR + SEPARATOR)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 5801, section 4: a comma would end the name. */
    private static String saslName(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }
}
