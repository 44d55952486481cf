/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

/** Text measured in columns of a terminal rather than in chars. */
final class Columns {

    /** Hangul, CJK and their full-width forms, pictographs: enough of UAX 11 for a table. */
    private static final int[][] WIDE = {
            { 0x1100, 0x115F }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
            { 0xFF00, 0xFF60 },
            { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD }
    };

    private Columns() {
    }

    /** The columns a text takes: none for a combining mark, two for East Asian wide characters and pictographs. */
    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    /** Exactly so many columns, padded on the right or cut. */
    static String left(String text, int columns, String ellipsis) {
        String cut = cut(text, columns, ellipsis);
        return cut + " ".repeat(columns - width(cut));
    }

    /** Exactly so many columns, padded on the left or cut. */
    static String right(String text, int columns, String ellipsis) {
        String cut = cut(text, columns, ellipsis);
        return " ".repeat(columns - width(cut)) + cut;
    }

    /**
     * At most so many columns; what is cut off is marked. Control characters become question marks: they would move the
     * cursor.
     */
    static String cut(String text, int columns, String ellipsis) {
        String line = printable(text);
        if (width(line) <= columns) {
            return line;
        }
        StringBuilder cut = new StringBuilder();
        int room = columns - width(ellipsis);
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            int codePoint = line.codePointAt(i);
            room -= width(codePoint);
            if (room < 0) {
                break;
            }
            cut.appendCodePoint(codePoint);
        }
        return cut.append(ellipsis).toString();
    }

    static String printable(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
