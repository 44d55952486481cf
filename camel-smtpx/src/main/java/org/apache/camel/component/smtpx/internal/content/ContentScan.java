/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Objects;

import static org.apache.camel.component.smtpx.internal.content.LineEnds.CR;
import static org.apache.camel.component.smtpx.internal.content.LineEnds.LF;

/**
 * The properties of a message's octets: which extensions they need, and whether they can be sent unchanged. As in
 * {@link ContentEncoder}, lines end at CRLF, bare LF and bare CR.
 *
 * @param eightBit        an octet is above 127
 * @param nul             an octet is 0
 * @param canonical       every CR is followed by LF and every LF preceded by CR
 * @param longestLine     the longest line in octets, its line end not counted
 * @param endsWithLineEnd the last octet is a CR or LF, or the message is empty
 */
public record ContentScan(boolean eightBit, boolean nul, boolean canonical, int longestLine, boolean endsWithLineEnd) {

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
        Objects.checkFromIndexSize(off, len, b.length);
        int end = off + len;
        long seen = 0;
        boolean nul = false;
        boolean canonical = true;
        int longest = 0;
        int lineStart = off;
        int at = off;
        while (at < end) {
            if (at <= end - LineEnds.STEP) {
                long word = LineEnds.word(b, at);
                long next = LineEnds.word(b, at + Long.BYTES);
                seen |= word | next;
                int low = LineEnds.firstLow(word, next);
                at += low;
                if (low == LineEnds.STEP) {
                    continue;
                }
            }
            byte octet = b[at];
            seen |= octet;
            if (octet == CR || octet == LF) {
                longest = Math.max(longest, at - lineStart);
                if (octet == CR && at + 1 < end && b[at + 1] == LF) {
                    at++;
                } else {
                    canonical = false;
                }
                lineStart = at + 1;
            } else {
                nul |= octet == 0;
            }
            at++;
        }
        longest = Math.max(longest, end - lineStart);
        boolean endsWithLineEnd = len == 0 || b[end - 1] == LF || b[end - 1] == CR;
        return new ContentScan(LineEnds.anyEightBit(seen), nul, canonical, longest, endsWithLineEnd);
    }
}
