/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line ends, sixteen octets at a time. Text has few octets below 16 except CR and LF. Each long is searched for
 * those, and only hits are examined.
 */
final class LineEnds {

    static final byte CR = '\r';
    static final byte LF = '\n';

    /** How many octets {@link #firstLow} looks at. */
    static final int STEP = 2 * Long.BYTES;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_OCTET = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private LineEnds() {
    }

    /** The maximum output of a piece: two octets for each, and a CRLF held from the piece before. */
    static int bound(int pieceLength) {
        return Math.addExact(Math.multiplyExact(pieceLength, 2), 2);
    }

    /** Writes CRLF and returns where the next octet goes. */
    static int put(byte[] dst, int at) {
        dst[at] = CR;
        dst[at + 1] = LF;
        return at + 2;
    }

    /**
     * The first octet that is a CR or LF outside a CRLF (a CR in the last place is outside), or that is {@code leading}
     * and follows a CRLF; else {@code end}.
     */
    static int irregular(byte[] b, int from, int end, byte leading) {
        int at = from;
        while (at < end) {
            if (at <= end - STEP) {
                int low = firstLow(word(b, at), word(b, at + Long.BYTES));
                at += low;
                if (low == STEP) {
                    continue;
                }
            }
            byte octet = b[at];
            if (octet == CR && at + 1 < end && b[at + 1] == LF) {
                at += 2;
                if (at < end && b[at] == leading) {
                    return at;
                }
            } else if (octet == CR || octet == LF) {
                return at;
            } else {
                at++;
            }
        }
        return end;
    }

    /** Eight octets, the first one lowest. */
    static long word(byte[] b, int at) {
        return (long) WORDS.get(b, at);
    }

    /** The place of the first octet below 16 among the sixteen of two words, else 16. */
    static int firstLow(long word, long next) {
        long low = low(word);
        long nextLow = low(next);
        if ((low | nextLow) == 0) {
            return STEP;
        }
        return low != 0 ? first(low) : Long.BYTES + first(nextLow);
    }

    /**
     * The high bit of each octet below 16; above the first one, where the subtraction borrows, others may be marked
     * too.
     */
    private static long low(long word) {
        return (word - 16 * EACH_OCTET) & ~word & HIGH_BITS;
    }

    private static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }

    /** Whether an octet of the word is above 127. */
    static boolean anyEightBit(long word) {
        return (word & HIGH_BITS) != 0;
    }
}
