/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.apache.camel.component.smtpx.internal.text.Printable;

/**
 * The encoding of parameter values (RFC 3461 section 4): printable US-ASCII, the rest as a plus sign and two hex
 * digits.
 */
public final class Xtext {

    private Xtext() {
    }

    /**
     * Encodes the UTF-8 octets of the text.
     *
     * @throws IllegalArgumentException if half a surrogate pair is in it
     */
    public static String encode(String raw) {
        byte[] octets;
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(raw));
            octets = new byte[encoded.remaining()];
            encoded.get(octets);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("half a surrogate pair in " + Printable.quote(raw), e);
        }
        StringBuilder out = new StringBuilder(octets.length + 16);
        for (byte octet : octets) {
            if (isPlain(octet)) {
                out.append((char) octet);
            } else {
                out.append('+').append(hexDigit(octet >> 4)).append(hexDigit(octet));
            }
        }
        return out.toString();
    }

    /**
     * Accepts what {@link #encode} could have made.
     *
     * @throws IllegalArgumentException if the text is no xtext
     */
    public static void check(String xtext) {
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c == '+') {
                if (value(xtext, i + 1) < 0 || value(xtext, i + 2) < 0) {
                    throw new IllegalArgumentException(
                            "no two upper-case hex digits behind a plus sign: " + Printable.quote(xtext));
                }
                i += 2;
            } else if (!isPlain(c)) {
                throw new IllegalArgumentException("character that xtext does not have: " + Printable.quote(xtext));
            }
        }
    }

    /**
     * Decodes to octets and these as UTF-8.
     *
     * @throws IllegalArgumentException if the text is no xtext or its octets are no UTF-8
     */
    public static String decode(String xtext) {
        check(xtext);
        ByteArrayOutputStream octets = new ByteArrayOutputStream(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            if (xtext.charAt(i) == '+') {
                octets.write((value(xtext, i + 1) << 4) | value(xtext, i + 2));
                i += 2;
            } else {
                octets.write(xtext.charAt(i));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("no UTF-8 in " + Printable.quote(xtext), e);
        }
    }

    private static boolean isPlain(int c) {
        return c > 0x20 && c < 0x7F && c != '+' && c != '=';
    }

    private static char hexDigit(int value) {
        return Character.toUpperCase(Character.forDigit(value & 0xF, 16));
    }

    /** The value of the upper-case hex digit there, or -1. */
    private static int value(String text, int at) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
