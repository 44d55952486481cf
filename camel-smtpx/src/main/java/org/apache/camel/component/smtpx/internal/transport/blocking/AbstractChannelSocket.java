/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/** The part of a {@link BlockingSocket} that does not depend on the kind of channel. */
abstract class AbstractChannelSocket implements BlockingSocket {

    protected final SocketChannel channel;
    private final AtomicReference<@Nullable Failure> closeReason = new AtomicReference<>();

    AbstractChannelSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /** Writes both buffers without TLS. */
    protected final void writeRaw(ByteBuffer first, ByteBuffer second) throws IOException {
        if (!second.hasRemaining()) {
            while (first.hasRemaining()) {
                channel.write(first);
            }
        } else {
            ByteBuffer[] both = { first, second };
            while (second.hasRemaining()) {
                channel.write(both);
            }
        }
    }

    /** Reads without TLS what has arrived. */
    protected final int readRaw(ByteBuffer octets) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(octets);
        } finally {
            channel.configureBlocking(true);
        }
    }

    @Override
    public final boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public final void close(Failure why) {
        closeReason.compareAndSet(null, why);
        close();
    }

    @Override
    public final @Nullable Failure closeReason() {
        return closeReason.get();
    }

    protected final void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing more can be done; the channel is not open.
            assert !channel.isOpen();
        }
    }
}
