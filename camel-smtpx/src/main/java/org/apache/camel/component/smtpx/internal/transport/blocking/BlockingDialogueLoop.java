/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.DialogueQueue;
import org.apache.camel.component.smtpx.internal.transport.ReplyDecoder;
import org.apache.camel.component.smtpx.internal.transport.Timers;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.TlsVerification;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.wire.MalformedReplyException;
import org.apache.camel.component.smtpx.internal.wire.ReplySyntax;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Runs the dialogues of a {@link BlockingConnection} on the thread that holds it: write, read, dispatch, until all are
 * done.
 */
final class BlockingDialogueLoop {

    private static final int INPUT_BUFFER = 4096;

    private final BlockingConnection connection;
    private final ConnectionListener listener;
    private final BlockingSocket socket;
    private final Timeouts deadlines;
    private final TlsSettings tls;
    private final @Nullable WireLog log;
    private final DialogueQueue queue = new DialogueQueue();
    private final ReplyDecoder decoder;
    private final BlockingWriteBuffer writeBuffer;
    private final BlockingWire wire;
    private final BlockingDeadlineTimer deadlineTimer;
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_BUFFER);
    private final Consumer<Reply> onReply = this::onReply;
    private boolean running;
    private boolean closedNotified;
    /** The failure of dialogues submitted after the connection's loss; null before it. */
    private @Nullable Failure lossReason;

    BlockingDialogueLoop(BlockingConnection connection, ConnectionListener listener, BlockingSocket socket, Timeouts deadlines,
                         Timers timers, TlsSettings tls, Secrets secrets, @Nullable WireLog log) {
        this.connection = connection;
        this.listener = listener;
        this.socket = socket;
        this.deadlines = deadlines;
        this.tls = tls;
        this.log = log;
        this.decoder = new ReplyDecoder(ReplySyntax.STRICT, secrets, log);
        this.writeBuffer = new BlockingWriteBuffer(socket, log, this::armDeadline, timers::nanoTime);
        this.wire = new BlockingWire(socket, writeBuffer, queue, decoder, secrets);
        this.deadlineTimer = new BlockingDeadlineTimer(timers, deadlines, connection::close);
    }

    BlockingWire wire() {
        return wire;
    }

    /** Whether a dialogue runs. Only the same thread can see true, in a callback. */
    boolean running() {
        return running;
    }

    /** Runs a dialogue to its end. A dialogue submitted by a callback is queued behind the running ones. */
    void run(Dialogue dialogue) {
        Failure gone = lossReason;
        if (gone != null || queue.ending() != null) {
            DialogueQueue.fail(dialogue, gone != null ? gone : ConnectionFailures.CLOSED, wire);
        } else {
            queue.add(dialogue);
            if (!running) {
                runUntilIdle();
            }
        }
    }

    /** Writes and reads until every dialogue is done. */
    private void runUntilIdle() {
        running = true;
        try {
            while (lossReason == null && queue.busy()) {
                turn();
            }
        } catch (Throwable e) {
            // The connection is in doubt: every dialogue fails with an outcome.
            fail(ConnectionFailures.error(e));
        } finally {
            running = false;
            deadlineTimer.disarm();
        }
    }

    private void turn() {
        queue.advance(wire);
        writeBuffer.flush();
        if (wire.pollTlsRequested()) {
            upgrade();
            queue.restartDeadline();
            return;
        }
        completeFinished();
        IOException failure = writeBuffer.failure();
        if (lossReason != null) {
            return;
        }
        if (failure != null) {
            if (socket.isOpen()) {
                // The server may have sent a reply before it closed.
                readReplies(true);
            }
            fail(closeReasonOr(ConnectionFailures.error(failure)));
        } else if (queue.ending() != null && !queue.draining()) {
            end(queue.ending());
        } else if (wire.pollWorkCompleted()) {
            queue.restartDeadline();
        } else if (queue.head() != null) {
            readReplies(wire.pollWriteSuspended());
        }
    }

    /** Releases the connection before it runs the callback of a done dialogue. */
    private void completeFinished() {
        for (Dialogue over = queue.pollFinished(); over != null; over = queue.pollFinished()) {
            if (queue.ending() == null) {
                listener.released(connection);
            } else {
                notifyClosed(ConnectionFailures.ABANDONED);
            }
            DialogueQueue.complete(over, wire);
        }
    }

    private void end(Dialogue.Verdict ending) {
        if (ending != Dialogue.Verdict.QUIT || queue.head() != null) {
            socket.shutdownTls();
            fail(ConnectionFailures.ABANDONED);
        } else {
            queue.beginQuit(CommandDialogue.quit(), ConnectionFailures.ABANDONED, wire);
        }
    }

    /**
     * Reads replies and passes them to the dialogues, before any of them writes.
     *
     * @param arrived whether to read only octets that have arrived, without blocking
     */
    private void readReplies(boolean arrived) {
        if (queue.draining()) {
            queue.drain(ConnectionFailures.ABANDONED, wire);
        }
        armDeadline();
        writeBuffer.onInputRead();
        boolean now = arrived;
        do {
            read(now);
            now = true;
        } while (lossReason == null && socket.mayHaveMore(input));
    }

    private void read(boolean arrived) {
        input.clear();
        int length = 0;
        IOException broken = null;
        try {
            length = arrived ? socket.readAvailable(input) : socket.read(input);
        } catch (IOException e) {
            broken = e;
        }
        try {
            decoder.decode(input.array(), input.position(), onReply);
        } catch (MalformedReplyException e) {
            fail(ConnectionFailures.malformedReply(e));
        }
        if (broken != null) {
            fail(closeReasonOr(ConnectionFailures.error(broken)));
        } else if (length < 0) {
            fail(closeReasonOr(ConnectionFailures.closedByServer(decoder.hasPartialReply())));
        }
    }

    private void onReply(Reply reply) {
        if (lossReason == null && !queue.reply(reply, wire)) {
            fail(ConnectionFailures.unsolicitedReply(reply));
        }
    }

    /**
     * Fails an idle connection that has input or was closed. Later dialogues fail with CLOSED and may use another
     * connection.
     */
    void checkIdle() {
        if (lossReason == null) {
            readReplies(true);
            if (lossReason != null) {
                lossReason = ConnectionFailures.CLOSED;
            }
        }
    }

    private void armDeadline() {
        if (!queue.deadlineRestarts(wire)) {
            return;
        }
        TimeoutKind wait = queue.waitingFor();
        if (wait == null) {
            deadlineTimer.disarm();
        } else {
            deadlineTimer.arm(wait);
        }
    }

    private void upgrade() {
        Failure failure = secure();
        Dialogue head = queue.head();
        if (failure == null && head != null) {
            head.onSecured(wire);
        }
    }

    /** Performs the TLS handshake within its deadline. Null on success, else the connection has failed. */
    @Nullable
    Failure secure() {
        deadlineTimer.arm(TimeoutKind.TLS);
        Failure failure = socket.secure(tls);
        Failure why = socket.closeReason();
        if (failure != null && why != null && why.kind() == Failure.Kind.TIMEOUT) {
            String text = "handshake timed out after " + deadlines.of(TimeoutKind.TLS).toMillis() + "ms";
            failure = TlsVerification.handshakeFailed(tls, new SocketTimeoutException(text));
        }
        if (failure != null) {
            fail(failure);
        }
        return failure;
    }

    /** The reason of {@link BlockingSocket#close}, if another thread has called it, else this failure. */
    private Failure closeReasonOr(Failure failure) {
        Failure why = socket.closeReason();
        return why != null ? why : failure;
    }

    void fail(Failure failure) {
        if (lossReason != null) {
            return;
        }
        lossReason = failure;
        if (log != null) {
            log.note(failure.text());
        }
        deadlineTimer.cancel();
        writeBuffer.release();
        socket.close(failure);
        notifyClosed(failure);
        queue.fail(failure, wire);
    }

    private void notifyClosed(Failure why) {
        if (!closedNotified) {
            closedNotified = true;
            listener.closed(connection, why);
        }
    }
}
