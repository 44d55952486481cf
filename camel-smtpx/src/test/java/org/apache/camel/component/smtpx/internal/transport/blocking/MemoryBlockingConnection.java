/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.MemoryRig;
import org.apache.camel.component.smtpx.internal.transport.Timers;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A real {@link BlockingConnection} without a network, on one thread: a read that would block lets the peer move until
 * octets have arrived, the connection has ended or its deadline has passed.
 */
public final class MemoryBlockingConnection implements MemoryRig {

    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();

    private final Runnable peer;
    private final BlockingConnection connection;
    private final MemorySocket socket = new MemorySocket();
    private final VirtualTime time = new VirtualTime();
    private final List<String> log = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    /**
     * A connection on which nothing has happened.
     *
     * @param peer   makes one move of the peer: octets, the end, or time that passes
     * @param logged whether the connection writes about itself
     */
    public MemoryBlockingConnection(Timeouts deadlines, TlsSettings tls, Runnable peer, boolean logged) {
        this.peer = peer;
        Secrets secrets = new Secrets();
        this.connection = new BlockingConnection(
                socket, time, deadlines, Runnable::run, tls, secrets,
                logged ? new WireLog("", log::add, null, secrets) : null,
                new Silent());
    }

    private static final class Silent implements ConnectionListener {
        @Override
        public void released(Connection from) {
        }

        @Override
        public void closed(Connection from, Failure why) {
        }
    }

    /** Runs timers when time passes. */
    private static final class VirtualTime implements Timers {
        private record Timer(long due, FutureTask<?> task) {
        }

        private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::due));
        private long now = 1;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Future<?> schedule(Runnable task, Duration delay) {
            Timer timer = new Timer(now + delay.toNanos(), new FutureTask<>(task, null));
            timers.add(timer);
            return timer.task();
        }

        private void pass(Duration duration) {
            long until = now + duration.toNanos();
            for (Timer next = timers.peek(); next != null && next.due() <= until; next = timers.peek()) {
                timers.remove();
                now = Math.max(now, next.due());
                next.task().run();
            }
            now = until;
        }
    }

    private final class MemorySocket implements BlockingSocket {
        private final Deque<byte[]> arrived = new ArrayDeque<>();
        private boolean ended;
        private boolean broken;
        private long room = Long.MAX_VALUE;
        private boolean stuck;
        private boolean writing;
        private @Nullable SSLSession session;
        private @Nullable Failure closedFor;

        @Override
        public @Nullable Failure secure(TlsSettings settings) {
            while (session == null && closedFor == null && !ended && !broken) {
                peer.run();
            }
            return session != null && closedFor == null
                    ? null : Failure.of(Failure.Kind.TLS, "the handshake was not completed");
        }

        @Override
        public @Nullable SSLSession session() {
            return session;
        }

        @Override
        public @Nullable TlsInfo tlsInfo() {
            return null;
        }

        @Override
        public void write(ByteBuffer first, ByteBuffer second) throws IOException {
            write(first);
            write(second);
        }

        private void write(ByteBuffer octets) throws IOException {
            long begun = time.nanoTime();
            while (octets.hasRemaining()) {
                check();
                if (time.nanoTime() - begun > LONGEST_NANOS) {
                    throw new AssertionError("a write has no deadline");
                }
                int taken = (int) Math.min(room, octets.remaining());
                sent.write(octets.array(), octets.arrayOffset() + octets.position(), taken);
                octets.position(octets.position() + taken);
                room -= taken;
                if (stuck) {
                    time.pass(MOMENT);
                } else if (octets.hasRemaining()) {
                    writing = true;
                    peer.run();
                    writing = false;
                }
            }
        }

        private void check() throws IOException {
            if (closedFor != null) {
                throw new AsynchronousCloseException();
            }
            if (broken) {
                throw new IOException("Connection reset by peer");
            }
        }

        @Override
        public int read(ByteBuffer octets) throws IOException {
            while (arrived.isEmpty() && !ended && !broken && closedFor == null) {
                peer.run();
            }
            return readAvailable(octets);
        }

        @Override
        public boolean hasInput() {
            return !arrived.isEmpty();
        }

        @Override
        public int readAvailable(ByteBuffer octets) throws IOException {
            check();
            byte[] next = arrived.pollFirst();
            if (next == null) {
                return ended ? -1 : 0;
            }
            int length = Math.min(next.length, octets.remaining());
            octets.put(next, 0, length);
            if (length < next.length) {
                byte[] rest = new byte[next.length - length];
                System.arraycopy(next, length, rest, 0, rest.length);
                arrived.addFirst(rest);
            }
            return length;
        }

        @Override
        public boolean mayHaveMore(ByteBuffer read) {
            return !read.hasRemaining();
        }

        @Override
        public boolean isOpen() {
            return closedFor == null;
        }

        @Override
        public SocketAddress localAddress() {
            throw new IllegalStateException("no address in memory");
        }

        @Override
        public void shutdownTls() {
        }

        @Override
        public void close(Failure why) {
            closedFor = closedFor == null ? why : closedFor;
        }

        @Override
        public @Nullable Failure closeReason() {
            return closedFor;
        }
    }

    @Override
    public void submit(Dialogue dialogue) {
        connection.submit(dialogue);
    }

    @Override
    public void receive(byte[] octets) {
        socket.arrived.add(octets.clone());
    }

    @Override
    public void finish() {
        socket.ended = true;
    }

    @Override
    public void reset() {
        socket.broken = true;
    }

    @Override
    public void stopTaking() {
        socket.stuck = true;
        socket.room = 0;
    }

    @Override
    public void take(long octets) {
        socket.room = octets;
    }

    @Override
    public boolean isBehind() {
        return socket.writing;
    }

    /** Octets stay in clear: only the order of events is that of TLS. */
    @Override
    public void secure(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        socket.session = engine.getSession();
    }

    @Override
    public void pass(Duration duration) {
        time.pass(duration);
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public byte[] takeSent() {
        byte[] further = sent.toByteArray();
        sent.reset();
        return further;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public List<String> log() {
        return log;
    }
}
