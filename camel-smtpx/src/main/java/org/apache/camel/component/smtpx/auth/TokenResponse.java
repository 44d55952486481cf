/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A token endpoint's answer (RFC 6749 §5.1). {@code toString} does not show the tokens.
 *
 * @param accessToken  the bearer token
 * @param refreshToken a refresh token that replaces the one in use; null if it did not come
 * @param expiresIn    seconds that the access token lives; -1 if it was not said
 */
record TokenResponse(String accessToken, @Nullable String refreshToken, long expiresIn) {

    private static final long DAY = 86_400;

    /** @throws OAuth2Exception if it is not a bearer token; the message shows nothing of the answer */
    static TokenResponse parse(byte[] body) throws OAuth2Exception {
        TokenJson json;
        try {
            json = TokenJson.parse(body);
        } catch (TokenJson.MalformedException e) {
            throw new OAuth2Exception("the answer is " + e.getMessage(), 200, null);
        }
        String accessToken = json.text("access_token");
        if (accessToken == null || accessToken.isEmpty()) {
            throw new OAuth2Exception("the answer has no access_token", 200, null);
        }
        String type = json.text("token_type");
        if (type != null && !type.toLowerCase(Locale.ROOT).equals("bearer")) {
            throw new OAuth2Exception("the answer's token_type is not Bearer", 200, null);
        }
        try {
            new Credentials(null, null, accessToken, null);
        } catch (IllegalArgumentException e) {
            throw new OAuth2Exception("the answer's access_token is unfit: " + e.getMessage(), 200, null);
        }
        String refreshToken = json.text("refresh_token");
        return new TokenResponse(accessToken, "".equals(refreshToken) ? null : refreshToken, lifetime(json));
    }

    private static long lifetime(TokenJson json) throws OAuth2Exception {
        Number number = json.number("expires_in");
        // Some servers write the number as text
        String text = json.text("expires_in");
        if (text == null) {
            return number == null ? -1 : bounded(number.doubleValue());
        }
        if (!text.strip().matches("[0-9]{1,18}([.][0-9]{0,18})?")) {
            throw new OAuth2Exception("the answer's expires_in is not a number", 200, null);
        }
        return bounded(Double.parseDouble(text.strip()));
    }

    /** More than a day is not trusted; the limit also keeps the sum with the clock in range. */
    private static long bounded(double seconds) {
        return (long) Math.max(0, Math.min(DAY, seconds));
    }

    @Override
    public String toString() {
        return "TokenResponse[accessToken=***, refreshToken=" + (refreshToken == null ? "none" : "***") + ", expiresIn="
               + expiresIn + "]";
    }
}
