/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.message;

import java.util.Objects;

import static org.apache.camel.component.smtpx.message.LineEnds.CR;
import static org.apache.camel.component.smtpx.message.LineEnds.LF;

/**
 * What one look over the octets of a message tells: what a server must offer to take them, and whether they can be sent as they are. A line
 * ends here where {@link ContentEncoder} ends it: at CRLF, at a bare LF, at a bare CR.
 *
 * @param eightBit       an octet is above 127
 * @param nul            an octet is 0
 * @param canonical      every CR is followed by LF and every LF preceded by CR
 * @param longestLine    the longest line in octets, its line end not counted
 * @param endsWithLineEnd no last line end is missing: the last octet is a CR or LF, or there is none
 */
public record ContentScan(boolean eightBit, boolean nul, boolean canonical, int longestLine, boolean endsWithLineEnd) {

    /** Looks over a whole array. */
    public static ContentScan of(byte[] b) {
        return of(b, 0, b.length);
    }

    /**
     * Looks over part of an array as if it were the whole message.
     *
     * @throws IndexOutOfBoundsException if the part is not within the array
     */
    public static ContentScan of(byte[] b, int off, int len) {
        Objects.checkFromIndexSize(off, len, b.length);
        int end = off + len;
        long seen = 0;
        long nuls = 0;
        boolean canonical = true;
        int longest = 0;
        int lineStart = off;
        for (int at = off; at < end; at += Long.BYTES) {
            long word = end - at >= Long.BYTES ? LineEnds.word(b, at) : tail(b, at, end);
            seen |= word;
            nuls |= LineEnds.zeros(word);
            // CR and LF both end a line: the nothing between them is never the longest
            for (long marks = LineEnds.marks(word); marks != 0; marks &= marks - 1) {
                int i = at + LineEnds.first(marks);
                if (b[i] == CR) {
                    canonical &= i + 1 < end && b[i + 1] == LF;
                } else if (b[i] == LF) {
                    canonical &= i > off && b[i - 1] == CR;
                } else {
                    continue;
                }
                longest = Math.max(longest, i - lineStart);
                lineStart = i + 1;
            }
        }
        boolean ended = len == 0 || b[end - 1] == LF || b[end - 1] == CR;
        return new ContentScan(LineEnds.eightBit(seen) != 0, nuls != 0, canonical, Math.max(longest, end - lineStart), ended);
    }

    /** The last octets, fewer than eight, filled up with one that means nothing here. */
    private static long tail(byte[] b, int from, int end) {
        long word = 0;
        for (int i = from + Long.BYTES - 1; i >= from; i--) {
            word = word << Byte.SIZE | (i < end ? b[i] & 0xFF : ' ');
        }
        return word;
    }
}
