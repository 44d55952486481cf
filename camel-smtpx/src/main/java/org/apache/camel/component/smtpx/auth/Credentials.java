/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import org.jspecify.annotations.Nullable;

/**
 * The identity for a login, and its proof.
 *
 * <p>
 * Each part is absent (null) or, but for a password, not empty. Text is Unicode; it reaches the wire as UTF-8.
 * {@code toString} shows which parts are present, never their values.
 *
 * @param username        the authentication identity; without control characters
 * @param password        the password; without NUL, which separates the parts of PLAIN (RFC 4616)
 * @param accessToken     an OAuth 2 bearer token; printable US-ASCII without blanks (RFC 6750 §2.1), so that nothing in
 *                        it can end a line or a field of XOAUTH2 and OAUTHBEARER
 * @param authorizationId the identity to act as, if it is another one; without control characters
 */
public record Credentials(@Nullable String username, @Nullable String password, @Nullable String accessToken,
        @Nullable String authorizationId) {

    /** No credentials at all: a client certificate or a ticket speaks for the client. */
    public static final Credentials NONE = new Credentials(null, null, null, null);

    /**
     * @throws IllegalArgumentException if a part is empty or has a character that is not allowed in it; the message
     *                                  names the part and never shows it
     */
    public Credentials {
        checkText("username", username, ' ');
        checkText("password", password, '\u0001');
        checkText("authorizationId", authorizationId, ' ');
        checkToken(accessToken);
    }

    /** A user name and a password. */
    public static Credentials password(String username, String password) {
        return new Credentials(username, password, null, null);
    }

    /** A user name and an OAuth 2 access token. */
    public static Credentials token(String username, String accessToken) {
        return new Credentials(username, null, accessToken, null);
    }

    /** Whether there is neither a user name nor a password nor a token. */
    public boolean isEmpty() {
        return username == null && password == null && accessToken == null;
    }

    private static void checkText(String name, @Nullable String text, char lowest) {
        if (text == null) {
            return;
        }
        if (text.isEmpty() && lowest == ' ') {
            throw new IllegalArgumentException(name + " is empty");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < lowest) {
                throw new IllegalArgumentException(
                        name + (c == 0 ? " contains a NUL character" : " contains a control character"));
            }
            if (c == 0x7F && lowest == ' ') {
                throw new IllegalArgumentException(name + " contains a control character");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                // It would silently become a question mark on the wire
                throw new IllegalArgumentException(name + " contains half a character (an unpaired surrogate)");
            }
        }
    }

    private static void checkToken(@Nullable String token) {
        if (token == null) {
            return;
        }
        if (token.isEmpty()) {
            throw new IllegalArgumentException("accessToken is empty");
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '\r' || c == '\n') {
                throw new IllegalArgumentException("accessToken contains a line end");
            }
            if (c <= ' ' || c >= 0x7F) {
                throw new IllegalArgumentException("accessToken contains a character that is not printable US-ASCII");
            }
        }
    }

    @Override
    public String toString() {
        return "Credentials[username=" + shown(username) + ", password=" + shown(password) + ", accessToken="
               + shown(accessToken) + ", authorizationId=" + shown(authorizationId) + "]";
    }

    private static String shown(@Nullable String part) {
        return part == null ? "none" : "***";
    }
}
