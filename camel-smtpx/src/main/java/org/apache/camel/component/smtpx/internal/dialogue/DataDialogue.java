/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue.Result;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * DATA and a message that comes in pieces (RFC 5321, section 4.1.1.4). Once the server has said 354 the message stays
 * open until {@link #end()}; the pieces are wire octets, with their dots stuffed. When the server refuses the message
 * early, or the connection is lost, further pieces go nowhere and the result tells it. A server that says 421 meanwhile
 * gets the rest of the message before the connection is closed, and its 421 is the result.
 */
public final class DataDialogue extends SessionDialogue {

    private enum Step {
        COMMAND,
        INTERMEDIATE,
        OPEN,
        FINAL
    }

    private static final byte[] DOT = { '.', '\r', '\n' };

    private final Consumer<Result> whenBegun;
    private Step step = Step.COMMAND;
    private boolean beginReported;
    private byte @Nullable [] piece;
    private int offset;
    private Runnable whenWritten = () -> {
    };
    private boolean endRequested;
    private @Nullable Reply closingReply;

    /**
     * A message that has yet to begin.
     *
     * @param whenBegun told the reply to DATA, or that none came
     * @param whenDone  told the final reply; at once when DATA is refused
     */
    public DataDialogue(Consumer<Result> whenBegun, Consumer<Result> whenDone) {
        super(whenDone);
        this.whenBegun = whenBegun;
    }

    /** The next piece, on the connection's thread, when the one before has been taken. */
    public void write(byte[] octets, Runnable taken) {
        if (done()) {
            taken.run();
        } else {
            piece = octets;
            offset = 0;
            whenWritten = taken;
        }
    }

    /** The message is whole: the final dot follows. On the connection's thread. */
    public void end() {
        endRequested = true;
    }

    @Override
    public void advance(Wire wire) {
        if (step == Step.COMMAND) {
            step = Step.INTERMEDIATE;
            send(Command.data(), wire);
        } else if (step == Step.OPEN && !done()) {
            content(wire);
        }
    }

    private void content(Wire wire) {
        byte[] octets = piece;
        if (octets != null) {
            offset = wire.contentWhileWritable(octets, offset, octets.length);
            if (offset < octets.length) {
                return;
            }
            piece = null;
            whenWritten.run();
        }
        if (endRequested) {
            writeDot(wire);
        }
    }

    private void writeDot(Wire wire) {
        if (wire.hasPartialReply()) {
            finish(null, Failure.of(Failure.Kind.UNEXPECTED, "the server sent something before the end of the message"),
                    Verdict.CLOSE);
            return;
        }
        if (closingReply != null) {
            // The verdict is known; the server, which reads on, gets the whole of what it refused.
            wire.content(DOT, 0, DOT.length);
            finish(closingReply, null, Verdict.CLOSE);
            return;
        }
        step = Step.FINAL;
        wire.content(DOT, 0, DOT.length);
        owe();
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        if (step == Step.FINAL || reply.code() != 354) {
            finishWith(reply);
        } else {
            step = Step.OPEN;
            beginReported = true;
            whenBegun.accept(new Result(reply, null));
        }
    }

    @Override
    public void onUnsolicitedReply(Reply reply, Wire wire) {
        // An early refusal is a real answer; a success that comes before the end never is.
        if (step != Step.OPEN || closingReply != null) {
            return;
        }
        if (reply.code() == 421) {
            closingReply = reply;
        } else if (reply.isTransient() || reply.isPermanent()) {
            finish(reply, null, Verdict.CLOSE);
        }
    }

    @Override
    public boolean writesAfterServerClose() {
        return closingReply != null && !done();
    }

    @Override
    public void onLost(Failure failure, Wire wire) {
        finish(closingReply, closingReply == null ? failure : null, Verdict.CLOSE);
    }

    @Override
    public void complete(Wire wire) {
        super.complete(wire);
        if (!beginReported) {
            beginReported = true;
            whenBegun.accept(result());
        }
        if (piece != null) {
            piece = null;
            whenWritten.run();
        }
    }

    @Override
    public @Nullable TimeoutKind waitingFor() {
        return switch (step) {
            case COMMAND, INTERMEDIATE -> TimeoutKind.DATA;
            case OPEN -> piece == null ? null : TimeoutKind.BLOCK;
            case FINAL -> TimeoutKind.FINAL;
        };
    }

    @Override
    public String toString() {
        return "message";
    }
}
