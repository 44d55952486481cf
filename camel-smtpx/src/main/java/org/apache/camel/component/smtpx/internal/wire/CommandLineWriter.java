/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import org.apache.camel.component.smtpx.internal.text.LineOctets;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.Address;

/**
 * The only writer of command lines. It encodes text strictly, as US-ASCII or, if permitted, as UTF-8. It rejects octets
 * below 0x20, 0x7F, and without UTF-8 those above, whatever the callers have validated.
 */
final class CommandLineWriter {

    private final CommandBuffer out;
    private final int start;
    private final boolean utf8;
    private final boolean secret;

    /** Begins a line. */
    CommandLineWriter(CommandBuffer out, boolean utf8) {
        this(out, utf8, false);
    }

    /** Begins a line whose values must not appear in errors. */
    static CommandLineWriter secret(CommandBuffer out) {
        return new CommandLineWriter(out, false, true);
    }

    private CommandLineWriter(CommandBuffer out, boolean utf8, boolean secret) {
        this.out = out;
        this.start = out.length();
        this.utf8 = utf8;
        this.secret = secret;
    }

    /** Adds text; {@code field} names it in an error. */
    CommandLineWriter text(String field, String value) {
        if (value.length() > Command.MAX_AUTH_LINE) {
            throw refused(field, value, "longer than any line");
        }
        int from = out.length();
        byte[] array = out.ensure(3 * value.length());
        int at = from;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                array[at++] = (byte) c;
            } else if (!utf8) {
                throw refused(field, value, "non-ASCII character, and no SMTPUTF8");
            } else if (c < 0x800) {
                array[at++] = (byte) (0xC0 | (c >> 6));
                array[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                array[at++] = (byte) (0xE0 | (c >> 12));
                array[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                array[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1))) {
                int point = Character.toCodePoint(c, value.charAt(++i));
                array[at++] = (byte) (0xF0 | (point >> 18));
                array[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                array[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                array[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                throw refused(field, value, "half a surrogate pair");
            }
        }
        if (LineOctets.hasForbidden(array, from, at, utf8)) {
            throw refused(field, value, "control character");
        }
        out.length(at);
        return this;
    }

    /** Adds a number that is not negative. */
    CommandLineWriter number(long value) {
        int at = out.length();
        byte[] array = out.ensure(Command.MAX_DIGITS);
        long rest = value;
        int end = at + 1;
        for (long power = value / 10; power > 0; power /= 10) {
            end++;
        }
        out.length(end);
        while (end > at) {
            array[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    /** Adds constant, encoded words, unchecked. */
    CommandLineWriter words(byte[] words) {
        int from = out.length();
        System.arraycopy(words, 0, out.ensure(words.length), from, words.length);
        out.length(from + words.length);
        return this;
    }

    /** Adds an address, whose octets were validated when it was created. */
    CommandLineWriter address(String field, Address address) {
        if (address.needsUtf8() && !utf8) {
            throw refused(field, address.toString(), "non-ASCII character, and no SMTPUTF8");
        }
        if (!address.clean()) {
            throw refused(field, address.toString(), "control character");
        }
        return words(address.octets());
    }

    /** Ends the line, which may have {@code max} octets with its CRLF. */
    void end(String field, int max) {
        int from = out.length();
        if (from - start > max - 2) {
            throw refused(field, "", "line over " + max + " octets");
        }
        byte[] array = out.ensure(2);
        array[from] = '\r';
        array[from + 1] = '\n';
        out.length(from + 2);
        out.countLine();
    }

    /** Creates the error and removes the line begun, so that the buffer never holds a partial line. */
    IllegalArgumentException refused(String field, String value, String reason) {
        out.length(start);
        return new IllegalArgumentException(
                "invalid " + field + (secret || value.isEmpty() ? "" : " " + Printable.quote(value)) + ": " + reason);
    }
}
