/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import javax.net.ssl.SSLSession;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.apache.camel.component.smtpx.internal.dialogue.Wire;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectionWire;
import org.apache.camel.component.smtpx.internal.transport.DialogueQueue;
import org.apache.camel.component.smtpx.internal.transport.ReplyDecoder;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.jspecify.annotations.Nullable;

/** The {@link Wire} of a Netty connection. Confined to the connection's event loop. */
final class ChannelWire extends ConnectionWire {

    private final Channel channel;
    private final Executor blocking;
    private final WriteBuffer writeBuffer;
    private final Consumer<Runnable> resume;
    private final Runnable startTls;
    private volatile boolean secure;

    ChannelWire(Channel channel, Executor blocking, WriteBuffer writeBuffer, DialogueQueue queue, ReplyDecoder decoder,
                Secrets secrets,
                Consumer<Runnable> resume, Runnable startTls) {
        super(writeBuffer, queue, decoder, secrets);
        this.channel = channel;
        this.blocking = blocking;
        this.writeBuffer = writeBuffer;
        this.resume = resume;
        this.startTls = startTls;
    }

    @Override
    public int writableBytes() {
        return writeBuffer.writableBytes();
    }

    @Override
    public void markMessageEnd() {
        writeBuffer.markMessageEnd();
    }

    @Override
    public boolean secure() {
        return secure;
    }

    /** TLS is established. */
    void markSecure() {
        secure = true;
    }

    @Override
    public void startTls() {
        startTls.run();
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        SslHandler handler = secure ? channel.pipeline().get(SslHandler.class) : null;
        return handler == null ? null : handler.engine().getSession();
    }

    /** The negotiated TLS parameters; null without TLS. */
    @Nullable
    TlsInfo tlsInfo() {
        return TlsInfo.of(tlsSession());
    }

    @Override
    public <T> void offload(Callable<T> work, BiConsumer<@Nullable T, @Nullable Exception> then) {
        Runnable task = () -> call(work, (result, error) -> handBack(result, error, then));
        try {
            blocking.execute(task);
        } catch (RejectedExecutionException e) {
            if (channel.eventLoop().inEventLoop()) {
                handBack(null, e, then);
            } else {
                // The executor is shut down; this thread is not an event loop and may block.
                task.run();
            }
        }
    }

    @Override
    public <T> void await(CompletableFuture<T> stage, BiConsumer<@Nullable T, @Nullable Exception> then) {
        stage.whenComplete((value, error) -> call(() -> result(stage), (result, thrown) -> handBack(result, thrown, then)));
    }

    private <
            T> void handBack(@Nullable T result, @Nullable Exception error, BiConsumer<@Nullable T, @Nullable Exception> then) {
        try {
            channel.eventLoop().execute(() -> resume.accept(() -> then.accept(result, error)));
        } catch (RejectedExecutionException e) {
            // The event loop has ended. The callback still runs, so that it can close what the dialogue left open.
            then.accept(result, error);
        }
    }
}
