/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.component.smtpx.internal.text.Printable;

/**
 * Until when a message is to be delivered, and what servers do with it afterwards: the parameter BY of MAIL (RFC 2852,
 * section 4). Immutable.
 *
 * @param seconds from the MAIL command on, at most 999,999,999; positive with {@link Mode#RETURN}. Zero or less means
 *                that the time is over already
 * @param mode    what happens to a message that is late
 * @param trace   whether servers that pass the message on report it (by-trace)
 */
public record DeliverBy(long seconds, Mode mode, boolean trace) {

    /** What a server does with a message that was not delivered in time. */
    public enum Mode {
        /** Tells the sender and goes on with the delivery. */
        NOTIFY("N"),
        /** Returns the message to the sender. */
        RETURN("R");

        private final String letter;

        Mode(String letter) {
            this.letter = letter;
        }
    }

    private static final long MAX_SECONDS = 999_999_999;
    private static final Pattern SYNTAX = Pattern.compile("([+-]?\\d{1,9});([NR])(T?)", Pattern.CASE_INSENSITIVE);

    public DeliverBy {
        if (Math.abs(seconds) > MAX_SECONDS) {
            throw new IllegalArgumentException("invalid deliver-by time " + seconds + ": over " + MAX_SECONDS + " seconds");
        }
        if (mode == Mode.RETURN && seconds <= 0) {
            throw new IllegalArgumentException("invalid deliver-by time " + seconds + ": not positive, with mode R");
        }
    }

    /**
     * Reads the form of the wire: seconds, a semicolon, {@code N} (notify) or {@code R} (return), and {@code T} for a
     * trace, as {@code 7200;R} or {@code 3600;NT}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static DeliverBy parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "invalid deliver-by " + Printable.quote(text) + ": not seconds;N or seconds;R, with T for a trace");
        }
        Mode mode = parts.group(2).toUpperCase(Locale.ROOT).equals("R") ? Mode.RETURN : Mode.NOTIFY;
        return new DeliverBy(Long.parseLong(parts.group(1)), mode, !parts.group(3).isEmpty());
    }

    /** The form of the wire, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return seconds + ";" + mode.letter + (trace ? "T" : "");
    }
}
