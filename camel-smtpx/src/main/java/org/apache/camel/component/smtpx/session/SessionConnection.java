/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.SessionDialogue.Result;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.netty.NettyConnection;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a session on the calling thread: one dialogue at a time, whose result is awaited. Every wait ends,
 * because the connection has a deadline for each. Keeps the last reply and the reason of the end.
 */
final class SessionConnection {

    private final NettyConnection connection;
    private final Target target;
    private @Nullable Reply last;
    private volatile @Nullable Failure end;
    private boolean closed;

    SessionConnection(NettyConnection connection, Target target) {
        this.connection = connection;
        this.target = target;
    }

    NettyConnection connection() {
        return connection;
    }

    Target target() {
        return target;
    }

    Capabilities capabilities() {
        return connection.capabilities();
    }

    /** The reply to the last command; null if none came. */
    @Nullable
    Reply last() {
        return last;
    }

    /** Marks the connection as closed for further commands. */
    void ended(Failure why) {
        if (end == null) {
            end = why;
        }
    }

    /** Whether the session is over. */
    boolean over() {
        return end != null;
    }

    /** @throws NoReplyException if the session is over */
    void check(Stage stage) throws NoReplyException {
        Failure why = end;
        if (why != null) {
            last = null;
            throw new NoReplyException(stage, null, why);
        }
    }

    /** Sends a command and waits for its reply, positive or negative. */
    Reply ask(Command command, TimeoutKind wait, Stage stage) throws NoReplyException {
        Result result = run(stage, whenDone -> new CommandDialogue(command, wait, whenDone));
        return reply(result, stage);
    }

    /** As {@link #ask}, and the reply must be a success. */
    Reply succeed(Command command, TimeoutKind wait, Stage stage) throws IOException {
        return success(command.toString(), ask(command, wait, stage));
    }

    static Reply success(String command, Reply reply) throws SmtpReplyException {
        if (!reply.isCompleted()) {
            throw new SmtpReplyException(command, reply);
        }
        return reply;
    }

    /** Runs a dialogue to its end. */
    Result run(Stage stage, Function<Consumer<Result>, Dialogue> dialogue) throws NoReplyException {
        check(stage);
        CompletableFuture<Result> result = new CompletableFuture<>();
        connection.submit(dialogue.apply(result::complete));
        return await(result, stage);
    }

    /** The reply of a result; the session is over if none came. */
    Reply reply(Result result, Stage stage) throws NoReplyException {
        Reply reply = result.reply();
        last = reply;
        if (reply != null) {
            if (reply.code() == 421) {
                ended(Failure.of(Failure.Kind.CLOSED, "the server closed the session: " + reply));
            }
            return reply;
        }
        Failure failure = result.failure();
        Failure why = failure != null ? failure : Failure.of(Failure.Kind.CLOSED, "no reply came");
        ended(why);
        throw new NoReplyException(stage, null, why);
    }

    <T> T await(CompletableFuture<T> result, Stage stage) throws NoReplyException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Failure why = new Failure(
                    Failure.Kind.CANCELLED, "interrupted", new InterruptedIOException("interrupted while waiting"));
            close(why);
            last = null;
            throw new NoReplyException(stage, null, why);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Closes the connection; once, since its threads may end with it. */
    void close(Failure why) {
        ended(why);
        if (!closed) {
            closed = true;
            connection.close(why);
        }
    }
}
