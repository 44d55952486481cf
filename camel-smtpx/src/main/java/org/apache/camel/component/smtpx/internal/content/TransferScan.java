/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import static org.apache.camel.component.smtpx.internal.content.LineEnds.CR;
import static org.apache.camel.component.smtpx.internal.content.LineEnds.LF;

/**
 * Scans a message piece by piece: which octets it holds, and its size with every line end as CRLF. The result does not
 * depend on the split into pieces.
 */
final class TransferScan {

    private long size;
    private long seen;
    private boolean nul;
    /** The last octet was a CR: the next one decides whether it is part of a CRLF. */
    private boolean afterCr;
    private byte last = LF;

    /** Scans the next piece. */
    void add(byte[] b, int off, int len) {
        int end = off + len;
        int at = off;
        if (len == 0) {
            return;
        }
        size += len;
        last = b[end - 1];
        if (afterCr) {
            afterCr = false;
            if (b[at] == LF) {
                at++;
            } else {
                size++;
            }
        }
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
            byte octet = b[at++];
            seen |= octet;
            if (octet == CR && at == end) {
                afterCr = true;
            } else if (octet == CR && b[at] == LF) {
                at++;
            } else if (octet == CR || octet == LF) {
                size++;
            } else {
                nul |= octet == 0;
            }
        }
    }

    /** Whether an octet is above 127. */
    boolean eightBit() {
        return LineEnds.anyEightBit(seen);
    }

    /** Whether an octet is 0. */
    boolean nul() {
        return nul;
    }

    /** Whether the message ends with a line end or is empty. */
    boolean endsWithLineEnd() {
        return last == CR || last == LF;
    }

    /** Octets of the message so far when every line end is CRLF. */
    long canonicalSize() {
        return afterCr ? size + 1 : size;
    }
}
