/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Reply;

/**
 * One command and its reply: VRFY, EXPN, HELP, ETRN, NOOP, RSET as a liveness probe, QUIT.
 */
public final class CommandDialogue extends SessionDialogue {

    private final Command command;
    private final TimeoutKind wait;
    private boolean written;

    /**
     * Creates a dialogue for a command.
     *
     * @param wait     the deadline for its reply
     * @param whenDone receives the result, once, on the connection's thread
     */
    public CommandDialogue(Command command, TimeoutKind wait, Consumer<Result> whenDone) {
        super(whenDone);
        this.command = command;
        this.wait = wait;
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
            send(command, wire);
        }
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        finish(reply, null, verdictOf(reply));
    }

    private Verdict verdictOf(Reply reply) {
        if (reply.code() == 421 || reply.code() == 221 || wait == TimeoutKind.QUIT) {
            return Verdict.CLOSE;
        }
        if (wait == TimeoutKind.PROBE) {
            return reply.isCompleted() ? Verdict.CLEAN : Verdict.CLOSE;
        }
        return Verdict.KEEP;
    }

    @Override
    public TimeoutKind waitingFor() {
        return wait;
    }

    @Override
    public String toString() {
        return command.toString();
    }
}
