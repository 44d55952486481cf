/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import static org.apache.camel.component.smtpx.internal.content.LineEnds.CR;
import static org.apache.camel.component.smtpx.internal.content.LineEnds.LF;

/** Encodes every CRLF, bare LF and bare CR as CRLF, and copies all other octets. */
final class CrlfEncoder implements ContentEncoder {

    /** Below this size, in octets, a check in blocks does not pay. */
    private static final int SHORT = 2048;

    /** The last octet was a CR; the next one decides whether it is part of a CRLF. */
    private boolean heldCr;
    private @Nullable CrLfCheck check;

    @Override
    public int bound(int pieceLength) {
        return LineEnds.bound(pieceLength);
    }

    @Override
    public int encode(byte[] src, int off, int len, byte[] dst, int dstOff) {
        Objects.checkFromIndexSize(off, len, src.length);
        if (len == 0) {
            return 0;
        }
        int end = off + len;
        int at = off;
        int out = dstOff;
        if (heldCr) {
            heldCr = false;
            out = LineEnds.put(dst, out);
            at += src[at] == LF ? 1 : 0;
        }
        while (at < end) {
            int stop = stop(src, at, end);
            System.arraycopy(src, at, dst, out, stop - at);
            out += stop - at;
            at = stop + 1;
            if (stop == end - 1 && src[stop] == CR) {
                heldCr = true;
            } else if (stop < end) {
                out = LineEnds.put(dst, out);
            }
        }
        return out - dstOff;
    }

    /** The first octet that cannot be copied as it is: part of a line end that is not CRLF. */
    private static int stop(byte[] src, int from, int end) {
        return LineEnds.irregular(src, from, end, LF); // an LF after CRLF is none of a CRLF anyway: nothing leading stops here
    }

    @Override
    public boolean unchanged(byte[] src, int off, int len) {
        Objects.checkFromIndexSize(off, len, src.length);
        int end = off + len;
        if (len == 0 || heldCr) {
            return len == 0;
        }
        if (len <= SHORT) {
            return stop(src, off, end) == end;
        }
        check = check == null ? new CrLfCheck() : check;
        return check.passes(src, off, end);
    }

    @Override
    public int finish(byte[] dst, int dstOff) {
        if (!heldCr) {
            return 0;
        }
        heldCr = false;
        return LineEnds.put(dst, dstOff) - dstOff;
    }
}
