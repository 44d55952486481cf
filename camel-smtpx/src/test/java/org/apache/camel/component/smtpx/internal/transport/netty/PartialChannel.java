/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import org.jspecify.annotations.Nullable;

/** A channel in memory whose socket has room for some octets: a write is complete when all of its octets are taken. */
final class PartialChannel extends EmbeddedChannel {

    /** Null for any number, as in the superclass's constructor, whose handlers may write. */
    private @Nullable Long room;

    PartialChannel(Ticker ticker, ChannelHandler handler) {
        super(builder().ticker(ticker).handlers(handler));
    }

    /** The socket has room for so many octets, and no more until this is called again. */
    void room(long octets) {
        room = octets;
        if (isOpen()) {
            unsafe().flush();
        }
    }

    /** Octets that wait for room. */
    boolean isBehind() {
        ChannelOutboundBuffer waiting = unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
        Long limit = room;
        if (limit == null) {
            super.doWrite(in);
            return;
        }
        long left = limit;
        for (Object message = in.current(); message != null; message = in.current()) {
            ByteBuf octets = (ByteBuf) message;
            int taken = (int) Math.min(left, octets.readableBytes());
            if (taken == 0 && octets.isReadable()) {
                break;
            }
            handleOutboundMessage(octets.copy(octets.readerIndex(), taken));
            left -= taken;
            in.removeBytes(taken);
        }
        room = left;
    }
}
