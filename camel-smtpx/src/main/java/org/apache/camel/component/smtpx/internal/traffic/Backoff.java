/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off with jitter, so that clients that failed together do not return together. Attempts that were
 * under way together count as one failure. Not thread-safe.
 */
final class Backoff {

    private static final double JITTER = 0.2;
    private static final int MAX_EXPONENT = 40;

    private final long first;
    private final long most;
    private final DoubleSupplier random;
    private int failures;
    private long failedAt;
    private long wait;
    private long until;

    /** @param random from 0 to 1 */
    Backoff(Duration first, Duration most, DoubleSupplier random) {
        this.first = first.toNanos();
        this.most = most.toNanos();
        this.random = random;
    }

    /**
     * An attempt failed.
     *
     * @param  began when it began
     * @return       whether this is a new failure, and not one more of attempts that were under way together
     */
    boolean failed(long began, long now) {
        return failed(began, now, first);
    }

    /** As {@link #failed(long, long)}, with another first delay. */
    boolean failed(long began, long now, long firstDelay) {
        if (failures > 0 && began - failedAt < 0) {
            return false;
        }
        failures++;
        failedAt = now;
        double delay = Math.min((double) most, firstDelay * Math.pow(2, Math.min(failures - 1, MAX_EXPONENT)));
        wait = (long) (delay * (1 + JITTER * (2 * random.getAsDouble() - 1)));
        until = now + wait;
        return true;
    }

    /** An attempt succeeded: the next one may follow at once, and the delay after another failure is shorter. */
    void succeeded(long now) {
        failures /= 2;
        until = now;
    }

    /** An attempt succeeded and proves little: the next one waits as long again. */
    void repeat(long now) {
        until = now + wait;
    }

    /** Makes the delay longer. */
    void extend(long delay, long now) {
        wait = Math.max(wait, delay);
        until = now + wait;
    }

    void reset() {
        failures = 0;
    }

    int failures() {
        return failures;
    }

    /** Nanoseconds until the next attempt. */
    long delay(long now) {
        return failures == 0 ? 0 : Math.max(0, until - now);
    }
}
