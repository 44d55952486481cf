/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Arrays;

import static org.apache.camel.component.smtpx.internal.content.LineEnds.CR;
import static org.apache.camel.component.smtpx.internal.content.LineEnds.LF;

/**
 * Checks whether every line end of a large piece is CRLF. The loop has no branch and no call per octet, so that the JVM
 * vectorizes it (32 octets at once) whatever the line length and inlining depth.
 */
final class CrLfCheck {

    private static final int BLOCK = 4096;

    private final byte[] block = new byte[BLOCK];
    private final byte[] noCr = new byte[BLOCK];
    private final byte[] noLf = new byte[BLOCK];

    /** Whether every CR is followed by LF and every LF preceded by CR, within this piece. */
    boolean passes(byte[] b, int from, int end) {
        if (from == end) {
            return true;
        }
        if (b[from] == LF || b[end - 1] == CR) {
            return false;
        }
        // Blocks overlap by one octet.
        for (int at = from; at < end - 1; at += BLOCK - 1) {
            int length = Math.min(BLOCK, end - at);
            System.arraycopy(b, at, block, 0, length);
            mark(length);
            if (!Arrays.equals(noCr, 0, length - 1, noLf, 1, length)) {
                return false;
            }
        }
        return true;
    }

    /** A number or its negative has the highest bit set, unless it is zero. */
    private void mark(int length) {
        byte[] octets = block;
        byte[] cr = noCr;
        byte[] lf = noLf;
        for (int i = 0; i < length; i++) {
            int toCr = octets[i] ^ CR;
            int toLf = octets[i] ^ LF;
            cr[i] = (byte) ((toCr | -toCr) & 0x80);
            lf[i] = (byte) ((toLf | -toLf) & 0x80);
        }
    }
}
