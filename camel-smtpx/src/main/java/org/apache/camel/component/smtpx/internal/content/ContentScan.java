/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.apache.camel.component.smtpx.mail.MessageSource;

import static org.apache.camel.component.smtpx.internal.content.LineEnds.CR;
import static org.apache.camel.component.smtpx.internal.content.LineEnds.LF;

/**
 * The properties of a message's octets: which extensions they need, and whether they can be sent unchanged. As in
 * {@link ContentEncoder}, lines end at CRLF, bare LF and bare CR. A message is scanned piece by piece; the result does
 * not depend on the split into pieces.
 */
public final class ContentScan {

    /** RFC 5322, section 2.1.1: octets of a line, its line end not counted. */
    public static final int MAX_LINE = 998;

    private static final int BLOCK = 64 * 1024;

    private long size;
    /** Line ends that are not CRLF. */
    private long bare;
    private long seen;
    private boolean nul;
    private int longestLine;
    /** Octets of the line so far. */
    private int openLine;
    /** The last octet was a CR: the next one decides whether it is part of a CRLF. */
    private boolean afterCr;
    private byte last = LF;

    /** Starts a message, or continues one behind this many octets of a line. */
    public ContentScan(int openLine) {
        this.openLine = openLine;
        this.longestLine = openLine;
    }

    /** Scans a whole array. */
    public static ContentScan of(byte[] b) {
        return of(b, 0, b.length);
    }

    /**
     * Scans a part of an array as if it were the whole message.
     *
     * @throws IndexOutOfBoundsException if the part is not within the array
     */
    public static ContentScan of(byte[] b, int off, int len) {
        ContentScan scan = new ContentScan(0);
        scan.add(b, off, len);
        return scan;
    }

    /** Reads a message to its end. */
    public static ContentScan of(MessageSource source) throws IOException {
        try (InputStream in = source.open()) {
            return of(in, Long.MAX_VALUE);
        }
    }

    /** Reads a stream to its end, or until more than {@code limit} octets have been read. */
    static ContentScan of(InputStream in, long limit) throws IOException {
        ContentScan scan = new ContentScan(0);
        byte[] block = new byte[BLOCK];
        for (int n = in.read(block); n >= 0 && scan.size <= limit; n = in.read(block)) {
            scan.add(block, 0, n);
        }
        return scan;
    }

    /**
     * Scans the next piece.
     *
     * @throws IndexOutOfBoundsException if the piece is not within the array
     */
    public void add(byte[] b, int off, int len) {
        Objects.checkFromIndexSize(off, len, b.length);
        if (len == 0) {
            return;
        }
        int end = off + len;
        int at = off;
        if (afterCr) {
            afterCr = false;
            if (b[at] == LF) {
                at++;
            } else {
                bare++;
            }
        }
        long octets = seen;
        int longest = longestLine;
        int lineStart = at - openLine;
        while (at < end) {
            if (at <= end - LineEnds.STEP) {
                long word = LineEnds.word(b, at);
                long next = LineEnds.word(b, at + Long.BYTES);
                octets |= word | next;
                int low = LineEnds.firstLow(word, next);
                at += low;
                if (low == LineEnds.STEP) {
                    continue;
                }
            }
            byte octet = b[at];
            octets |= octet;
            if (octet == CR || octet == LF) {
                longest = Math.max(longest, at - lineStart);
                if (octet == CR && at + 1 == end) {
                    afterCr = true;
                } else if (octet == CR && b[at + 1] == LF) {
                    at++;
                } else {
                    bare++;
                }
                lineStart = at + 1;
            } else {
                nul |= octet == 0;
            }
            at++;
        }
        openLine = end - lineStart;
        longestLine = Math.max(longest, openLine);
        seen = octets;
        size += len;
        last = b[end - 1];
    }

    /** Whether an octet is above 127. */
    public boolean eightBit() {
        return LineEnds.anyEightBit(seen);
    }

    /** Whether an octet is 0. */
    public boolean nul() {
        return nul;
    }

    /** The longest line in octets, its line end not counted. */
    public int longestLine() {
        return longestLine;
    }

    /** Octets of the last line, which has no line end yet. */
    public int openLine() {
        return openLine;
    }

    /** Whether it can be sent as lines: no NUL, and no line of more than {@value #MAX_LINE} octets. */
    public boolean hasLines() {
        return !nul && longestLine <= MAX_LINE;
    }

    /** Whether every line end is CRLF. */
    public boolean canonical() {
        return canonicalSize() == size;
    }

    /** Octets when every line end is CRLF. */
    public long canonicalSize() {
        return size + bare + (afterCr ? 1 : 0);
    }

    /** Whether the last octet is a CR or LF, or the message is empty. */
    public boolean endsWithLineEnd() {
        return last == CR || last == LF;
    }
}
