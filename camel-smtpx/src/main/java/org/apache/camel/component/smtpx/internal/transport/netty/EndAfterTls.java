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
 * Delays the end of the input while a TLS task runs off the event loop. Records that arrived before it, such as an
 * alert in the segment of the FIN, are read first. It precedes the TLS handler in the pipeline.
 */
public final class EndAfterTls extends ChannelInboundHandlerAdapter {

    private final Channel channel;
    private final Executor blocking;
    /** Running TLS tasks. Confined to the event loop. */
    private int tasks;
    private @Nullable ChannelHandlerContext held;

    public EndAfterTls(Channel channel, Executor blocking) {
        this.channel = channel;
        this.blocking = blocking;
    }

    /**
     * Runs a TLS task on the executor for blocking work. Called on the event loop, where the TLS handler resumes after
     * the task.
     */
    public void execute(Runnable task) {
        tasks++;
        boolean accepted = false;
        try {
            blocking.execute(() -> {
                try {
                    task.run();
                } finally {
                    // Runs after the tasks that this one has submitted to the event loop.
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
