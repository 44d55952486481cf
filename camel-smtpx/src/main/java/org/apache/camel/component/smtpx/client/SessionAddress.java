/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import org.apache.camel.component.smtpx.protocol.Address;
import org.apache.camel.component.smtpx.protocol.InvalidAddressException;

/**
 * Addresses as a session is given them: with name and comments or, where told so, bare. Blanks around them are taken
 * off, nothing at all, or words before {@code <>}, is the null address, and words behind the angle brackets, which
 * people write instead of a comment, are left out. Whatever is not one mailbox is refused.
 */
final class SessionAddress {

    private SessionAddress() {
    }

    static Address parse(String text, boolean exact) {
        String trimmed = trimBlanks(text);
        if (trimmed.isEmpty()) {
            return Address.NULL;
        }
        if (exact) {
            return Address.exact(trimmed);
        }
        try {
            return Address.parse(trimmed);
        } catch (InvalidAddressException e) {
            int end = trimmed.lastIndexOf('>') + 1;
            if (trimmed.endsWith("<>") && isWords(" " + trimmed.substring(0, end - 2))) {
                return Address.NULL;
            }
            if (end > 0 && isWords(trimmed.substring(end))) {
                return Address.parse(trimmed.substring(0, end));
            }
            throw e;
        }
    }

    /** As it goes on the wire: domains as A-labels, which every server understands. */
    static Address onWire(Address address) {
        return address.needsUtf8() ? address.toAscii() : address;
    }

    private static boolean isWords(String text) {
        return text.startsWith(" ")
                && text.chars().allMatch(c -> c == ' ' || c == '.' || c == '-' || c < 0x80 && Character.isLetterOrDigit(c));
    }

    private static String trimBlanks(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
