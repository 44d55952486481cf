/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The text and number members of one JSON object (RFC 8259), which is all that a token response consists of.
 *
 * <p>
 * Strict: the whole text must be one object, in UTF-8, no name twice, at most {@value #DEEPEST} levels. Members with
 * other values are checked and dropped. Errors give the position and quote nothing, since the text may be a secret.
 */
final class FlatJson {

    private static final int DEEPEST = 16;

    private final String text;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /** @throws JsonException if it is not one JSON object */
    static FlatJson parse(byte[] utf8) throws JsonException {
        FlatJson json;
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            // RFC 8259, section 8.1: a byte order mark may be ignored
            json = new FlatJson(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new JsonException("not UTF-8");
        }
        json.blanks();
        json.object(1);
        json.blanks();
        if (json.at < json.text.length()) {
            throw json.wrong();
        }
        return json;
    }

    /** The text member of this name; null if there is none. */
    @Nullable
    String text(String name) {
        return texts.get(name);
    }

    /** The number member of this name, as written; null if there is none. */
    @Nullable
    String number(String name) {
        return numbers.get(name);
    }

    private void object(int depth) throws JsonException {
        expect('{');
        Set<String> names = new HashSet<>();
        blanks();
        if (next('}')) {
            return;
        }
        do {
            blanks();
            String name = string();
            if (!names.add(name)) {
                throw wrong();
            }
            blanks();
            expect(':');
            blanks();
            value(depth == 1 ? name : null, depth);
            blanks();
        } while (next(','));
        expect('}');
    }

    private void array(int depth) throws JsonException {
        expect('[');
        blanks();
        if (next(']')) {
            return;
        }
        do {
            blanks();
            value(null, depth);
            blanks();
        } while (next(','));
        expect(']');
    }

    /** @param name under which to keep the value; null to drop it */
    private void value(@Nullable String name, int depth) throws JsonException {
        switch (peek()) {
            case '"' -> {
                String value = string();
                if (name != null) {
                    texts.put(name, value);
                }
            }
            case '{', '[' -> {
                if (depth == DEEPEST) {
                    throw wrong();
                }
                if (peek() == '{') {
                    object(depth + 1);
                } else {
                    array(depth + 1);
                }
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> {
                String value = number();
                if (name != null) {
                    numbers.put(name, value);
                }
            }
        }
    }

    private String string() throws JsonException {
        expect('"');
        StringBuilder b = new StringBuilder();
        while (!next('"')) {
            char c = peek();
            if (c < ' ') {
                throw wrong();
            }
            at++;
            b.append(c == '\\' ? escaped() : c);
        }
        return b.toString();
    }

    private char escaped() throws JsonException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong();
        };
    }

    private char unicode() throws JsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw wrong();
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private String number() throws JsonException {
        int start = at;
        next('-');
        if (!next('0')) {
            digits();
        }
        if (next('.')) {
            digits();
        }
        if (next('e') || next('E')) {
            if (!next('+')) {
                next('-');
            }
            digits();
        }
        return text.substring(start, at);
    }

    private void digits() throws JsonException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong();
        }
    }

    private void word(String word) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws JsonException {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private boolean next(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws JsonException {
        if (!next(c)) {
            throw wrong();
        }
    }

    private JsonException wrong() {
        return new JsonException("not a JSON object at character " + at);
    }

    /** The text is not what it should be. */
    static final class JsonException extends Exception {

        private static final long serialVersionUID = 1L;

        JsonException(String message) {
            super(message);
        }
    }
}
