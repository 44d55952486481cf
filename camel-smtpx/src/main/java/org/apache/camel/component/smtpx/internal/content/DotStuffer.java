/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Objects;

import static org.apache.camel.component.smtpx.internal.content.LineEnds.CR;
import static org.apache.camel.component.smtpx.internal.content.LineEnds.LF;

/**
 * The transparency of DATA (RFC 5321, section 4.5.2). Every line end becomes CRLF, then a dot at the start of a line is
 * doubled. No octet that a server might read as a line end can therefore precede a lone dot.
 */
final class DotStuffer implements ContentEncoder {

    private static final byte DOT = '.';

    /** The last octet was a CR; the next one decides whether it is part of a CRLF. */
    private boolean heldCr;
    /** The next octet is the first one of a line (if no CR is held). */
    private boolean lineStart = true;

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

    /** The first octet that cannot be copied as it is: a dot to double, or part of a line end that is not CRLF. */
    private int stop(byte[] src, int from, int end) {
        return lineStart && src[from] == DOT ? from : LineEnds.irregular(src, from, end, DOT);
    }

    @Override
    public boolean unchanged(byte[] src, int off, int len) {
        Objects.checkFromIndexSize(off, len, src.length);
        if (len == 0) {
            return true;
        }
        int end = off + len;
        if (heldCr || stop(src, off, end) < end) {
            return false;
        }
        lineStart = src[end - 1] == LF;
        return true;
    }

    @Override
    public int finish(byte[] dst, int dstOff) {
        if (!heldCr && lineStart) {
            return 0;
        }
        heldCr = false;
        lineStart = true;
        return LineEnds.put(dst, dstOff) - dstOff;
    }
}
