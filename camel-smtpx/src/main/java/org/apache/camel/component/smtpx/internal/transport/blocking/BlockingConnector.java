/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectCallback;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.Timers;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.transport.netty.Connector;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/** Opens {@linkplain BlockingConnection blocking connections} to one server; the counterpart of {@link Connector}. */
public final class BlockingConnector {

    private final Timers timers;
    private final Executor executor;
    private final Target target;
    private final Timeouts deadlines;

    /**
     * A connector with strict reply syntax.
     *
     * @param timers   schedules the deadlines
     * @param executor runs connection attempts, QUIT and idle checks; its executor may block
     */
    public BlockingConnector(Timers timers, Executor executor, Target target, Timeouts deadlines) {
        this.timers = timers;
        this.executor = executor;
        this.target = target;
        this.deadlines = deadlines;
    }

    /**
     * Begins an attempt. The callback runs on a thread of the executor and may use the connection there.
     *
     * @param transcript receives every line sent or received, or null
     * @param keepLast   whether the connection keeps its last lines
     * @param secrets    redacted from the server's text
     */
    public void connect(
            ConnectionListener listener, @Nullable Consumer<String> transcript, boolean keepLast, Secrets secrets,
            ConnectCallback<? super BlockingConnection> callback) {
        try {
            executor.execute(() -> {
                BlockingSocket socket = null;
                try {
                    socket = connectFirst(target.addresses(), callback);
                    if (socket != null) {
                        begin(new BlockingConnection(
                                socket, timers, deadlines, executor, target.tls(), secrets,
                                WireLog.of(transcript, keepLast, secrets), listener),
                                callback);
                    }
                } catch (UnknownHostException e) {
                    callback.failed(target.unknownHost(e));
                } catch (Throwable e) {
                    Failure failure = ConnectionFailures.error(e);
                    if (socket != null) {
                        socket.close(failure);
                    }
                    callback.failed(failure);
                }
            });
        } catch (RejectedExecutionException e) {
            callback.failed(new Failure(Failure.Kind.CANCELLED, "the client is closed", e));
        }
    }

    /** Connects to the first reachable address. Returns null after reporting the failure to the callback. */
    private @Nullable BlockingSocket connectFirst(Deque<InetAddress> addresses, ConnectCallback<?> callback) {
        long due = System.nanoTime() + deadlines.nanos(TimeoutKind.CONNECT);
        IOException before = null;
        while (true) {
            InetAddress address = addresses.poll();
            long left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            if (address == null || left <= 0) {
                callback.failed(target.unreachable(left, before));
                return null;
            }
            try {
                return connect(new InetSocketAddress(address, target.port()), left);
            } catch (IOException e) {
                before = e;
            }
        }
    }

    private BlockingSocket connect(InetSocketAddress remote, long millis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.socket().setTcpNoDelay(true);
            if (target.local() != null) {
                channel.bind(target.local());
            }
            channel.socket().connect(remote, (int) Math.min(millis, Integer.MAX_VALUE));
            BlockingSocket socket = new ChannelSocket(channel);
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private void begin(BlockingConnection connection, ConnectCallback<? super BlockingConnection> callback) {
        Failure failure = null;
        if (target.implicitTls()) {
            callback.securing();
            failure = connection.startTls();
        }
        if (failure == null) {
            callback.connected(connection);
        } else {
            callback.failed(failure);
        }
    }
}
