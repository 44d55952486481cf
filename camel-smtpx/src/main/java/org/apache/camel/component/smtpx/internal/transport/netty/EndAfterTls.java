/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.util.concurrent.Executor;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the end of the input while TLS works away from the event loop. Records that arrived before that end, such
 * as an alert in the same segment as FIN, are read first. Stands before the TLS handler.
 */
public final class EndAfterTls extends ChannelInboundHandlerAdapter {

    private final Channel channel;
    private final Executor blocking;
    /** Tasks of TLS that have not ended. Used on the event loop. */
    private int tasks;
    private @Nullable ChannelHandlerContext held;

    public EndAfterTls(Channel channel, Executor blocking) {
        this.channel = channel;
        this.blocking = blocking;
    }

    /**
     * Runs a task of TLS, which is submitted on the event loop. The TLS handler goes on there when the task has ended.
     */
    public void execute(Runnable task) {
        tasks++;
        boolean accepted = false;
        try {
            blocking.execute(() -> {
                try {
                    task.run();
                } finally {
                    // Behind what the task itself has given to the event loop.
                    channel.eventLoop().execute(this::ended);
                }
            });
            accepted = true;
        } finally {
            if (!accepted) {
                tasks--;
            }
        }
    }

    private void ended() {
        tasks--;
        ChannelHandlerContext context = held;
        if (tasks == 0 && context != null) {
            held = null;
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (tasks > 0 && event instanceof ChannelInputShutdownEvent) {
            held = context;
        } else {
            context.fireUserEventTriggered(event);
        }
    }
}
