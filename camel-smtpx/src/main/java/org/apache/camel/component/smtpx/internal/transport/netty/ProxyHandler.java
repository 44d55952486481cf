/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import org.apache.camel.component.smtpx.internal.proxy.ProxyException;
import org.apache.camel.component.smtpx.internal.proxy.ProxyHandshake;
import org.jspecify.annotations.Nullable;

/**
 * The exchange with a proxy, as the first handler of a channel. The other handlers see nothing of it. It then removes
 * itself, and passes octets of the server on that arrived together with the proxy's.
 */
final class ProxyHandler extends ChannelInboundHandlerAdapter {

    private final ProxyHandshake handshake;
    private final long millis;
    private final Consumer<@Nullable IOException> whenDone;
    private @Nullable ScheduledFuture<?> timer;
    private boolean done;

    /**
     * @param millis   the time for the whole exchange
     * @param whenDone runs once, on the event loop, with the failure or null; the channel is closed after a failure
     */
    ProxyHandler(ProxyHandshake handshake, long millis, Consumer<@Nullable IOException> whenDone) {
        this.handshake = handshake;
        this.millis = millis;
        this.whenDone = whenDone;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(
                () -> fail(ctx, new SocketTimeoutException("no answer in time")), millis, TimeUnit.MILLISECONDS);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(handshake.begin()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            while (!done && !handshake.isComplete() && octets.isReadable()) {
                byte[] next = handshake.read(octets.readUnsignedByte());
                if (next.length > 0) {
                    ctx.writeAndFlush(Unpooled.wrappedBuffer(next));
                }
            }
        } catch (ProxyException e) {
            fail(ctx, e);
        }
        if (done || !handshake.isComplete()) {
            ReferenceCountUtil.release(octets);
            return;
        }
        ChannelPipeline pipeline = ctx.pipeline();
        end();
        pipeline.remove(this);
        whenDone.accept(null);
        if (octets.isReadable()) {
            // From the first handler on, which may be TLS by now.
            pipeline.fireChannelRead(octets).fireChannelReadComplete();
        } else {
            ReferenceCountUtil.release(octets);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Nothing was read for the other handlers.
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        // The other handlers have written nothing.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            fail(ctx, new EOFException("closed"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new EOFException("closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable known = JdkException.of(cause);
        fail(ctx, known instanceof IOException failure ? failure : new IOException(known.toString(), known));
    }

    private void fail(ChannelHandlerContext ctx, IOException failure) {
        if (!done) {
            end();
            ctx.close();
            whenDone.accept(failure);
        }
    }

    private void end() {
        done = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
