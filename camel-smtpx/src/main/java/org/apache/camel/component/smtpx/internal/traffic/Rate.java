/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many in a time: {@code 5/s}, {@code 30/m}, {@code 1000/h}, {@code 10000/d}.
 *
 * @param count  1 to {@link #MAX_COUNT}
 * @param period more than zero, at most a day
 */
public record Rate(int count, Duration period) {

    /** The largest count. */
    public static final int MAX_COUNT = 1_000_000_000;

    private static final Pattern FORM = Pattern.compile("(\\d{1,10}) ?/ ?(s|m|h|d)");

    public Rate {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("a rate must be at least 1 and at most " + MAX_COUNT + ": " + count);
        }
        if (period.isZero() || period.isNegative() || period.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("the time of a rate must be more than 0 and at most a day: " + period);
        }
    }

    /**
     * A rate from its text.
     *
     * @param  option                   the name that the error shows
     * @throws IllegalArgumentException if the text is not a number, a slash, and one of s, m, h, d
     */
    public static Rate parse(String option, String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        long count = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    option + " must be a number of at least 1, a slash, and s, m, h or d, as in 30/m: " + text);
        }
        return new Rate((int) count, switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        });
    }

    public double perSecond() {
        return count * 1e9 / period.toNanos();
    }

    @Override
    public String toString() {
        String unit = switch ((int) period.toSeconds()) {
            case 1 -> "s";
            case 60 -> "m";
            case 3600 -> "h";
            case 86400 -> "d";
            default -> period.toString();
        };
        return count + "/" + unit;
    }
}
