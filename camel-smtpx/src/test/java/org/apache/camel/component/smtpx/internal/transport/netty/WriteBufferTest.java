/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.apache.camel.component.smtpx.internal.transport.WriteWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** How much is written at once on an event loop. */
@Timeout(60)
class WriteBufferTest {

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private ServerSocket listener;
    private Socket peer;
    private Channel channel;
    private WriteBuffer outbox;

    @BeforeEach
    void connect() throws Exception {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        channel = new Bootstrap().group(loops).channel(NioSocketChannel.class)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBuffer.DEFAULT_WATER_MARK)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort())).sync().channel();
        peer = listener.accept();
        outbox = new WriteBuffer(channel, null, () -> {
        });
    }

    @AfterEach
    void close() throws Exception {
        channel.close().sync();
        peer.close();
        listener.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Writes as much as there is room for; the room that there was in the beginning. */
    private int burst() throws Exception {
        return channel.eventLoop().submit(() -> {
            int before = outbox.writableBytes();
            for (int room = before; room > 0; room = outbox.writableBytes()) {
                outbox.content(new byte[room], 0, room);
            }
            outbox.flush();
            return before;
        }).get();
    }

    private void read(long octets) throws Exception {
        InputStream in = peer.getInputStream();
        in.skipNBytes(octets);
    }

    private long onLoop(Callable<Long> question) throws Exception {
        return channel.eventLoop().submit(question).get();
    }

    @Test
    void aSocketThatTakesAllIsGivenMoreAtOnceAndOneThatDoesNotIsGivenLess() throws Exception {
        int room = burst();
        assertThat(room).isEqualTo(WriteWindow.MIN_SIZE);
        int largest = room;
        while (onLoop(() -> (long) outbox.writableBytes()) > 0) {
            room = burst();
            assertThat(room).isIn(largest, Math.min(2 * largest, WriteWindow.MAX_SIZE));
            largest = room;
        }
        long written = onLoop(outbox::writtenBytes);
        assertThat(onLoop(outbox::flushedBytes)).as("the socket is full").isLessThan(written);

        read(written);
        assertThat(onLoop(() -> (long) outbox.writableBytes())).isEqualTo(Math.max(largest / 2, WriteWindow.MIN_SIZE));
        assertThat(onLoop(outbox::flushedBytes)).isEqualTo(written);
    }

    /** The event loop rests while the peer reads, as it does in a pause of the JVM before the connection is reset. */
    @Test
    void aMessageThatThePeerHasIsFlushedAlthoughTheWriteBehindItIsNot() throws Exception {
        byte[] message = new byte[5 * 1024];
        List<Long> ends = new ArrayList<>();
        CompletableFuture<Void> resting = new CompletableFuture<>();
        CompletableFuture<Void> read = new CompletableFuture<>();
        CompletableFuture<Long> flushed = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            while (channel.isWritable()) {
                for (int i = 0; i < 16; i++) {
                    outbox.content(message, 0, message.length);
                    outbox.markMessageEnd();
                    ends.add(outbox.writtenBytes());
                }
                outbox.flush();
            }
            resting.complete(null);
            read.join();
            flushed.complete(outbox.flushedBytes());
        });
        resting.get(20, TimeUnit.SECONDS);
        long arrived = 0;
        peer.setSoTimeout(300);
        try {
            for (int n = 0; n >= 0; n = peer.getInputStream().read(new byte[64 * 1024])) {
                arrived += n;
            }
        } catch (SocketTimeoutException e) {
            assertThat(arrived).as("the socket was full").isLessThan(ends.get(ends.size() - 1));
        } finally {
            read.complete(null);
        }
        long limit = arrived;
        long whole = ends.stream().filter(end -> end <= limit).reduce((one, other) -> other).orElse(0L);
        assertThat(flushed.get(20, TimeUnit.SECONDS)).isBetween(whole, arrived);
    }
}
