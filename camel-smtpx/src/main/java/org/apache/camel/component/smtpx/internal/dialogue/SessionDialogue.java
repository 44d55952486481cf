/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.Objects;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One step of an SMTP session: greeting, hello, STARTTLS, AUTH, a command, a message, a chunk. A caller that reads each
 * reply runs the steps one by one; {@link HandshakeDialogue} runs those before the first mail in a row. After a
 * rejection the connection stays open, unless it is in doubt or the server is closing.
 */
public abstract class SessionDialogue extends Dialogue {

    /**
     * The result of a step.
     *
     * @param reply   the reply, if one came
     * @param failure why there is no reply, or why the step failed although there is one
     */
    public record Result(@Nullable Reply reply, @Nullable Failure failure) {
    }

    private final Consumer<Result> whenDone;
    private @Nullable Result result;
    private Verdict verdict = Verdict.CLOSE;

    /** @param whenDone receives the result, once, on the connection's thread */
    SessionDialogue(Consumer<Result> whenDone) {
        this.whenDone = whenDone;
    }

    /** Ends the dialogue with a reply. */
    final void finishWith(Reply reply) {
        finish(reply, null, reply.code() == 421 ? Verdict.CLOSE : Verdict.KEEP);
    }

    /** Ends the dialogue with the replies to the end of a message. */
    final void finishWith(EndReplies replies) {
        finish(replies.summary(), null, replies.closing() ? Verdict.CLOSE : Verdict.KEEP);
    }

    final void finish(@Nullable Reply reply, @Nullable Failure failure, Verdict end) {
        if (result == null) {
            result = new Result(reply, failure);
            verdict = end;
        }
    }

    /** The result, once there is one. */
    final Result result() {
        return Objects.requireNonNull(result);
    }

    final void send(Command command, Wire wire) {
        command.appendTo(wire.out());
        owe();
    }

    @Override
    public void onLost(Failure failure, Wire wire) {
        finish(null, failure, Verdict.CLOSE);
    }

    @Override
    public final boolean allWritten() {
        return done();
    }

    @Override
    public final boolean done() {
        return result != null;
    }

    @Override
    public final Verdict verdict() {
        return verdict;
    }

    @Override
    public void complete(Wire wire) {
        whenDone.accept(result());
    }
}
