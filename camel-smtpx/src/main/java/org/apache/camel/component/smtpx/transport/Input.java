/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import io.netty.buffer.ByteBuf;

/** Takes what has arrived out of its buffers, in pieces of bounded size. On the connection's event loop only. */
final class Input {

    private static final int MOST = 16 * 1024;

    private byte[] octets = new byte[512];

    /** Takes the next piece and returns its length. */
    int take(ByteBuf arrived) {
        int length = Math.min(arrived.readableBytes(), MOST);
        if (octets.length < length) {
            octets = new byte[Math.min(MOST, Math.max(length, 2 * octets.length))];
        }
        arrived.readBytes(octets, 0, length);
        return length;
    }

    /** The piece, valid until the next is taken. */
    byte[] octets() {
        return octets;
    }
}
