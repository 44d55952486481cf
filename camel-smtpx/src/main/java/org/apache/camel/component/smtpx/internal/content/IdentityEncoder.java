/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Objects;

/** Every octet as it is. */
final class IdentityEncoder implements ContentEncoder {

    static final IdentityEncoder INSTANCE = new IdentityEncoder();

    private IdentityEncoder() {
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
