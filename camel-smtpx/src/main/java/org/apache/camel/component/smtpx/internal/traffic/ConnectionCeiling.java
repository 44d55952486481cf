/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The number of connections that a server is known to serve at once. A refused connection lowers it to the connections
 * that are left; one further connection at a time is tried later, with growing delays as long as that fails.
 *
 * <p>
 * Connections in the parameters include those being opened, unless said otherwise. Not thread-safe.
 */
final class ConnectionCeiling {

    /** No further connection until something else happens. */
    static final long NEVER = Long.MAX_VALUE;

    /** Refusals in a row of a number of connections that was served before, until it counts as the limit. */
    private static final int MAX_RETRIES = 3;
    private static final Duration FIRST_PROBE = Duration.ofSeconds(1);
    /** The first delay when the server did not say that there is a limit. */
    private static final long FIRST_UNCERTAIN_PROBE = Duration.ofMillis(100).toNanos();
    private static final Duration LAST_PROBE = Duration.ofMinutes(5);

    private final int max;
    private int ceiling;
    private long loweredAt;
    private boolean lowered;
    /** Whether a connection that is opened says nothing about the limit, since messages met it. */
    private boolean metByMessages;
    /** For connections above the ceiling. */
    private final Backoff probes;
    /** For connections below it. */
    private final Backoff retries;
    /** While there is no connection. Messages wait for the next attempt, so that the delays are short. */
    private final Backoff outage;

    ConnectionCeiling(int max, DoubleSupplier random) {
        this.max = max;
        this.ceiling = max;
        this.probes = new Backoff(FIRST_PROBE, LAST_PROBE, random);
        this.retries = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), random);
        this.outage = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), random);
    }

    int value() {
        return ceiling;
    }

    boolean isLimited() {
        return ceiling < max;
    }

    /**
     * Nanoseconds until another connection may be opened; {@link #NEVER} if not before something else happens.
     *
     * @param opening how many of the connections are being opened
     */
    long delay(int connections, int opening, long now) {
        if (connections >= max) {
            return NEVER;
        }
        if (outage.failures() > 0) {
            // The second attempt may follow at once: the server may have returned since the first.
            return opening > 0 ? NEVER : outage.failures() == 1 ? 0 : outage.delay(now);
        }
        if (connections < ceiling) {
            return retries.failures() == 0 || connections == 0 ? 0 : opening > 0 ? NEVER : retries.delay(now);
        }
        return opening > 0 ? NEVER : probes.delay(now);
    }

    /**
     * A connection could not be opened.
     *
     * @param left    the other connections
     * @param began   when the attempt began
     * @param limited whether the server said that there are too many
     */
    void refused(int left, long began, long now, boolean limited) {
        if (left == 0) {
            outage.failed(began, now);
            if (!limited) {
                return;
            }
        }
        if (lowered && began - loweredAt <= 0) {
            // Begun before the ceiling was known: it shows no more than how low the ceiling is.
            lower(left, now);
        } else if (left >= ceiling) {
            probes.failed(began, now);
        } else if (!isLimited() || retries.failures() + 1 >= MAX_RETRIES) {
            lower(left, now);
            retries.reset();
            probes.reset();
            probes.failed(began, now, limited ? FIRST_PROBE.toNanos() : FIRST_UNCERTAIN_PROBE);
        } else {
            retries.failed(began, now);
        }
    }

    /**
     * A message was refused since there are too many connections.
     *
     * @param began when the message was sent
     */
    void complained(int open, long began, long now) {
        if (lowered && began - loweredAt <= 0) {
            return;
        }
        metByMessages = true;
        int known = Math.min(ceiling, open);
        lower(probes.failures() == 0 ? known / 2 : known - 1, now);
        probes.failed(began, now);
    }

    private void lower(int left, long now) {
        if (Math.max(1, left) < ceiling) {
            ceiling = Math.max(1, left);
            loweredAt = now;
            lowered = true;
        }
    }

    /** A connection was opened. */
    void opened(int connections, int opening, long now) {
        outage.reset();
        retries.reset();
        int open = connections - opening;
        if (open > ceiling) {
            ceiling = open;
            if (metByMessages) {
                probes.repeat(now);
            } else {
                probes.succeeded(now);
            }
            if (!isLimited()) {
                probes.reset();
                lowered = false;
                metByMessages = false;
            }
        }
    }
}
