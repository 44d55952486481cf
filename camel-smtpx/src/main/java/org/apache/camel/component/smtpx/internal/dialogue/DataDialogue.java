/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * DATA and a message in pieces (RFC 5321, section 4.1.1.4). After the reply 354 the message stays open until
 * {@link #end()}. The pieces are wire octets, dot-stuffed. After an early rejection or a lost connection, further
 * pieces are discarded and the result holds the cause. After an early 421 the rest of the message is still sent; the
 * 421 is the result.
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
     * Creates a dialogue for one message.
     *
     * @param whenBegun receives the reply to DATA, or the failure
     * @param whenDone  receives the final reply, or the rejection of DATA
     */
    public DataDialogue(Consumer<Result> whenBegun, Consumer<Result> whenDone) {
        super(whenDone);
        this.whenBegun = whenBegun;
    }

    /** Sends the next piece. Call it on the connection's thread, after the previous piece was written. */
    public void write(byte[] octets, Runnable taken) {
        if (done()) {
            taken.run();
        } else {
            piece = octets;
            offset = 0;
            whenWritten = taken;
        }
    }

    /** Ends the message with the final dot. Call it on the connection's thread. */
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
            finish(null, Failure.of(Failure.Kind.UNEXPECTED, "the server sent a reply before the end of the message"),
                    Verdict.CLOSE);
            return;
        }
        if (closingReply != null) {
            // The verdict is known; the server still reads, so the message is completed.
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
        // An early 4yz or 5yz decides; an early 2yz never does.
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
