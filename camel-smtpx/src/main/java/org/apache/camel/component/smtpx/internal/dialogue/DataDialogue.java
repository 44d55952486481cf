/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.dialogue.DataCommand.Step;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * DATA and a message in pieces. After the reply 354 the message stays open until {@link #end()}. The pieces are wire
 * octets, dot-stuffed. After an early rejection or a lost connection, further pieces are discarded and the result holds
 * the cause. After an early 421 the rest of the message is still sent; the 421 is the result. In LMTP the end of the
 * message has a reply for each accepted recipient (RFC 2033, section 4.2).
 */
public final class DataDialogue extends SessionDialogue {

    private final EndReplies endReplies;
    private final Consumer<Result> whenBegun;
    private final DataCommand data = new DataCommand(this::owe);
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
     * @param endReplies collects the replies to the end of the message
     * @param whenBegun  receives the reply to DATA, or the failure
     * @param whenDone   receives a final reply, a success if there is one, or the rejection of DATA
     */
    public DataDialogue(EndReplies endReplies, Consumer<Result> whenBegun, Consumer<Result> whenDone) {
        super(whenDone);
        this.endReplies = endReplies;
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
        if (data.step() == Step.COMMAND) {
            data.writeCommand(wire);
        } else if (data.step() == Step.CONTENT && !done()) {
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
        Failure failure = data.writeDot(wire);
        if (failure != null || closingReply != null) {
            // After an early 421 the verdict is known; the server still reads, so the message is completed.
            finish(failure == null ? closingReply : null, failure, Verdict.CLOSE);
            return;
        }
        for (int i = 1; i < endReplies.expected(); i++) {
            owe();
        }
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        if (data.step() == Step.FINAL) {
            if (endReplies.add(reply)) {
                finishWith(endReplies);
            }
        } else if (!data.onReply(reply)) {
            finishWith(reply);
        } else {
            beginReported = true;
            whenBegun.accept(new Result(reply, null));
        }
    }

    @Override
    public void onUnsolicitedReply(Reply reply, Wire wire) {
        // An early 4yz or 5yz decides; an early 2yz never does.
        if (data.step() != Step.CONTENT || closingReply != null) {
            return;
        }
        if (reply.code() == 421) {
            closingReply = reply;
            endReplies.add(reply);
        } else if (reply.isTransient() || reply.isPermanent()) {
            endReplies.add(reply);
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
        // While the message is open and nothing is to be written, the next step is the caller's.
        return data.step() == Step.CONTENT && piece == null ? null : data.waitingFor();
    }

    @Override
    public String toString() {
        return "message";
    }
}
