/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An enhanced status code such as {@code 5.1.1} (RFC 3463, RFC 2034).
 *
 * @param type    2 success, 4 a persistent transient failure, 5 a permanent failure
 * @param subject 0 to 999: address, mailbox, mail system, network, protocol, content, policy
 * @param detail  0 to 999
 */
public record EnhancedStatus(int type, int subject, int detail) {

    public EnhancedStatus {
        if (type != 2 && type != 4 && type != 5) {
            throw new IllegalArgumentException("enhanced status class " + type + " is not 2, 4 or 5");
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("enhanced status subject and detail are 0 to 999");
        }
    }

    /** The code at the beginning of a reply text, followed by a blank or nothing; {@code null} if there is none. */
    public static @Nullable EnhancedStatus parse(String text) {
        if (text.length() < 5 || text.charAt(1) != '.') {
            return null;
        }
        int type = text.charAt(0) - '0';
        if (type != 2 && type != 4 && type != 5) {
            return null;
        }
        int dot = endOfNumber(text, 2);
        if (dot < 0 || dot == text.length() || text.charAt(dot) != '.') {
            return null;
        }
        int end = endOfNumber(text, dot + 1);
        if (end < 0 || (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t')) {
            return null;
        }
        return new EnhancedStatus(type, number(text, 2, dot), number(text, dot + 1, end));
    }

    /**
     * Where the one to three digits end that begin here, without leading zeros (RFC 3463 section 2); -1 if there are
     * none.
     */
    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        int digits = end - from;
        boolean leadingZero = digits > 1 && text.charAt(from) == '0';
        return digits == 0 || digits > 3 || leadingZero ? -1 : end;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    @Override
    @JsonValue
    public String toString() {
        return type + "." + subject + "." + detail;
    }
}
