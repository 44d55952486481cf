/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** Holds back what the server says, each reply for the same time, so that their order stays. */
final class SlowReplies extends ChannelOutboundHandlerAdapter {

    private final long nanos;

    SlowReplies(Duration latency) {
        nanos = latency.toNanos();
    }

    @Override
    public void write(ChannelHandlerContext context, Object reply, ChannelPromise promise) {
        context.executor().schedule(() -> context.write(reply, promise), nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.executor().schedule(context::flush, nanos, TimeUnit.NANOSECONDS);
    }
}
