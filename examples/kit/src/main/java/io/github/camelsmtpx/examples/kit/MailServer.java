/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A small SMTP server on the loopback interface, for trying things out. It offers PIPELINING, CHUNKING, 8BITMIME,
 * SMTPUTF8, SIZE, DSN and ENHANCEDSTATUSCODES; how it treats a recipient depends on the beginning of the address:
 * {@code gone}, {@code full}, {@code grey}, {@code lost}, {@code bounce}, {@code slow}, anything else is accepted.
 */
public final class MailServer implements AutoCloseable {

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;
    private final AtomicLong accepted = new AtomicLong();

    private MailServer(int port, Duration latency, @Nullable Path deferWhile, Set<String> known, Reception reception)
                                                                                                                      throws InterruptedException {
        Mailboxes mailboxes = new Mailboxes(deferWhile, known);
        AtomicLong ids = new AtomicLong();
        Reception counting = reception.and(mail -> accepted.incrementAndGet());
        try {
            channel = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, 1024).option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel client) {
                            if (!latency.isZero()) {
                                client.pipeline().addLast(new SlowReplies(latency));
                            }
                            client.pipeline().addLast(new Conversation(mailboxes, counting, ids::incrementAndGet));
                        }
                    }).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).sync().channel();
        } catch (InterruptedException | RuntimeException e) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    /**
     * Listens when this returns.
     *
     * @param port      0 for any that is free
     * @param latency   by which every reply is held back, as if the server were far away
     * @param reception takes the messages
     */
    public static MailServer start(int port, Duration latency, Reception reception) throws InterruptedException {
        return start(port, latency, null, Set.of(), reception);
    }

    /**
     * Listens when this returns.
     *
     * @param deferWhile a file; as long as it exists every recipient is refused for now
     * @param known      recipients of mail that this server accepted before it was started again; their replies are not
     *                   lost
     */
    public static MailServer start(
            int port, Duration latency, @Nullable Path deferWhile, Set<String> known, Reception reception)
            throws InterruptedException {
        return new MailServer(port, latency, deferWhile, known, reception);
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** {@code 127.0.0.1:port} */
    public String address() {
        return InetAddress.getLoopbackAddress().getHostAddress() + ":" + port();
    }

    /** Messages accepted so far. */
    public long accepted() {
        return accepted.get();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
