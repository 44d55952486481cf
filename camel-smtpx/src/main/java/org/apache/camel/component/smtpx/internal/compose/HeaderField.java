/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.mail.internet.MimeUtility;
import org.apache.camel.component.smtpx.internal.content.ContentScan;

/** The rules of a header field: its name (RFC 5322 section 3.6.8), its value, and how it is encoded and folded. */
final class HeaderField {
    /** RFC 2047 section 2: characters of a line, where it can be folded. */
    static final int PREFERRED_LINE = 76;
    private static final int MAX_NAME = 76;
    private static final Pattern LINE_END = Pattern.compile("\r\n", Pattern.LITERAL);
    private static final Pattern WORD = Pattern.compile("[ \t]*+[^ \t]++|[ \t]++$");

    private HeaderField() {
    }

    /** An unstructured value, encoded (RFC 2047) where it is not US-ASCII, and folded. */
    static String text(String name, String value) {
        checkValue(name, value);
        return folded(name, EncodedWords.encode(decoded(value), name.length() + 2));
    }

    /**
     * The value that is to be encoded: encoded-words in it are decoded, since as a part of others they would be shown
     * as they are. A blank behind them, as received mail has it, is no reason to encode.
     */
    private static String decoded(String value) {
        if (!value.contains("=?") || EncodedWords.isPlain(value)) {
            return value;
        }
        String bare = value.strip();
        if (EncodedWords.isPlain(bare)) {
            return bare;
        }
        try {
            return MimeUtility.decodeText(value);
        } catch (UnsupportedEncodingException e) {
            return value;
        }
    }

    /** A value that is encoded already and in one line, folded at white space. */
    static String folded(String name, String value) {
        if (name.length() + 2 + value.length() <= PREFERRED_LINE) {
            return checked(name, value);
        }
        StringBuilder folded = new StringBuilder(value.length() + value.length() / 32);
        int used = name.length() + 2;
        Matcher words = WORD.matcher(value);
        while (words.find()) {
            int length = words.end() - words.start();
            boolean mayFold = words.start() > 0 && !value.substring(words.start(), words.end()).isBlank();
            if (mayFold && used + length > PREFERRED_LINE) {
                folded.append("\r\n");
                used = 0;
            }
            folded.append(value, words.start(), words.end());
            used += length;
        }
        return checked(name, folded.toString());
    }

    /** The last check of every field: exactly one field, in lines of an allowed length. */
    static String checked(String name, String value) {
        int used = name.length() + 2;
        for (String line : LINE_END.split(value, -1)) {
            checkValue(name, line);
            if (used == 0 && (line.isBlank() || line.charAt(0) != ' ' && line.charAt(0) != '\t')) {
                throw new IllegalArgumentException("The value of " + name + " would end its header field: " + printable(value));
            }
            if (used + line.getBytes(StandardCharsets.UTF_8).length > ContentScan.MAX_LINE) {
                throw new IllegalArgumentException(
                        "The header " + name + " has a word too long for a line of " + ContentScan.MAX_LINE + " octets");
            }
            used = 0;
        }
        return value;
    }

    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
    }

    static void checkName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("Not a header name (RFC 5322): " + printable(name));
        }
    }

    /** Refuses what could end the line: a header value is one line, and folding it is our matter alone. */
    static void checkValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException(
                        "The value of " + name + " contains CR, LF or NUL at position " + i + ": " + printable(value));
            }
        }
    }

    /** A text for an exception: printable US-ASCII, at most 100 characters of it. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < 100; i++) {
            char c = text.charAt(i);
            printable.append(c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return printable.append(text.length() > 100 ? "...\"" : "\"").toString();
    }
}
