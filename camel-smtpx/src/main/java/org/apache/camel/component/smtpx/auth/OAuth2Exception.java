/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** A token endpoint gave no token. The message says why, printable and capped, without secrets. */
public final class OAuth2Exception extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String error;
    private final long retryAfter;
    private final Duration pause;

    OAuth2Exception(String message, int status, @Nullable String error) {
        this(message, status, error, -1);
    }

    /** @param retryAfter seconds that the server wants the client to wait; negative if it did not say */
    OAuth2Exception(String message, int status, @Nullable String error, long retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
        this.status = status;
        this.error = error;
        this.pause = Duration.ZERO;
    }

    /** The same failure for another thread, for the stack traces differ. */
    OAuth2Exception(String message, OAuth2Exception cause, Duration pause) {
        super(message, cause);
        this.retryAfter = -1;
        this.status = cause.status;
        this.error = cause.error;
        this.pause = pause;
    }

    /** The HTTP status; 0 if there was no answer. */
    public int status() {
        return status;
    }

    /** The error code of RFC 6749 §5.2, as {@code invalid_client} or {@code invalid_grant}; null if there was none. */
    public @Nullable String error() {
        return error;
    }

    long retryAfter() {
        return retryAfter;
    }

    /** How long the endpoint is not asked again; zero if it may be asked at once. */
    public Duration pause() {
        return pause;
    }

    /** Whether only a change of the settings or of the account helps. */
    public boolean isPermanent() {
        return error != null && switch (error) {
            case "invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client",
                    "unsupported_grant_type", "access_denied" ->
                true;
            default -> false;
        } || status == 401 || status == 403;
    }
}
