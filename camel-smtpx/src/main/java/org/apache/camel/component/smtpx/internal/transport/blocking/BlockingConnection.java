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
 * A connection whose I/O runs on the submitting thread. {@link #submit} returns after the dialogue's callback has run.
 * A lock admits one thread at a time.
 * <p>
 * Otherwise it behaves as {@link NettyConnection}. An idle connection is not read: input or a close is noticed at the
 * next dialogue or by {@link #checkIdle}.
 */
public final class BlockingConnection implements Connection {

    /** Idle time up to which a new dialogue starts without checking the input, in nanoseconds. */
    private static final long MAX_UNCHECKED_IDLE_NANOS = 1_000_000;

    private final BlockingSocket socket;
    private final BlockingDialogueLoop loop;
    private final Timers timers;
    private final Executor executor;
    private final @Nullable WireLog log;
    private final ReentrantLock lock = new ReentrantLock();
    /** When the last dialogue ended; 0 before the first, since the greeting may have arrived. */
    private long idleSince;

    BlockingConnection(BlockingSocket socket, Timers timers, Timeouts deadlines, Executor executor, TlsSettings tls,
                       Secrets secrets, @Nullable WireLog log, ConnectionListener listener) {
        this.socket = socket;
        this.timers = timers;
        this.executor = executor;
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

    /** Performs the implicit TLS handshake; null on success. */
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

    /**
     * Fails the dialogues of a closed connection. The thread that holds the lock does so; without one, the calling
     * thread.
     */
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
