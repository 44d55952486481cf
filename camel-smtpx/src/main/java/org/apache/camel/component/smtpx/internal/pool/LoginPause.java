/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * After the server refused the credentials, no further login is tried for a while, so that the account is not locked
 * and the server not hammered. Guarded by the pool's lock.
 */
final class LoginPause {

    private final Duration length;
    private final LongSupplier clock;
    private @Nullable ConnectFailure cause;
    private boolean proven;
    private long until;

    /** @param proven whether there is nothing to log in with, so that no login can fail */
    LoginPause(Duration length, boolean proven, LongSupplier clock) {
        this.length = length;
        this.proven = proven;
        this.clock = clock;
    }

    void begin(ConnectFailure refused) {
        proven = false;
        if (!length.isZero()) {
            cause = refused;
            until = clock.getAsLong() + length.toNanos();
        }
    }

    /** A login succeeded. */
    void end() {
        proven = true;
        cause = null;
    }

    /**
     * Whether another connection has to wait: while it is not known that the server takes the credentials, they are
     * tried on one connection at a time, and during the pause only if there is no connection left.
     */
    boolean holdsBack(Connections connections) {
        return !proven && (connections.isOpening() || refusal() != null && !connections.isEmpty());
    }

    /** The answer for those who want to log in during the pause; null when there is none. */
    @Nullable
    ConnectFailure refusal() {
        ConnectFailure refused = cause;
        long left = until - clock.getAsLong();
        if (refused == null || left <= 0) {
            cause = null;
            return null;
        }
        Failure failure = new Failure(
                Failure.Kind.AUTHENTICATION, refused.failure().text() + " (the next login is tried in "
                                             + Duration.ofNanos(left).toSeconds() + " s)",
                refused.failure().cause());
        return new ConnectFailure(refused.target(), refused.stage(), refused.reply(), failure);
    }
}
