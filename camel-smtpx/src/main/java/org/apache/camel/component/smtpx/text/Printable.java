/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.text;

/**
 * Text from strangers, made fit for one line of a log or an exception: no control octets, no line ends, no direction
 * marks.
 */
public final class Printable {

    private static final int LINE_MAX = 500;
    private static final int QUOTED_MAX = 100;

    private Printable() {
    }

    /** As {@link #line(String, int)}, with at most 500 characters. */
    public static String line(String text) {
        return line(text, LINE_MAX);
    }

    /**
     * The text on one line: each unprintable character is a question mark, what is over {@code max} characters is cut
     * off.
     */
    public static String line(String text, int max) {
        boolean cut = text.length() > max;
        String kept = cut ? text.substring(0, max) : text;
        String clean = clean(kept, false);
        return cut ? clean + "..." : clean;
    }

    /** The value in quotes, everything but printable US-ASCII escaped as Java would, at most 100 characters of it. */
    public static String quote(String value) {
        int end = Math.min(value.length(), QUOTED_MAX);
        StringBuilder out = new StringBuilder(end + 16).append('"');
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= 0x20 && c < 0x7F) {
                out.append(c);
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\n') {
                out.append("\\n");
            } else {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.toUpperCase(Character.forDigit((c >> shift) & 0xF, 16)));
                }
            }
        }
        return out.append(end < value.length() ? "\"..." : "\"").toString();
    }

    /**
     * The text with each unprintable character replaced; a tab is kept if asked. Returns the same string when it is
     * clean.
     */
    public static String clean(String text, boolean tabs) {
        int length = text.length();
        int bad = 0;
        while (bad < length && isAscii(text.charAt(bad), tabs)) {
            bad++;
        }
        if (bad == length) {
            return text;
        }
        StringBuilder out = new StringBuilder(length).append(text, 0, bad);
        for (int i = bad; i < length;) {
            int c = text.codePointAt(i);
            out.appendCodePoint(isPrintable(c) || (tabs && c == '\t') ? c : '?');
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static boolean isAscii(char c, boolean tabs) {
        return (c >= 0x20 && c < 0x7F) || (tabs && c == '\t');
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
