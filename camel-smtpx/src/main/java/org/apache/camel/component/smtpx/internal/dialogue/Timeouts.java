/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The duration of each {@link TimeoutKind}. Immutable. */
public final class Timeouts {

    /** The maximum of each timeout: a day. */
    public static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    /** The minimum timeouts of RFC 5321. */
    public static final Timeouts DEFAULTS = new Timeouts(Map.of());

    private final Map<TimeoutKind, Duration> durations = new EnumMap<>(TimeoutKind.class);

    private Timeouts(Map<TimeoutKind, Duration> changed) {
        for (TimeoutKind wait : TimeoutKind.values()) {
            durations.put(wait, changed.getOrDefault(wait, wait.defaultDuration()));
        }
    }

    /**
     * Derives all timeouts from one. Every reply gets {@code timeout}, the final one twice that. Shorter defaults
     * (connect, TLS, probe, QUIT) are only shortened.
     */
    public static Timeouts of(Duration timeout) {
        Map<TimeoutKind, Duration> changed = new EnumMap<>(TimeoutKind.class);
        for (TimeoutKind wait : TimeoutKind.values()) {
            changed.put(wait, switch (wait) {
                case CONNECT, PROBE, QUIT, CLOSING, TLS -> shorter(wait.defaultDuration(), check(timeout));
                case FINAL -> timeout.multipliedBy(2);
                default -> timeout;
            });
        }
        return new Timeouts(changed);
    }

    /** These timeouts with one changed. */
    public Timeouts with(TimeoutKind wait, Duration duration) {
        Map<TimeoutKind, Duration> changed = new EnumMap<>(durations);
        changed.put(wait, check(duration));
        return new Timeouts(changed);
    }

    public Duration of(TimeoutKind wait) {
        return durations.getOrDefault(wait, wait.defaultDuration());
    }

    /** The timeout in nanoseconds. */
    public long nanos(TimeoutKind wait) {
        return of(wait).toNanos();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration check(Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a timeout must be more than 0 and at most a day: " + duration);
        }
        return duration;
    }
}
