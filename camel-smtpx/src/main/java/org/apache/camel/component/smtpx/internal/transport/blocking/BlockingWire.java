/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import javax.net.ssl.SSLSession;

import org.apache.camel.component.smtpx.internal.dialogue.Wire;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectionWire;
import org.apache.camel.component.smtpx.internal.transport.DialogueQueue;
import org.apache.camel.component.smtpx.internal.transport.ReplyDecoder;
import org.jspecify.annotations.Nullable;

/** The {@link Wire} of a blocking connection. Confined to the thread that holds it. */
final class BlockingWire extends ConnectionWire {

    private final BlockingSocket socket;
    private final BlockingWriteBuffer writeBuffer;
    private boolean writeSuspended;
    private boolean workCompleted;
    private boolean tlsRequested;

    BlockingWire(BlockingSocket socket, BlockingWriteBuffer writeBuffer, DialogueQueue queue, ReplyDecoder decoder,
                 Secrets secrets) {
        super(writeBuffer, queue, decoder, secrets);
        this.socket = socket;
        this.writeBuffer = writeBuffer;
    }

    /**
     * 0 while input has arrived since the last write, so that replies and a close are read before more content is
     * written.
     */
    @Override
    public int writableBytes() {
        writeSuspended = writeBuffer.failure() != null || writeBuffer.writtenSinceRead() && socket.hasInput();
        return writeSuspended ? 0 : writeBuffer.writeSize();
    }

    /** Whether the last {@link #writableBytes()} was 0; resets the flag. */
    boolean pollWriteSuspended() {
        boolean was = writeSuspended;
        writeSuspended = false;
        return was;
    }

    @Override
    public boolean secure() {
        return tlsSession() != null;
    }

    @Override
    public void startTls() {
        tlsRequested = true;
    }

    /** Whether a dialogue has requested TLS; resets the flag. */
    boolean pollTlsRequested() {
        boolean was = tlsRequested;
        tlsRequested = false;
        return was;
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        return socket.session();
    }

    /** The calling thread may block, so it runs the work itself. */
    @Override
    public <T> void offload(Callable<T> work, BiConsumer<@Nullable T, @Nullable Exception> then) {
        call(work, (result, error) -> {
            workCompleted = true;
            then.accept(result, error);
        });
    }

    @Override
    public <T> void await(CompletableFuture<T> stage, BiConsumer<@Nullable T, @Nullable Exception> then) {
        offload(() -> result(stage), then);
    }

    /** Whether offloaded work has completed, so that a dialogue may advance without input; resets the flag. */
    boolean pollWorkCompleted() {
        boolean was = workCompleted;
        workCompleted = false;
        return was;
    }
}
