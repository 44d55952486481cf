/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line ends, eight octets at a time. */
final class LineEnds {

    static final byte CR = '\r';
    static final byte LF = '\n';

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_OCTET = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * EACH_OCTET;
    private static final long CRS = CR * EACH_OCTET;
    private static final long LFS = LF * EACH_OCTET;

    private LineEnds() {
    }

    /** What a piece becomes at most: each octet two, and a CRLF from the piece before. */
    static int bound(int pieceLength) {
        return Math.addExact(Math.multiplyExact(pieceLength, 2), 2);
    }

    /** Writes CRLF and returns where the next octet goes. */
    static int put(byte[] dst, int at) {
        dst[at] = CR;
        dst[at + 1] = LF;
        return at + 2;
    }

    /** The first CR or LF that is not part of a CRLF, a CR in the last place being none; else {@code end}. */
    static int irregular(byte[] b, int from, int end) {
        int at = next(b, from, end);
        while (at < end && isCrLf(b, at, end)) {
            at = next(b, at + 2, end);
        }
        return at;
    }

    /** The same, or the first {@code leading} octet right after a CRLF, whichever comes first. */
    static int irregularOrLeading(byte leading, byte[] b, int from, int end) {
        int at = next(b, from, end);
        while (at < end && isCrLf(b, at, end)) {
            at += 2;
            if (at < end && b[at] == leading) {
                return at;
            }
            at = next(b, at, end);
        }
        return at;
    }

    private static boolean isCrLf(byte[] b, int at, int end) {
        return b[at] == CR && at + 1 < end && b[at + 1] == LF;
    }

    /** The first CR or LF, else {@code end}. */
    static int next(byte[] b, int from, int end) {
        int at = from;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long found = marks(word(b, at));
            if (found != 0) {
                return at + first(found);
            }
        }
        while (at < end && b[at] != CR && b[at] != LF) {
            at++;
        }
        return at;
    }

    /** Eight octets, the first one lowest. */
    static long word(byte[] b, int at) {
        return (long) WORDS.get(b, at);
    }

    /** The high bit of each CR and LF. Above the first one other octets may be marked too. */
    static long marks(long word) {
        return zeros(word ^ CRS) | zeros(word ^ LFS);
    }

    /** The high bit of each NUL. Above the first one other octets may be marked too. */
    static long zeros(long word) {
        return word - EACH_OCTET & ~word & HIGH_BITS;
    }

    /** The high bit of each octet above 127. */
    static long eightBit(long word) {
        return word & HIGH_BITS;
    }

    /** Which octet of eight the lowest mark belongs to. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
