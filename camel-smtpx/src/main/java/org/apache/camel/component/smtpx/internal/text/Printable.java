/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.text;

/**
 * Makes server text printable, for one line of a log, a header or an exception. Invisible characters (controls, line
 * ends, direction marks, joiners, tags) become escapes: {@code \\u202E}, {@code \\u{E0041}}.
 */
public final class Printable {

    private static final int MAX_LINE = 500;
    private static final int MAX_QUOTED = 100;

    private Printable() {
    }

    /** As {@link #line(String, int)}, with at most 500 characters. */
    public static String line(String text) {
        return line(text, MAX_LINE);
    }

    /**
     * The text on one line, with invisible characters escaped. It is truncated after {@code max} characters, not within
     * a character or an escape.
     */
    public static String line(String text, int max) {
        if (text.length() <= max && isClean(text, false)) {
            return text;
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), max) + 16);
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            int length = out.length();
            append(out, c, false);
            if (out.length() > max) {
                out.setLength(length);
                return out.append("...").toString();
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    /** The value in quotes, everything but printable US-ASCII escaped as Java would, at most 100 characters of it. */
    public static String quote(String value) {
        int end = Math.min(value.length(), MAX_QUOTED);
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
                hex(out.append("\\u"), c, 12);
            }
        }
        return out.append(end < value.length() ? "\"..." : "\"").toString();
    }

    /**
     * The text with invisible characters escaped; a tab is kept on request. Returns the same string if nothing is
     * escaped.
     */
    public static String clean(String text, boolean tabs) {
        if (isClean(text, tabs)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(out, c, tabs));
        return out.toString();
    }

    private static boolean isClean(String text, boolean tabs) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ascii = (c >= 0x20 && c < 0x7F) || (tabs && c == '\t');
            if (!ascii) {
                return text.codePoints().allMatch(point -> isVisible(point) || (tabs && point == '\t'));
            }
        }
        return true;
    }

    private static void append(StringBuilder out, int c, boolean tabs) {
        if (isVisible(c) || (tabs && c == '\t')) {
            out.appendCodePoint(c);
        } else if (c < 0x10000) {
            hex(out.append("\\u"), c, 12);
        } else {
            hex(out.append("\\u{"), c, c < 0x100000 ? 16 : 20);
            out.append('}');
        }
    }

    private static void hex(StringBuilder out, int c, int highest) {
        for (int shift = highest; shift >= 0; shift -= 4) {
            out.append(Character.toUpperCase(Character.forDigit((c >> shift) & 0xF, 16)));
        }
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !isIgnorable(c);
        };
    }

    /** Default_Ignorable_Code_Point of Unicode, as far as it is a letter or a mark: fillers and variation selectors. */
    private static boolean isIgnorable(int c) {
        return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c >= 0x180B && c <= 0x180F
                || c == 0x3164 || c >= 0xFE00 && c <= 0xFE0F || c == 0xFFA0 || c >= 0xE0100 && c <= 0xE01EF;
    }
}
