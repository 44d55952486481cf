/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes octets on with every CR, LF and CRLF as CRLF. */
final class CanonicalLines extends FilterOutputStream {
    private static final byte[] CRLF = { '\r', '\n' };
    private boolean afterCr;

    CanonicalLines(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] { (byte) octet }, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            byte octet = octets[i];
            if (octet == '\n' && afterCr) {
                // The line end was written with its CR
                start = i + 1;
            } else if (octet == '\r' || octet == '\n') {
                out.write(octets, start, i - start);
                out.write(CRLF);
                start = i + 1;
            }
            afterCr = octet == '\r';
        }
        out.write(octets, start, offset + length - start);
    }
}
