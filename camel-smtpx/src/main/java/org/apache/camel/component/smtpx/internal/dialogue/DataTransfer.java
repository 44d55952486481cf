/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.internal.content.ContentEncoder;
import org.apache.camel.component.smtpx.internal.content.ContentReader.Piece;
import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;

/**
 * Sends content with DATA (RFC 5321, section 4.1.1.4): the command, 354, the dot-stuffed message, the final dot.
 */
final class DataTransfer extends ContentTransfer {

    private enum Step {
        COMMAND,
        INTERMEDIATE,
        CONTENT,
        FINAL
    }

    private static final byte[] DOT = { '.', '\r', '\n' };

    private Step step = Step.COMMAND;
    private final Runnable owe;
    private boolean noRecipients;

    DataTransfer(PreparedMessage content, int pieceSize, boolean sevenBitDeclared, Runnable owe) {
        super(content, ContentEncoder.dotStuffed(), pieceSize, sevenBitDeclared);
        this.owe = owe;
    }

    /** Without accepted recipients, a 354 is answered with a lone dot (RFC 2920, section 3.1). */
    @Override
    void onEnvelopeAnswered(boolean none) {
        noRecipients = none;
    }

    @Override
    void advance(Wire wire) {
        if (step == Step.COMMAND) {
            Command.data().appendTo(wire.out());
            owe.run();
            step = Step.INTERMEDIATE;
        } else if (step == Step.CONTENT) {
            content(wire);
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
        if (wire.hasPartialReply()) {
            // A partial reply although none is owed would be matched with the final dot.
            fail(Failure.of(Failure.Kind.UNEXPECTED, "the server sent a reply before the end of the message"));
            return;
        }
        wire.content(DOT, 0, DOT.length);
        markCommitPoint(wire);
        owe.run();
        step = Step.FINAL;
    }

    @Override
    void onReply(Reply reply) {
        if (step == Step.FINAL) {
            decide(reply);
        } else if (reply.code() == 354) {
            step = Step.CONTENT;
        } else if (reply.isTransient() || reply.isPermanent()) {
            decide(reply);
        } else {
            fail(Failure.of(Failure.Kind.UNEXPECTED, "DATA was answered with " + reply));
        }
    }

    @Override
    TimeoutKind waitingFor() {
        return switch (step) {
            case COMMAND, INTERMEDIATE -> TimeoutKind.DATA;
            case CONTENT -> TimeoutKind.BLOCK;
            case FINAL -> TimeoutKind.FINAL;
        };
    }

    @Override
    Stage stage() {
        return switch (step) {
            case COMMAND, INTERMEDIATE -> Stage.DATA;
            case CONTENT -> Stage.CONTENT;
            case FINAL -> Stage.FINAL;
        };
    }

    @Override
    boolean begun() {
        return step != Step.COMMAND;
    }

    @Override
    boolean midContent() {
        return step == Step.CONTENT;
    }

    @Override
    boolean allWritten() {
        return step == Step.FINAL;
    }
}
