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
 * Sends content with BDAT (RFC 3030): chunks with their length, the last one marked LAST. Several chunks may be
 * unanswered. After a rejected chunk no other is sent.
 */
final class BdatTransfer extends ContentTransfer {

    /** Chunks without LAST that may be unanswered. The limit bounds what is sent after a rejection. */
    private static final int MAX_UNANSWERED_CHUNKS = 16;
    /** Octets of the last chunk when it is held. */
    private static final int HELD_OCTETS = 2;

    private final boolean holdLastChunk;
    private final Runnable owe;
    private @Nullable Piece chunk;
    private @Nullable Piece heldChunk;
    private boolean hasRecipients;
    private boolean noRecipients;
    private int chunks;
    private int answered;
    private boolean lastWritten;
    private @Nullable Reply refusedChunk;

    /**
     * Creates a transfer.
     *
     * @param held whether the last chunk has only {@value #HELD_OCTETS} octets and waits for all replies before it, so
     *             that a connection lost earlier leaves FAILED, not UNKNOWN
     */
    BdatTransfer(PreparedMessage content, int chunkSize, boolean sevenBitDeclared, boolean held, Runnable owe) {
        // The line ends of a small message are CRLF already.
        super(content, content.binary() || content.small() ? ContentEncoder.identity() : ContentEncoder.canonical(),
              chunkSize, sevenBitDeclared);
        this.holdLastChunk = held;
        this.owe = owe;
    }

    @Override
    void onEnvelopeAnswered(boolean none) {
        hasRecipients = !none;
        noRecipients = none;
    }

    @Override
    void advance(Wire wire) {
        while (!lastWritten && !done() && chunks - answered < MAX_UNANSWERED_CHUNKS) {
            Piece current = chunk;
            if (current == null) {
                if (wire.writableBytes() == 0) {
                    return;
                }
                current = nextChunk(wire);
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
                markCommitPoint(wire);
            }
        }
    }

    /** The next chunk; null while it is being read or held. */
    private @Nullable Piece nextChunk(Wire wire) {
        Piece next = heldChunk != null ? heldChunk : piece(wire);
        if (next == null || !holdLastChunk || !next.last()) {
            return next;
        }
        if (heldChunk == null && next.length() > HELD_OCTETS) {
            int head = next.length() - HELD_OCTETS;
            heldChunk = new Piece(next.octets(), next.offset() + head, HELD_OCTETS, true);
            return new Piece(next.octets(), next.offset(), head, false);
        }
        if (!hasRecipients || answered < chunks) {
            return null;
        }
        if (wire.hasPartialReply()) {
            // A partial reply although none is owed would be matched with the last chunk.
            fail(Failure.of(Failure.Kind.UNEXPECTED, "the server sent a reply before the end of the message"));
            return null;
        }
        return next;
    }

    @Override
    void onReply(Reply reply) {
        answered++;
        if (noRecipients && !lastWritten) {
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

    /**
     * After a rejected chunk the server must reject the last one, too. If it accepts it, the stored message may lack
     * the rejected chunk.
     */
    private void afterRefusal(Reply refused, Reply reply, boolean last) {
        if (last && (reply.isTransient() || reply.isPermanent())) {
            decide(refused);
        } else if (last) {
            fail(Failure.of(Failure.Kind.UNEXPECTED, "the last chunk was accepted after a rejected one: " + reply));
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
    boolean isCommandRefused(Reply refusal) {
        return hasRecipients && CommandReplies.refuseCommand(refusal);
    }

    @Override
    boolean chunkAccepted() {
        return answered > 1 && refusedChunk == null;
    }

    @Override
    boolean chunkRefused() {
        return refusedChunk != null;
    }

    @Override
    boolean allWritten() {
        return lastWritten;
    }
}
