/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import org.apache.camel.component.smtpx.message.Content;
import org.apache.camel.component.smtpx.message.ContentEncoder;
import org.apache.camel.component.smtpx.message.ContentReader.Piece;
import org.jspecify.annotations.Nullable;

/**
 * Content by BDAT (RFC 3030): chunks with their length, the last one marked LAST. Several chunks may be unanswered;
 * after a refused one no further chunk is sent.
 */
final class BdatTransfer extends ContentTransfer {

    /** Chunks without LAST that may be unanswered: a refusal is seen before much more has been sent. */
    private static final int UNANSWERED = 16;

    private final Runnable owe;
    private @Nullable Piece chunk;
    private int chunks;
    private int answered;
    private boolean lastWritten;
    private @Nullable Reply refusedChunk;

    BdatTransfer(Content content, int chunkSize, Runnable owe) {
        super(content, content.binary() ? ContentEncoder.identity() : ContentEncoder.canonical(), chunkSize);
        this.owe = owe;
    }

    @Override
    void onEnvelope(boolean nobody) {
        // Chunks that are on their way are refused by the server when it knows of nobody.
    }

    @Override
    void advance(Wire wire) {
        while (!lastWritten && !done() && chunks - answered < UNANSWERED) {
            Piece current = chunk;
            if (current == null) {
                if (!wire.hasRoom()) {
                    return;
                }
                current = piece(wire);
                if (current == null) {
                    return;
                }
                Command.bdat(current.length(), current.last()).appendTo(wire.out());
                chunk = current;
            }
            if (!write(current, wire)) {
                return;
            }
            chunk = null;
            chunks++;
            owe.run();
            if (current.last()) {
                lastWritten = true;
                commit(wire);
            }
        }
    }

    @Override
    void onReply(Reply reply) {
        answered++;
        boolean last = lastWritten && answered == chunks;
        Reply refused = refusedChunk;
        if (refused != null) {
            afterRefusal(refused, reply, last);
        } else if (last) {
            decide(reply);
        } else if (reply.isTransient() || reply.isPermanent()) {
            refusedChunk = reply;
            if (!lastWritten) {
                decide(reply);
            }
        } else if (reply.code() != 250) {
            fail(Failure.of(Failure.Kind.UNEXPECTED, "BDAT was answered with " + reply));
        }
    }

    /** The server must refuse the last chunk too; if it does not, it may have stored a message with a hole. */
    private void afterRefusal(Reply refused, Reply reply, boolean last) {
        if (last && reply.isCompleted()) {
            fail(Failure.of(Failure.Kind.UNEXPECTED, "the last chunk was accepted after one that was refused: " + reply));
        } else if (last) {
            decide(refused);
        }
    }

    @Override
    Wait waitingFor() {
        if (lastWritten && answered == chunks - 1) {
            return Wait.FINAL;
        }
        return Wait.BLOCK;
    }

    @Override
    Stage stage() {
        return lastWritten ? Stage.FINAL : Stage.CONTENT;
    }

    @Override
    boolean begun() {
        return chunks > 0 || chunk != null;
    }

    @Override
    boolean interrupted() {
        return refusedChunk != null;
    }

    @Override
    boolean allWritten() {
        return lastWritten;
    }
}
