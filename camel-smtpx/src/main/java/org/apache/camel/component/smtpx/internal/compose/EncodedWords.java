/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Texts of a header as encoded words (RFC 2047), in time that grows with their length: MimeUtility takes seconds for a
 * subject of a few hundred kilobytes.
 */
final class EncodedWords {
    private static final String START = "=?UTF-8?B?";
    private static final String END = "?=";
    /** Octets of text in a word that is alone on its line: 75 characters at most, in groups of three octets. */
    private static final int FULL = 45;

    private EncodedWords() {
    }

    /** The longest run of characters that goes unencoded: a line cannot be folded inside it. */
    private static final int LONGEST = 900;

    /**
     * The text itself if it is printable US-ASCII that can be folded, else words with a space between them.
     *
     * @param  used                     characters of the line before the first word, which is the shorter for it
     * @throws IllegalArgumentException if the text holds half a surrogate pair
     */
    static String encode(String text, int used) {
        if (isPlain(text)) {
            return text;
        }
        byte[] octets = Charsets.encode(text, StandardCharsets.UTF_8).octets();
        StringBuilder words = new StringBuilder();
        int room = Math.max(9, Math.min(FULL, (HeaderField.PREFERRED_LINE - used - START.length() - END.length()) / 4 * 3));
        for (int start = 0; start < octets.length; room = FULL) {
            int end = Math.min(octets.length, start + room);
            // RFC 2047 section 5: a character stays in one word
            while (end < octets.length && (octets[end] & 0xC0) == 0x80) {
                end--;
            }
            String word = Base64.getEncoder().encodeToString(Arrays.copyOfRange(octets, start, end));
            words.append(start == 0 ? "" : " ").append(START).append(word).append(END);
            start = end;
        }
        return words.toString();
    }

    /** Printable US-ASCII in words of a bearable length, with no white space at its ends: that would be trimmed. */
    static boolean isPlain(String text) {
        boolean blank = false;
        int blanks = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            blank = c == ' ' || c == '\t';
            if (c > 0x7E || c < ' ' && !blank || blank && i == 0) {
                return false;
            }
            if (!blank) {
                letters++;
            } else {
                blanks = letters > 0 ? 1 : blanks + 1;
                letters = 0;
            }
            // A line is folded before white space, which therefore counts as part of the word behind it
            if (blanks + letters > LONGEST) {
                return false;
            }
        }
        return !blank;
    }
}
