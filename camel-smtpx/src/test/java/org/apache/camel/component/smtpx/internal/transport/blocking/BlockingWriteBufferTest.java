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
        socket.close(ConnectionFailures.GIVEN_UP);
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
        assertThat(outbox.written()).isEqualTo(21);
        assertThat(outbox.handedOver()).isZero();
        outbox.flush();
        assertThat(writes).isEqualTo(1);
        assertThat(outbox.handedOver()).isEqualTo(21);
        assertThat(new String(peer.getInputStream().readNBytes(21), StandardCharsets.US_ASCII))
                .isEqualTo("RSET\r\none two\r\nNOOP\r\n");
    }

    @Test
    void whatTheSocketHasNotTakenHasNotLeft() throws Exception {
        Command.noop().appendTo(outbox.commands());
        CompletableFuture<Integer> begun = CompletableFuture.supplyAsync(() -> {
            int first = first(peer);
            socket.close(Failure.of(Failure.Kind.CANCELLED, "enough"));
            return first;
        });
        outbox.content(new byte[HUGE], 0, HUGE);
        assertThat(begun.get(20, TimeUnit.SECONDS)).isEqualTo('N');
        assertThat(outbox.failure()).isNotNull();
        assertThat(outbox.written()).isEqualTo(HUGE + 6L);
        assertThat(outbox.handedOver()).isBetween(6L, HUGE + 5L);

        long before = outbox.handedOver();
        outbox.content(octets("end"), 0, 3);
        outbox.flush();
        assertThat(outbox.written()).isEqualTo(HUGE + 9L);
        assertThat(outbox.handedOver()).as("nothing leaves any more").isEqualTo(before);
    }

    @Test
    void whatAnInterruptedWriteHasHandedOverCounts() throws Exception {
        Thread writer = Thread.currentThread();
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> {
            long some = skip(peer, HUGE / 4);
            writer.interrupt();
            return some + all(peer);
        });
        outbox.content(new byte[HUGE], 0, HUGE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outbox.failure()).isNotNull();
        assertThat(read.get(20, TimeUnit.SECONDS)).isLessThan(HUGE).isLessThanOrEqualTo(outbox.handedOver());
    }

    @Test
    void aNetworkThatIsPromptIsGivenMoreAtOnce() throws Exception {
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> all(peer));
        outbox.content(new byte[BlockingWriteBuffer.LEAST - 1], 0, BlockingWriteBuffer.LEAST - 1);
        assertThat(writes).as("there is room for one more").isZero();
        outbox.content(new byte[1], 0, 1);
        assertThat(writes).isEqualTo(1);
        assertThat(outbox.room()).isEqualTo(2 * BlockingWriteBuffer.LEAST);

        outbox.content(new byte[HUGE], 0, HUGE);
        assertThat(outbox.room()).isEqualTo(BlockingWriteBuffer.MOST);
        assertThat(writes).isEqualTo(
                5 + (HUGE - 2 * (BlockingWriteBuffer.MOST / 2 - BlockingWriteBuffer.LEAST)) / BlockingWriteBuffer.MOST);

        tick = TimeUnit.MILLISECONDS.toNanos(10);
        outbox.content(new byte[BlockingWriteBuffer.MOST], 0, BlockingWriteBuffer.MOST);
        assertThat(outbox.room()).as("after a write that took long").isEqualTo(BlockingWriteBuffer.LEAST);
        outbox.flush();
        socket.close(ConnectionFailures.GIVEN_UP);
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(outbox.written()).isEqualTo(outbox.handedOver());
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
