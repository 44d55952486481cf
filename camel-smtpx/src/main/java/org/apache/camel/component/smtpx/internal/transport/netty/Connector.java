/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectCallback;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.wire.ReplySyntax;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one server. It tries the addresses of the host in turn, within one deadline, then starts
 * implicit TLS if configured. DNS lookups run off the event loops.
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

    private record Attempt(Deque<InetAddress> addresses, long due, ConnectionListener listener,
            @Nullable Consumer<String> transcript, boolean keepLast, Secrets secrets,
            ConnectCallback<? super NettyConnection> callback) {
    }

    private void tryNextAddress(Attempt attempt, @Nullable Throwable before) {
        InetAddress address = attempt.addresses.poll();
        long left = TimeUnit.NANOSECONDS.toMillis(attempt.due - System.nanoTime());
        if (address == null || left <= 0) {
            attempt.callback.failed(target.unreachable(left, before));
            return;
        }
        Bootstrap bootstrap = new Bootstrap().group(loops.group()).channel(loops.channelType())
                .option(ChannelOption.TCP_NODELAY, true)
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
        InetSocketAddress remote = new InetSocketAddress(address, target.port());
        ChannelFuture future = target.local() == null ? bootstrap.connect(remote) : bootstrap.connect(remote, target.local());
        future.addListener((ChannelFutureListener) done -> {
            try {
                connected(done, attempt);
            } catch (Throwable e) {
                done.channel().close();
                attempt.callback.failed(ConnectionFailures.error(JdkException.of(e)));
            }
        });
    }

    private void connected(ChannelFuture done, Attempt attempt) {
        if (!done.isSuccess()) {
            tryNextAddress(attempt, JdkException.of(done.cause()));
            return;
        }
        if (!done.channel().isActive()) {
            // Closed between the connect event and this listener: the connection has reported nothing.
            attempt.callback.failed(Failure.of(Failure.Kind.CLOSED, "the server closed the connection at once"));
            return;
        }
        NettyConnection connection = done.channel().pipeline().get(NettyConnection.class);
        if (target.implicitTls()) {
            attempt.callback.securing();
            TlsUpgrade.start(done.channel(), target.tls(), blocking, deadlines.of(TimeoutKind.TLS), failure -> {
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
        done.channel().config().setAutoRead(true);
    }
}
