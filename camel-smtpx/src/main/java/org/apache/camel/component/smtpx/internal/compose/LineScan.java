/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.OutputStream;

/**
 * Looks at octets to tell which transfer encoding they need (RFC 2045 section 2.7 to 2.9). CR and LF both end a line.
 */
final class LineScan extends OutputStream {
    private long total;
    private boolean eightBit;
    private long bare;
    private boolean afterCr;
    private boolean nul;
    private int line;
    private int longestLine;

    @Override
    public void write(int octet) {
        total++;
        if (afterCr != (octet == '\n')) {
            bare++;
        }
        afterCr = octet == '\r';
        if (octet == '\r' || octet == '\n') {
            line = 0;
            return;
        }
        line++;
        longestLine = Math.max(longestLine, line);
        if ((octet & 0x80) != 0) {
            eightBit = true;
        } else if (octet == 0) {
            nul = true;
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(octets[i]);
        }
    }

    /** Lines of a bearable length and no NUL: can travel as it is, if eight bits can. */
    boolean hasLines() {
        return !nul && longestLine <= HeaderField.LINE_LIMIT;
    }

    /** Whether every line end is CRLF. */
    boolean isCanonical() {
        return canonicalSize() == total;
    }

    /** Octets when every line end is CRLF. */
    long canonicalSize() {
        return total + bare + (afterCr ? 1 : 0);
    }

    boolean hasEightBit() {
        return eightBit;
    }
}
