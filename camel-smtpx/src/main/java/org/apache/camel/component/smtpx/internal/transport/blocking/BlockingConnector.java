/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.proxy.ProxyHandshake;
import org.apache.camel.component.smtpx.internal.proxy.ProxyHeader;
import org.apache.camel.component.smtpx.internal.proxy.ProxySettings;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectCallback;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.Timers;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.transport.netty.Connector;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
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
    private @Nullable BlockingSocket connectFirst(Deque<SocketAddress> addresses, ConnectCallback<?> callback) {
        long due = System.nanoTime() + deadlines.nanos(TimeoutKind.CONNECT);
        IOException before = null;
        while (true) {
            SocketAddress address = addresses.poll();
            long left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            if (address == null || left <= 0) {
                callback.failed(target.unreachable(left, before));
                return null;
            }
            try {
                return address instanceof UnixDomainSocketAddress socket
                        ? UnixSocket.connect(socket, timers, left) : connectTcp(address, left, due, callback);
            } catch (IOException e) {
                before = e;
            }
        }
    }

    /** Null if the proxy does not connect, which the callback knows then. */
    private @Nullable BlockingSocket connectTcp(SocketAddress remote, long millis, long due, ConnectCallback<?> callback)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.socket().setTcpNoDelay(true);
            InetSocketAddress local = target.sockets().local();
            if (local != null) {
                channel.bind(local);
            }
            channel.socket().connect(remote, (int) Math.min(millis, Integer.MAX_VALUE));
            connected = passProxy(channel, due, callback);
            if (!connected) {
                return null;
            }
            ProxyProtocol header = target.sockets().proxyProtocol();
            if (header != null) {
                write(channel, ProxyHeader.of(header, channel.getLocalAddress(), channel.getRemoteAddress()));
            }
            return new ChannelSocket(channel);
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    /** Whether the proxy, if there is one, has connected to the server; else the callback has the failure. */
    private boolean passProxy(SocketChannel channel, long due, ConnectCallback<?> callback) {
        ProxySettings proxy = target.sockets().proxy();
        if (proxy != null) {
            try {
                exchange(channel, proxy.handshake(target.host(), target.port()), due);
            } catch (IOException e) {
                callback.failed(e instanceof ClosedByInterruptException ? ConnectionFailures.error(e) : target.proxyFailed(e));
                return false;
            }
        }
        return true;
    }

    /** Reads octet by octet: what follows the proxy's answer is the server's, and may belong to TLS. */
    private static void exchange(SocketChannel channel, ProxyHandshake handshake, long due) throws IOException {
        Socket socket = channel.socket();
        InputStream in = socket.getInputStream();
        write(channel, handshake.begin());
        while (!handshake.isComplete()) {
            long left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            socket.setSoTimeout((int) Math.max(1, Math.min(left, Integer.MAX_VALUE)));
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("closed");
            }
            write(channel, handshake.read(octet));
        }
        socket.setSoTimeout(0);
    }

    private static void write(SocketChannel channel, byte[] octets) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(octets);
        while (left.hasRemaining()) {
            channel.write(left);
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
