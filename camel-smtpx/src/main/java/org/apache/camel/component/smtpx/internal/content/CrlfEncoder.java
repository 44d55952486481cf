/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import static org.apache.camel.component.smtpx.internal.content.LineEnds.CR;
import static org.apache.camel.component.smtpx.internal.content.LineEnds.LF;

/**
 * Encodes every CRLF, bare LF and bare CR as CRLF, and copies all other octets. For DATA it then doubles a dot at the
 * start of a line (RFC 5321, section 4.5.2), so that no octet that a server might read as a line end precedes a lone
 * dot.
 */
final class CrlfEncoder implements ContentEncoder {

    private static final byte DOT = '.';
    /** Below this size, in octets, a check in blocks does not pay. */
    private static final int SHORT = 2048;

    private final boolean dotStuffing;
    /** The last octet was a CR; the next one decides whether it is part of a CRLF. */
    private boolean heldCr;
    /** The next octet is the first one of a line (if no CR is held). */
    private boolean lineStart = true;
    private @Nullable CrLfCheck check;

    /** @param dotStuffing whether leading dots are doubled and a missing last line end is added, as DATA needs it */
    CrlfEncoder(boolean dotStuffing) {
        this.dotStuffing = dotStuffing;
    }

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
            lineStart = true;
            out = LineEnds.put(dst, out);
            at += src[at] == LF ? 1 : 0;
        }
        while (at < end) {
            int stop = stop(src, at, end);
            System.arraycopy(src, at, dst, out, stop - at);
            out += stop - at;
            if (stop == end) {
                lineStart = src[end - 1] == LF;
                break;
            }
            at = stop + 1;
            if (src[stop] == DOT) {
                dst[out++] = DOT;
                dst[out++] = DOT;
                lineStart = false;
            } else if (src[stop] == CR && at == end) {
                heldCr = true;
            } else {
                out = LineEnds.put(dst, out);
                lineStart = true;
            }
        }
        return out - dstOff;
    }

    /**
     * The first octet that cannot be copied as it is: a dot to double, or part of a line end that is not CRLF. Without
     * dots to double the search looks for LF behind CRLF, which is such a line end anyway.
     */
    private int stop(byte[] src, int from, int end) {
        if (!dotStuffing) {
            return LineEnds.irregular(src, from, end, LF);
        }
        return lineStart && src[from] == DOT ? from : LineEnds.irregular(src, from, end, DOT);
    }

    @Override
    public boolean unchanged(byte[] src, int off, int len) {
        Objects.checkFromIndexSize(off, len, src.length);
        int end = off + len;
        if (len == 0 || heldCr) {
            return len == 0;
        }
        if (!dotStuffing && len > SHORT) {
            check = check == null ? new CrLfCheck() : check;
            return check.passes(src, off, end);
        }
        if (stop(src, off, end) < end) {
            return false;
        }
        lineStart = src[end - 1] == LF;
        return true;
    }

    @Override
    public int finish(byte[] dst, int dstOff) {
        if (!heldCr && (lineStart || !dotStuffing)) {
            return 0;
        }
        heldCr = false;
        lineStart = true;
        return LineEnds.put(dst, dstOff) - dstOff;
    }
}
