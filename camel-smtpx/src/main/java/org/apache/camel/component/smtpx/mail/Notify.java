/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.text.Printable;

/** When a delivery status notification is wanted for a recipient (RFC 3461 section 4.1). */
public enum Notify {
    /** Never; excludes the other values. */
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY;

    /**
     * Reads {@code NEVER} or a comma list of the others, in any case, each once, blanks around the commas tolerated.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Set<Notify> parse(String text) {
        Set<Notify> found = EnumSet.noneOf(Notify.class);
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            if (!found.add(word(text.substring(start, end), text))) {
                throw invalid(text, "a word twice");
            }
            start = end + 1;
        }
        return checked(found);
    }

    private static Notify word(String word, String text) {
        String name = trimBlanks(word).toUpperCase(Locale.ROOT);
        for (Notify value : values()) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw invalid(text, "not NEVER or a list of SUCCESS, FAILURE, DELAY");
    }

    /** Only blanks: a line end at the edge is an error, not white space. */
    private static String trimBlanks(String word) {
        int start = 0;
        int end = word.length();
        while (start < end && word.charAt(start) == ' ') {
            start++;
        }
        while (end > start && word.charAt(end - 1) == ' ') {
            end--;
        }
        return word.substring(start, end);
    }

    /** An immutable copy in the order of declaration; NEVER must be alone. */
    static Set<Notify> checked(Set<Notify> notify) {
        if (notify.isEmpty()) {
            return Set.of();
        }
        Set<Notify> copy = EnumSet.copyOf(notify);
        if (copy.contains(NEVER) && copy.size() > 1) {
            throw invalid(copy.toString(), "NEVER cannot be combined");
        }
        return Collections.unmodifiableSet(copy);
    }

    private static IllegalArgumentException invalid(String text, String reason) {
        return new IllegalArgumentException("invalid notify " + Printable.quote(text) + ": " + reason);
    }
}
