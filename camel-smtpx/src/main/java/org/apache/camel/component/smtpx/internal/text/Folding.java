/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.text;

/**
 * Removes folding from header values, where camel-mail's consumer leaves it, and line ends from address lists. Any
 * other line end stays, so that validation rejects the text.
 */
public final class Folding {

    private Folding() {
    }

    /**
     * The value without each CRLF before white space (RFC 5322, section 2.2.3). A tab behind the CRLF becomes a blank:
     * it was one before most software folded there. A bare CR or LF is no folding.
     */
    public static String unfold(String value) {
        if (value.indexOf('\r') < 0) {
            return value;
        }
        StringBuilder line = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (value.startsWith("\r\n", i) && i + 2 < value.length() && isBlank(value.charAt(i + 2))) {
                line.append(' ');
                i += 2;
            } else {
                line.append(value.charAt(i));
            }
        }
        return line.toString();
    }

    /** The addresses unfolded, without blanks and line ends around them; between quotes and in comments all stays. */
    public static String trim(String addresses) {
        String text = unfold(addresses);
        boolean plain = text.indexOf('"') < 0 && text.indexOf('(') < 0;
        StringBuilder trimmed = new StringBuilder(text.length());
        int end = endOfText(text);
        for (int i = startOfText(text); i < end; i++) {
            char c = text.charAt(i);
            if (plain && (c == ',' || c == ';')) {
                trimmed.setLength(endOfText(trimmed));
                while (i + 1 < end && isAround(text.charAt(i + 1))) {
                    i++;
                }
                trimmed.append(c).append(' ');
            } else {
                trimmed.append(c);
            }
        }
        return trimmed.toString();
    }

    private static int startOfText(CharSequence text) {
        int start = 0;
        while (start < text.length() && isAround(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int endOfText(CharSequence text) {
        int end = text.length();
        while (end > 0 && isAround(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isAround(char c) {
        return isBlank(c) || c == '\r' || c == '\n';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
