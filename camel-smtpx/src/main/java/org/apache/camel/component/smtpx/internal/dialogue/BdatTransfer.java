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
import org.jspecify.annotations.Nullable;

/**
 * Content by BDAT (RFC 3030): chunks with their length, the last one marked LAST. Several chunks may be unanswered;
 * after a refused one no further chunk is sent.
 */
final class BdatTransfer extends ContentTransfer {

    /** Chunks without LAST that may be unanswered: a refusal is seen before much more has been sent. */
    private static final int UNANSWERED = 16;
    /** Octets of the last chunk when it is held back. */
    private static final int END = 2;

    private final boolean held;
    private final Runnable owe;
    private @Nullable Piece chunk;
    private @Nullable Piece end;
    private boolean addressed;
    private boolean nobody;
    private int chunks;
    private int answered;
    private boolean lastWritten;
    private @Nullable Reply refusedChunk;

    /**
     * A transfer that has yet to begin.
     *
     * @param held the last chunk is sent only when everything before it is answered, and it is a small one: whatever
     *             breaks before that leaves nothing in doubt
     */
    BdatTransfer(PreparedMessage content, int chunkSize, boolean sevenBitDeclared, boolean held, Runnable owe) {
        // A small message has its line ends as CRLF already.
        super(content, content.binary() || content.small() ? ContentEncoder.identity() : ContentEncoder.canonical(),
              chunkSize, sevenBitDeclared);
        this.held = held;
        this.owe = owe;
    }

    @Override
    void onEnvelope(boolean toNobody) {
        addressed = !toNobody;
        nobody = toNobody;
    }

    @Override
    void advance(Wire wire) {
        while (!lastWritten && !done() && chunks - answered < UNANSWERED) {
            Piece current = chunk;
            if (current == null) {
                if (wire.room() == 0) {
                    return;
                }
                current = next(wire);
                if (current == null) {
                    return;
                }
                Command.appendBdat(wire.out(), current.length(), current.last());
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

    /** The next chunk; null when it is not there yet, or must wait. */
    private @Nullable Piece next(Wire wire) {
        Piece next = end != null ? end : piece(wire);
        if (next == null || !held || !next.last()) {
            return next;
        }
        if (end == null && next.length() > END) {
            int head = next.length() - END;
            end = new Piece(next.octets(), next.offset() + head, END, true);
            return new Piece(next.octets(), next.offset(), head, false);
        }
        if (!addressed || answered < chunks) {
            return null;
        }
        if (wire.midReply()) {
            // Half a reply although nothing is owed: the last chunk would be answered by something that came before it.
            fail(Failure.of(Failure.Kind.UNEXPECTED, "the server sent something before the end of the message"));
            return null;
        }
        return next;
    }

    @Override
    void onReply(Reply reply) {
        answered++;
        if (nobody && !lastWritten) {
            decide(reply);
            return;
        }
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
        if (last && (reply.isTransient() || reply.isPermanent())) {
            decide(refused);
        } else if (last) {
            fail(Failure.of(Failure.Kind.UNEXPECTED, "the last chunk was accepted after one that was refused: " + reply));
        }
    }

    @Override
    TimeoutKind waitingFor() {
        if (lastWritten && answered == chunks - 1) {
            return TimeoutKind.FINAL;
        }
        return TimeoutKind.BLOCK;
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
    boolean midContent() {
        return chunk != null;
    }

    /** RFC 5321, section 4.2.4: the command is unknown, not implemented or not expected here. */
    @Override
    boolean refusesCommand(Reply refusal) {
        return addressed && switch (refusal.code()) {
            case 500, 502, 503, 504 -> true;
            default -> false;
        };
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
