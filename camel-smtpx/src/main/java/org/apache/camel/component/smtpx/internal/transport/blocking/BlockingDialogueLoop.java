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
 * What is said on a {@link BlockingConnection}: the dialogues and the server take turns, on the thread that has the
 * connection.
 */
final class BlockingDialogueLoop {

    private static final int INPUT = 4096;

    private final BlockingConnection connection;
    private final ConnectionListener listener;
    private final BlockingSocket socket;
    private final Timeouts deadlines;
    private final TlsSettings tls;
    private final @Nullable WireLog log;
    private final DialogueQueue queue = new DialogueQueue();
    private final ReplyDecoder decoder;
    private final BlockingWriteBuffer outbox;
    private final BlockingWire wire;
    private final BlockingDeadlineTimer alarm;
    private final ByteBuffer input = ByteBuffer.allocate(INPUT);
    private final Consumer<Reply> onReply = this::onReply;
    private boolean underWay;
    private boolean retired;
    /** What a dialogue is told that comes after the end; null before it. */
    private @Nullable Failure lost;

    BlockingDialogueLoop(BlockingConnection connection, ConnectionListener listener, BlockingSocket socket, Timeouts deadlines,
                         Timers timers, TlsSettings tls, Secrets secrets, @Nullable WireLog log) {
        this.connection = connection;
        this.listener = listener;
        this.socket = socket;
        this.deadlines = deadlines;
        this.tls = tls;
        this.log = log;
        this.decoder = new ReplyDecoder(ReplySyntax.STRICT, secrets, log);
        this.outbox = new BlockingWriteBuffer(socket, log, this::watch, timers::nanoTime);
        this.wire = new BlockingWire(socket, outbox, queue, decoder, secrets);
        this.alarm = new BlockingDeadlineTimer(timers, deadlines, connection::close);
    }

    BlockingWire wire() {
        return wire;
    }

    /** Whether somebody is in the middle of it: the same thread, which was told that something is over. */
    boolean underWay() {
        return underWay;
    }

    /** Carries a dialogue to its end. When one is under way already, it comes behind that. */
    void with(Dialogue dialogue) {
        Failure gone = lost;
        if (gone != null || queue.ending() != null) {
            DialogueQueue.lose(dialogue, gone != null ? gone : ConnectionFailures.GONE, wire);
        } else {
            queue.add(dialogue);
            if (!underWay) {
                talk();
            }
        }
    }

    /** Takes turns with the server until every dialogue is over. */
    private void talk() {
        underWay = true;
        try {
            while (lost == null && queue.busy()) {
                turn();
            }
        } catch (Throwable e) {
            // The connection is in doubt; every dialogue on it ends with an outcome.
            lose(ConnectionFailures.broken(e));
        } finally {
            underWay = false;
            alarm.rest();
        }
    }

    private void turn() {
        queue.advance(wire);
        outbox.flush();
        if (wire.pollTls()) {
            upgrade();
            queue.restartWait();
            return;
        }
        release();
        IOException failure = outbox.failure();
        if (lost != null) {
            return;
        }
        if (failure != null) {
            if (socket.isOpen()) {
                // The server may have said why it does not listen.
                hear(true);
            }
            lose(because(ConnectionFailures.broken(failure)));
        } else if (queue.ending() != null && !queue.draining()) {
            end(queue.ending());
        } else if (wire.pollChanged()) {
            queue.restartWait();
        } else if (queue.head() != null) {
            hear(wire.pollHalted());
        }
    }

    /** Frees the connection of what is over, before its owner hears of it. */
    private void release() {
        for (Dialogue over = queue.pollOver(); over != null; over = queue.pollOver()) {
            if (queue.ending() == null) {
                listener.released(connection);
            } else {
                retire(ConnectionFailures.GIVEN_UP);
            }
            DialogueQueue.complete(over, wire);
        }
    }

    private void end(Dialogue.Verdict ending) {
        if (ending != Dialogue.Verdict.QUIT || queue.head() != null) {
            socket.farewell();
            lose(ConnectionFailures.GIVEN_UP);
        } else {
            queue.leave(CommandDialogue.quit(), ConnectionFailures.GIVEN_UP, wire);
        }
    }

    /**
     * Reads what the server says, and hands it to the dialogues before any of them writes.
     *
     * @param arrived only what is here already; otherwise this waits
     */
    private void hear(boolean arrived) {
        if (queue.draining()) {
            queue.drain(ConnectionFailures.GIVEN_UP, wire);
        }
        watch();
        outbox.heard();
        boolean now = arrived;
        do {
            read(now);
            now = true;
        } while (lost == null && socket.mayHaveMore(input));
    }

    private void read(boolean arrived) {
        input.clear();
        int length = 0;
        IOException broken = null;
        try {
            length = arrived ? socket.readArrived(input) : socket.read(input);
        } catch (IOException e) {
            broken = e;
        }
        try {
            decoder.decode(input.array(), input.position(), onReply);
        } catch (MalformedReplyException e) {
            lose(ConnectionFailures.malformed(e));
        }
        if (broken != null) {
            lose(because(ConnectionFailures.broken(broken)));
        } else if (length < 0) {
            lose(because(ConnectionFailures.closed(decoder.midReply())));
        }
    }

    private void onReply(Reply reply) {
        if (lost == null && !queue.reply(reply, wire)) {
            lose(ConnectionFailures.unasked(reply));
        }
    }

    /** Nothing that has come to a connection that lay idle is good. A dialogue that comes now may try another one. */
    void checkIdle() {
        if (lost == null) {
            hear(true);
            if (lost != null) {
                lost = ConnectionFailures.GONE;
            }
        }
    }

    private void watch() {
        if (!queue.waitBegins(wire)) {
            return;
        }
        TimeoutKind wait = queue.waitingFor();
        if (wait == null) {
            alarm.rest();
        } else {
            alarm.watch(wait);
        }
    }

    private void upgrade() {
        Failure failure = secure();
        Dialogue head = queue.head();
        if (failure == null && head != null) {
            head.onSecured(wire);
        }
    }

    /** Does the TLS handshake, within its deadline. Null when all is well, else the connection is lost. */
    @Nullable
    Failure secure() {
        alarm.watch(TimeoutKind.TLS);
        Failure failure = socket.secure(tls);
        Failure why = socket.closedFor();
        if (failure != null && why != null && why.kind() == Failure.Kind.TIMEOUT) {
            String text = "handshake timed out after " + deadlines.of(TimeoutKind.TLS).toMillis() + "ms";
            failure = TlsVerification.failed(tls, new SocketTimeoutException(text));
        }
        if (failure != null) {
            lose(failure);
        }
        return failure;
    }

    /** When somebody else has closed the connection, it is that what it was lost for. */
    private Failure because(Failure failure) {
        Failure why = socket.closedFor();
        return why != null ? why : failure;
    }

    void lose(Failure failure) {
        if (lost != null) {
            return;
        }
        lost = failure;
        if (log != null) {
            log.note(failure.text());
        }
        alarm.cancel();
        outbox.release();
        socket.close(failure);
        retire(failure);
        queue.lose(failure, wire);
    }

    private void retire(Failure why) {
        if (!retired) {
            retired = true;
            listener.closed(connection, why);
        }
    }
}
