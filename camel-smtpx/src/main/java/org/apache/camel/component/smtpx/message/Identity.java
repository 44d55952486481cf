/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.message;

import java.util.Objects;

/** Every octet as it is. */
final class Identity implements ContentEncoder {

    static final Identity INSTANCE = new Identity();

    private Identity() {
    }

    @Override
    public int bound(int pieceLength) {
        return pieceLength;
    }

    @Override
    public int encode(byte[] src, int off, int len, byte[] dst, int dstOff) {
        System.arraycopy(src, off, dst, dstOff, len);
        return len;
    }

    @Override
    public boolean unchanged(byte[] src, int off, int len) {
        Objects.checkFromIndexSize(off, len, src.length);
        return true;
    }

    @Override
    public int finish(byte[] dst, int dstOff) {
        return 0;
    }
}
