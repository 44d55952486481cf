/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.WriteWindow;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What has left, and what has not. */
@Timeout(60)
class BlockingWriteBufferTest {

    /** More than the buffers of both ends hold. */
    private static final int HUGE = 64 * 1024 * 1024;

    private ServerSocketChannel listener;
    private BlockingSocket socket;
    private Socket peer;
    private BlockingWriteBuffer outbox;
    private int writes;
    private long now;
    /** What a look at the clock takes, in nanoseconds. */
    private long tick = 1;

    @BeforeEach
    void connect() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket = new ChannelSocket(SocketChannel.open(listener.getLocalAddress()));
        peer = listener.accept().socket();
        outbox = new BlockingWriteBuffer(socket, null, () -> writes++, () -> now += tick);
    }

    @AfterEach
    void close() throws IOException {
        outbox.release();
        socket.close(ConnectionFailures.ABANDONED);
        peer.close();
        listener.close();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void commandsAndContentLeaveInOneWriteInTheirOrder() throws IOException {
        Command.rset().appendTo(outbox.commands());
        outbox.content(octets("one "), 0, 4);
        outbox.content(octets("and two\r\n"), 4, 5);
        Command.noop().appendTo(outbox.commands());
        assertThat(outbox.writtenBytes()).isEqualTo(21);
        assertThat(outbox.flushedBytes()).isZero();
        outbox.flush();
        assertThat(writes).isEqualTo(1);
        assertThat(outbox.flushedBytes()).isEqualTo(21);
        assertThat(new String(peer.getInputStream().readNBytes(21), StandardCharsets.US_ASCII))
                .isEqualTo("RSET\r\none two\r\nNOOP\r\n");
    }

    @Test
    void octetsLeftInTheSocketAreNotFlushed() throws Exception {
        Command.noop().appendTo(outbox.commands());
        CompletableFuture<Integer> begun = CompletableFuture.supplyAsync(() -> {
            int first = first(peer);
            socket.close(Failure.of(Failure.Kind.CANCELLED, "enough"));
            return first;
        });
        outbox.content(new byte[HUGE], 0, HUGE);
        assertThat(begun.get(20, TimeUnit.SECONDS)).isEqualTo('N');
        assertThat(outbox.failure()).isNotNull();
        assertThat(outbox.writtenBytes()).isEqualTo(HUGE + 6L);
        assertThat(outbox.flushedBytes()).isBetween(6L, HUGE + 5L);

        long before = outbox.flushedBytes();
        outbox.content(octets("end"), 0, 3);
        outbox.flush();
        assertThat(outbox.writtenBytes()).isEqualTo(HUGE + 9L);
        assertThat(outbox.flushedBytes()).as("nothing leaves any more").isEqualTo(before);
    }

    @Test
    void octetsOfAnInterruptedWriteCountAsFlushed() throws Exception {
        Thread writer = Thread.currentThread();
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> {
            long some = skip(peer, HUGE / 4);
            writer.interrupt();
            return some + all(peer);
        });
        outbox.content(new byte[HUGE], 0, HUGE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outbox.failure()).isNotNull();
        assertThat(read.get(20, TimeUnit.SECONDS)).isLessThan(HUGE).isLessThanOrEqualTo(outbox.flushedBytes());
    }

    @Test
    void writesGrowWhileTheSocketAcceptsThemPromptly() throws Exception {
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> all(peer));
        outbox.content(new byte[BlockingWriteBuffer.LARGE_CONTENT - 1], 0, BlockingWriteBuffer.LARGE_CONTENT - 1);
        assertThat(writes).as("small content is collected").isZero();
        outbox.content(new byte[1], 0, 1);
        assertThat(writes).isEqualTo(1);
        assertThat(outbox.writeSize()).as("less than a full write").isEqualTo(WriteWindow.MIN_SIZE);

        outbox.content(new byte[HUGE], 0, HUGE);
        assertThat(outbox.writeSize()).isEqualTo(WriteWindow.MAX_SIZE);
        int growing = WriteWindow.MAX_SIZE - WriteWindow.MIN_SIZE;
        assertThat(writes).isEqualTo(1 + 3 + (HUGE - growing) / WriteWindow.MAX_SIZE + 1);

        tick = TimeUnit.MILLISECONDS.toNanos(10);
        outbox.content(new byte[WriteWindow.MAX_SIZE], 0, WriteWindow.MAX_SIZE);
        assertThat(outbox.writeSize()).as("after a slow write").isEqualTo(WriteWindow.MAX_SIZE / 2);
        outbox.flush();
        socket.close(ConnectionFailures.ABANDONED);
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(outbox.writtenBytes()).isEqualTo(outbox.flushedBytes());
    }

    private static long skip(Socket from, long count) {
        try {
            from.getInputStream().skipNBytes(count);
            return count;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long all(Socket from) {
        try (InputStream in = from.getInputStream()) {
            return in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int first(Socket from) {
        try {
            InputStream in = from.getInputStream();
            return in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
