/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.time.Duration;

import org.apache.camel.component.smtpx.protocol.Failure;
import org.jspecify.annotations.Nullable;

/**
 * After the server refused the credentials, no further login is tried for a while, so that the account is not locked
 * and the server not hammered. Guarded by the pool's lock.
 */
final class LoginPause {

    private final Duration length;
    private @Nullable NoConnection cause;
    private long until;

    LoginPause(Duration length) {
        this.length = length;
    }

    void begin(NoConnection refused) {
        if (!length.isZero()) {
            cause = refused;
            until = System.nanoTime() + length.toNanos();
        }
    }

    void end() {
        cause = null;
    }

    /** The answer for those who want to log in during the pause; null when there is none. */
    @Nullable
    NoConnection refusal() {
        NoConnection refused = cause;
        long left = until - System.nanoTime();
        if (refused == null || left <= 0) {
            cause = null;
            return null;
        }
        Failure failure = new Failure(
                Failure.Kind.AUTHENTICATION, refused.failure().text() + " (the next login is tried in "
                                             + Duration.ofNanos(left).toSeconds() + " s)",
                refused.failure().cause());
        return new NoConnection(refused.target(), refused.stage(), refused.reply(), failure);
    }
}
