/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

/**
 * A token bucket. It never gives more than the rate's count in any of its periods, and at least 95 % of it on a long
 * run: a small part may leave at once, the rest is spread evenly.
 *
 * <p>
 * More tokens than the bucket holds, as for a message to many recipients, are taken from a full bucket and paid off
 * afterwards. Not thread-safe.
 */
final class TokenBucket {

    /** The part of a period's tokens, beyond the first, that may be taken at once. */
    private static final int BURST_DIVISOR = 20;

    private double capacity;
    private double nanosPerToken;
    private double tokens;
    private long filledAt;

    private TokenBucket(double capacity, double nanosPerToken, long now) {
        this.capacity = capacity;
        this.nanosPerToken = nanosPerToken;
        this.tokens = capacity;
        this.filledAt = now;
    }

    /** A full bucket that keeps to a limit in every period. */
    static TokenBucket of(Rate rate, long now) {
        int burst = 1 + rate.count() / BURST_DIVISOR;
        return new TokenBucket(burst, rate.period().toNanos() / (double) (rate.count() - burst + 1), now);
    }

    /** A bucket with one token whose rate changes. */
    static TokenBucket paced(double perSecond, long now) {
        TokenBucket bucket = new TokenBucket(1, 1, now);
        bucket.pace(perSecond, now);
        return bucket;
    }

    /** Changes the rate; what timers are late by may be caught up with, up to 20 ms. */
    void pace(double perSecond, long now) {
        fill(now);
        nanosPerToken = 1e9 / perSecond;
        capacity = Math.max(1, perSecond / 50);
        tokens = Math.min(tokens, capacity);
    }

    private void fill(long now) {
        if (now - filledAt > 0) {
            tokens = Math.min(capacity, tokens + (now - filledAt) / nanosPerToken);
            filledAt = now;
        }
    }

    /** Nanoseconds until so many tokens may be taken; 0 if they may be taken now. */
    long delay(int count, long now) {
        fill(now);
        double missing = Math.min(count, capacity) - tokens;
        return missing <= 1e-6 ? 0 : Math.max(1, (long) Math.ceil(missing * nanosPerToken));
    }

    /** Nanoseconds until so many tokens will have been taken one by one. */
    long backlogDelay(int count, long now) {
        fill(now);
        return tokens >= count ? 0 : (long) Math.ceil((count - tokens) * nanosPerToken);
    }

    void take(int count, long now) {
        fill(now);
        tokens -= count;
    }
}
