/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose reads return at least one octet, the end, or an exception. {@link InputStream#read(byte[], int, int)}
 * promises that, but some implementations return 0 while nothing is there, and their readers spin.
 */
public final class SteadyStream extends FilterInputStream {

    /** Reads that return nothing, one after the other, before the source counts as broken. */
    static final int MAX_EMPTY_READS = 1000;

    public SteadyStream(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        for (int i = 0; i < MAX_EMPTY_READS; i++) {
            int read = in.read(octets, offset, length);
            if (read > length) {
                throw new IOException("the source returned " + read + " octets for a read of " + length);
            }
            if (read != 0 || length == 0) {
                return read;
            }
            Thread.onSpinWait();
        }
        throw new IOException("the source returned 0 octets for " + MAX_EMPTY_READS + " reads one after the other");
    }

    @Override
    public int read(byte[] octets) throws IOException {
        return read(octets, 0, octets.length);
    }
}
