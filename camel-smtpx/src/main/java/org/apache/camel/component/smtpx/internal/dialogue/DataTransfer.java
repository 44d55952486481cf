/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.internal.content.ContentEncoder;
import org.apache.camel.component.smtpx.internal.content.ContentReader.Piece;
import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;

/**
 * Sends content with DATA (RFC 5321, section 4.1.1.4): the command, 354, the dot-stuffed message, the final dot.
 */
final class DataTransfer extends ContentTransfer {

    private final DataCommand data;
    private boolean noRecipients;

    DataTransfer(PreparedMessage content, int pieceSize, boolean sevenBitDeclared, Runnable owe) {
        super(content, ContentEncoder.dotStuffed(), pieceSize, sevenBitDeclared);
        this.data = new DataCommand(owe);
    }

    /** Without accepted recipients, a 354 is answered with a lone dot (RFC 2920, section 3.1). */
    @Override
    void onEnvelopeAnswered(boolean none) {
        noRecipients = none;
    }

    @Override
    void advance(Wire wire) {
        switch (data.step()) {
            case COMMAND -> data.writeCommand(wire);
            case CONTENT -> content(wire);
            case INTERMEDIATE, FINAL -> {
                // The next step is the server's.
            }
        }
    }

    private void content(Wire wire) {
        boolean whole = noRecipients;
        while (!whole) {
            Piece piece = piece(wire);
            if (piece == null || !write(piece, wire)) {
                return;
            }
            whole = piece.last();
        }
        Failure failure = data.writeDot(wire);
        if (failure != null) {
            fail(failure);
        } else {
            markCommitPoint(wire);
        }
    }

    @Override
    void onReply(Reply reply) {
        boolean last = data.step() == DataCommand.Step.FINAL;
        if (!last && data.onReply(reply)) {
            return;
        }
        if (last || reply.isTransient() || reply.isPermanent()) {
            decide(reply);
        } else {
            fail(Failure.of(Failure.Kind.UNEXPECTED, "DATA was answered with " + reply));
        }
    }

    @Override
    TimeoutKind waitingFor() {
        return data.waitingFor();
    }

    @Override
    Stage stage() {
        return switch (data.step()) {
            case COMMAND, INTERMEDIATE -> Stage.DATA;
            case CONTENT -> Stage.CONTENT;
            case FINAL -> Stage.FINAL;
        };
    }

    @Override
    boolean begun() {
        return data.step() != DataCommand.Step.COMMAND;
    }

    @Override
    boolean midContent() {
        return data.step() == DataCommand.Step.CONTENT;
    }

    @Override
    boolean allWritten() {
        return data.step() == DataCommand.Step.FINAL;
    }
}
