/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;

import javax.net.ssl.SSLSession;

import org.apache.camel.component.smtpx.internal.dialogue.Wire;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.CommandBuffer;
import org.jspecify.annotations.Nullable;

/** The part of {@link Wire} that both transports share. */
public abstract class ConnectionWire implements Wire {

    private final AbstractWriteBuffer writeBuffer;
    private final DialogueQueue queue;
    private final ReplyDecoder decoder;
    private final Secrets secrets;
    /** Volatile, since the pool reads it on other threads. */
    private volatile Capabilities capabilities = Capabilities.NONE;

    protected ConnectionWire(AbstractWriteBuffer writeBuffer, DialogueQueue queue, ReplyDecoder decoder, Secrets secrets) {
        this.writeBuffer = writeBuffer;
        this.queue = queue;
        this.decoder = decoder;
        this.secrets = secrets;
    }

    @Override
    public final CommandBuffer out() {
        return writeBuffer.commands();
    }

    @Override
    public final void content(byte[] octets, int offset, int length) {
        writeBuffer.content(octets, offset, length);
    }

    @Override
    public final long writtenBytes() {
        return writeBuffer.writtenBytes();
    }

    @Override
    public final long flushedBytes() {
        return writeBuffer.flushedBytes();
    }

    @Override
    public final boolean hasPartialReply() {
        return decoder.hasPartialReply();
    }

    @Override
    public final Secrets secrets() {
        return secrets;
    }

    @Override
    public final Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public final void capabilities(Capabilities known) {
        capabilities = known;
    }

    @Override
    public final boolean transactionOpen() {
        return queue.transactionOpen();
    }

    @Override
    public final boolean clientCertificateShown() {
        SSLSession session = tlsSession();
        return session != null && session.getLocalCertificates() != null;
    }

    /** Returns the result of a stage or throws its exception. Blocks until the stage completes. */
    protected static <T> T result(CompletableFuture<T> stage) throws Exception {
        try {
            return stage.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof Exception exception ? exception : new ExecutionException(String.valueOf(cause), cause);
        }
    }

    /** Runs the work on the calling thread and passes its result or its exception on. */
    public static <T> void call(Callable<T> work, BiConsumer<@Nullable T, @Nullable Exception> then) {
        T result = null;
        Exception error = null;
        try {
            result = work.call();
        } catch (Exception e) {
            error = e;
        } catch (Throwable e) {
            // An Error of a source or a supplier fails its message, not the connection's thread.
            error = new ExecutionException(String.valueOf(e), e);
        }
        then.accept(result, error);
    }
}
