/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.Timers;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.transport.netty.NettyConnection;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose octets are moved by the thread that wants something of it: {@link #submit} returns when the
 * dialogue is over and its owner has been told. One thread has the connection at a time, others wait for it.
 * <p>
 * In everything else it is as {@link NettyConnection}. Nobody listens while it lies idle: what the server said or did
 * meanwhile is noticed before the next dialogue, or when somebody {@linkplain #checkIdle looks}.
 */
public final class BlockingConnection implements Connection {

    /** Within such a time after the last word, in nanoseconds, the server is not expected to have said another. */
    private static final long MAX_UNCHECKED_IDLE_NANOS = 1_000_000;

    private final BlockingSocket socket;
    private final BlockingDialogueLoop loop;
    private final Timers timers;
    private final Executor executor;
    private final @Nullable WireLog log;
    private final ReentrantLock lock = new ReentrantLock();
    /** When the last dialogue was over; 0 before the first, since the greeting may come at any time. */
    private long idleSince;

    BlockingConnection(BlockingSocket socket, Timers timers, Timeouts deadlines, Executor threads, TlsSettings tls,
                       Secrets secrets, @Nullable WireLog log, ConnectionListener listener) {
        this.socket = socket;
        this.timers = timers;
        this.executor = threads;
        this.log = log;
        this.loop = new BlockingDialogueLoop(this, listener, socket, deadlines, timers, tls, secrets, log);
    }

    @Override
    public void submit(Dialogue dialogue, Executor waking) {
        lock.lock();
        try {
            if (idleSince != 0 && !loop.running() && timers.nanoTime() - idleSince > MAX_UNCHECKED_IDLE_NANOS) {
                loop.checkIdle();
            }
            loop.run(dialogue);
            idleSince = timers.nanoTime();
        } finally {
            unlock();
        }
    }

    /** Begins with TLS, before the first dialogue; null when all is well. */
    @Nullable
    Failure startTls() {
        lock.lock();
        try {
            return loop.secure();
        } finally {
            unlock();
        }
    }

    @Override
    public void quit() {
        try {
            executor.execute(() -> submit(CommandDialogue.quit()));
        } catch (RejectedExecutionException e) {
            close(ConnectionFailures.ABANDONED);
        }
    }

    @Override
    public void checkIdle() {
        try {
            executor.execute(this::checkIdleUnlessBusy);
        } catch (RejectedExecutionException e) {
            close(ConnectionFailures.ABANDONED);
        }
    }

    private void checkIdleUnlessBusy() {
        if (lock.tryLock()) {
            try {
                loop.checkIdle();
            } finally {
                unlock();
            }
        }
    }

    @Override
    public void close(Failure why) {
        socket.close(why);
        completeClose();
    }

    private void unlock() {
        lock.unlock();
        completeClose();
    }

    /** When it is closed, whoever has it tells its dialogues; if nobody has, this does. */
    private void completeClose() {
        Failure why = socket.closeReason();
        if (why != null && lock.tryLock()) {
            try {
                if (!loop.running()) {
                    loop.fail(why);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public Capabilities capabilities() {
        return loop.wire().capabilities();
    }

    @Override
    public @Nullable TlsInfo tls() {
        return socket.tlsInfo();
    }

    @Override
    public List<String> lastLines() {
        return log == null ? List.of() : log.lastLines();
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }
}
