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
 * One command and its reply: VRFY, EXPN, HELP, ETRN, NOOP, RSET as a liveness probe, QUIT.
 */
public final class CommandDialogue extends Dialogue {

    /**
     * The result of the command.
     *
     * @param reply   the reply, if one came
     * @param failure why there is no reply
     */
    public record Result(@Nullable Reply reply, @Nullable Failure failure) {
    }

    private final Command command;
    private final TimeoutKind wait;
    private final Consumer<Result> whenDone;
    private boolean written;
    private @Nullable Result result;

    /**
     * Creates a dialogue for a command.
     *
     * @param wait     the deadline for its reply
     * @param whenDone receives the result, once, on the connection's thread
     */
    public CommandDialogue(Command command, TimeoutKind wait, Consumer<Result> whenDone) {
        this.command = command;
        this.wait = wait;
        this.whenDone = whenDone;
    }

    /** QUIT, whose reply is not reported. */
    public static CommandDialogue quit() {
        return new CommandDialogue(Command.quit(), TimeoutKind.QUIT, result -> {
        });
    }

    @Override
    public void advance(Wire wire) {
        if (!written) {
            written = true;
            command.appendTo(wire.out());
            owe();
        }
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        result = new Result(reply, null);
    }

    @Override
    public void onLost(Failure failure, Wire wire) {
        if (result == null) {
            result = new Result(null, failure);
        }
    }

    @Override
    public boolean allWritten() {
        return done();
    }

    @Override
    public boolean done() {
        return result != null;
    }

    @Override
    public Verdict verdict() {
        Reply reply = result == null ? null : result.reply();
        if (reply == null || reply.code() == 421 || reply.code() == 221 || wait == TimeoutKind.QUIT) {
            return Verdict.CLOSE;
        }
        if (wait == TimeoutKind.PROBE) {
            return reply.isCompleted() ? Verdict.CLEAN : Verdict.CLOSE;
        }
        return Verdict.KEEP;
    }

    @Override
    public @Nullable TimeoutKind waitingFor() {
        return wait;
    }

    @Override
    public void complete(Wire wire) {
        whenDone.accept(Objects.requireNonNull(result));
    }

    @Override
    public String toString() {
        return command.toString();
    }
}
