/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.proxy.ProxyHeader;
import org.apache.camel.component.smtpx.internal.proxy.ProxySettings;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectCallback;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.wire.ReplySyntax;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one server. It tries the addresses of the host in turn, or those of the proxy, within one
 * deadline, which also covers the exchange with a proxy. Then it starts implicit TLS if configured. DNS lookups run off
 * the event loops.
 */
public final class Connector {

    private final EventLoops loops;
    private final Executor lookups;
    private final Executor blocking;
    private final Target target;
    private final Timeouts deadlines;
    private final ReplySyntax syntax;

    /**
     * A connector with strict reply syntax.
     *
     * @param lookups  runs DNS lookups, several at once
     * @param blocking runs other blocking work
     */
    public Connector(EventLoops loops, Executor lookups, Executor blocking, Target target, Timeouts deadlines) {
        this(loops, lookups, blocking, target, deadlines, ReplySyntax.STRICT);
    }

    /** A connector with the given reply syntax. */
    public Connector(EventLoops loops, Executor lookups, Executor blocking, Target target, Timeouts deadlines,
                     ReplySyntax syntax) {
        this.loops = loops;
        this.lookups = lookups;
        this.blocking = blocking;
        this.target = target;
        this.deadlines = deadlines;
        this.syntax = syntax;
    }

    /** Begins an attempt. The callback comes on an event loop or on the executor for blocking work. */
    public void connect(
            ConnectionListener listener, @Nullable Consumer<String> transcript,
            ConnectCallback<? super NettyConnection> callback) {
        connect(listener, transcript, false, new Secrets(), callback);
    }

    /**
     * Begins an attempt.
     *
     * @param transcript receives every line sent or received, or null
     * @param keepLast   whether the connection keeps its last lines
     * @param secrets    redacted from the server's text
     */
    public void connect(
            ConnectionListener listener, @Nullable Consumer<String> transcript, boolean keepLast, Secrets secrets,
            ConnectCallback<? super NettyConnection> callback) {
        try {
            lookups.execute(() -> {
                try {
                    long due = System.nanoTime() + deadlines.nanos(TimeoutKind.CONNECT);
                    tryNextAddress(new Attempt(target.addresses(), due, listener, transcript, keepLast, secrets, callback),
                            null);
                } catch (UnknownHostException e) {
                    callback.failed(target.unknownHost(e));
                } catch (Throwable e) {
                    callback.failed(ConnectionFailures.error(e));
                }
            });
        } catch (RejectedExecutionException e) {
            callback.failed(new Failure(Failure.Kind.CANCELLED, "the client is closed", e));
        }
    }

    private record Attempt(Deque<SocketAddress> addresses, long due, ConnectionListener listener,
            @Nullable Consumer<String> transcript, boolean keepLast, Secrets secrets,
            ConnectCallback<? super NettyConnection> callback) {
    }

    private void tryNextAddress(Attempt attempt, @Nullable Throwable before) {
        SocketAddress address = attempt.addresses.poll();
        long left = millisLeft(attempt);
        if (address == null || left <= 0) {
            attempt.callback.failed(target.unreachable(left, before));
            return;
        }
        Bootstrap bootstrap = new Bootstrap().group(loops.group()).channel(loops.channelType(address))
                // Reading starts only after the callback: the greeting may arrive before the connect event is handled.
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBuffer.DEFAULT_WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(left, Integer.MAX_VALUE))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        WireLog log = WireLog.of(attempt.transcript, attempt.keepLast, attempt.secrets);
                        channel.pipeline().addLast("smtp", new NettyConnection(
                                channel, deadlines, System::nanoTime, blocking, target.tls(),
                                syntax, attempt.secrets, log, attempt.listener));
                    }
                });
        if (address instanceof InetSocketAddress) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
        }
        SocketAddress remote = loops.channelAddress(address);
        InetSocketAddress local = target.sockets().local();
        ChannelFuture future = local == null ? bootstrap.connect(remote) : bootstrap.connect(remote, local);
        future.addListener((ChannelFutureListener) done -> {
            try {
                connected(done, attempt);
            } catch (Throwable e) {
                done.channel().close();
                attempt.callback.failed(ConnectionFailures.error(JdkException.of(e)));
            }
        });
    }

    private static long millisLeft(Attempt attempt) {
        return TimeUnit.NANOSECONDS.toMillis(attempt.due - System.nanoTime());
    }

    private void connected(ChannelFuture done, Attempt attempt) {
        if (!done.isSuccess()) {
            tryNextAddress(attempt, JdkException.of(done.cause()));
            return;
        }
        Channel channel = done.channel();
        ProxySettings proxy = target.sockets().proxy();
        if (!channel.isActive()) {
            // Closed between the connect event and this listener: the connection has reported nothing.
            attempt.callback.failed(proxy == null
                    ? Failure.of(Failure.Kind.CLOSED, "the server closed the connection at once")
                    : target.proxyFailed(new EOFException("closed")));
            return;
        }
        if (proxy == null) {
            begin(channel, attempt);
        } else {
            channel.pipeline().addFirst("proxy", new ProxyHandler(
                    proxy.handshake(target.host(), target.port()), Math.max(1, millisLeft(attempt)),
                    failure -> throughProxy(channel, attempt, failure)));
        }
        channel.config().setAutoRead(true);
    }

    private void throughProxy(Channel channel, Attempt attempt, @Nullable IOException failure) {
        if (failure != null) {
            attempt.callback.failed(target.proxyFailed(failure));
            return;
        }
        try {
            begin(channel, attempt);
        } catch (Throwable e) {
            channel.close();
            attempt.callback.failed(ConnectionFailures.error(JdkException.of(e)));
        }
    }

    /** The server is connected. */
    private void begin(Channel channel, Attempt attempt) {
        ProxyProtocol header = target.sockets().proxyProtocol();
        if (header != null) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(
                    ProxyHeader.of(header, channel.localAddress(), channel.remoteAddress())));
        }
        NettyConnection connection = channel.pipeline().get(NettyConnection.class);
        if (target.implicitTls()) {
            attempt.callback.securing();
            TlsUpgrade.start(channel, target.tls(), blocking, deadlines.of(TimeoutKind.TLS), failure -> {
                connection.onHandshake(failure);
                if (failure == null) {
                    attempt.callback.connected(connection);
                } else {
                    attempt.callback.failed(failure);
                }
            });
        } else {
            attempt.callback.connected(connection);
        }
    }
}
