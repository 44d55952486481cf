/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * DATA (RFC 5321, section 4.1.1.4): the command, the reply 354, content, the final dot. The owner writes the content.
 */
final class DataCommand {

    enum Step {
        COMMAND,
        INTERMEDIATE,
        CONTENT,
        FINAL
    }

    private static final byte[] DOT = { '.', '\r', '\n' };

    private final Runnable owe;
    private Step step = Step.COMMAND;

    /** @param owe counts a reply owed to the dialogue */
    DataCommand(Runnable owe) {
        this.owe = owe;
    }

    Step step() {
        return step;
    }

    void writeCommand(Wire wire) {
        Command.data().appendTo(wire.out());
        owe.run();
        step = Step.INTERMEDIATE;
    }

    /** Receives the reply to the command; true if it is 354, so that content follows. */
    boolean onReply(Reply reply) {
        if (reply.code() != 354) {
            return false;
        }
        step = Step.CONTENT;
        return true;
    }

    /**
     * Writes the final dot, after a line end or nothing. Returns a failure and writes nothing if the server has begun a
     * reply although none is owed: it would be matched with the dot.
     */
    @Nullable
    Failure writeDot(Wire wire) {
        if (wire.hasPartialReply()) {
            return Failure.of(Failure.Kind.UNEXPECTED, "the server sent a reply before the end of the message");
        }
        wire.content(DOT, 0, DOT.length);
        owe.run();
        step = Step.FINAL;
        return null;
    }

    TimeoutKind waitingFor() {
        return switch (step) {
            case COMMAND, INTERMEDIATE -> TimeoutKind.DATA;
            case CONTENT -> TimeoutKind.BLOCK;
            case FINAL -> TimeoutKind.FINAL;
        };
    }
}
