/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.io.IOException;

import org.apache.camel.component.smtpx.internal.content.ContentEncoder;
import org.apache.camel.component.smtpx.internal.content.ContentReader;
import org.apache.camel.component.smtpx.internal.content.ContentReader.Piece;
import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.mail.BytesSource;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The content part of a transaction: DATA or BDAT. The transaction advances it, passes its replies on, and reads the
 * {@link #verdictReply()} when it is {@link #done()}.
 */
abstract class ContentTransfer {

    private final PreparedMessage content;
    private final ContentEncoder encoder;
    private final int pieceSize;
    private final boolean sevenBitDeclared;
    private @Nullable ContentReader reader;
    private @Nullable Piece piece;
    private int offset;
    private boolean reading;
    private boolean closed;
    private long commitPosition = -1;

    private @Nullable Reply verdictReply;
    private @Nullable Failure failure;

    ContentTransfer(PreparedMessage content, ContentEncoder encoder, int pieceSize, boolean sevenBitDeclared) {
        this.content = content;
        this.encoder = encoder;
        this.pieceSize = pieceSize;
        this.sevenBitDeclared = sevenBitDeclared;
    }

    /** Writes as much as the plan and the buffer allow. */
    abstract void advance(Wire wire);

    /** All replies to the envelope have arrived. */
    abstract void onEnvelopeAnswered(boolean noRecipients);

    /** Receives a reply to a content command. */
    abstract void onReply(Reply reply);

    /** The timeout that applies now. */
    abstract TimeoutKind waitingFor();

    /** The current stage, for the result. */
    abstract Stage stage();

    /** Whether the first command has been written. */
    abstract boolean begun();

    /** Whether the server is reading content: an early reply then rejects the message. */
    abstract boolean midContent();

    /** Whether the server rejected a chunk other than the last. */
    boolean chunkRefused() {
        return false;
    }

    /** Whether the server accepted a chunk other than the last, so that it knows the command. */
    boolean chunkAccepted() {
        return false;
    }

    /** Whether the reply rejects the command, not the message. DATA may then carry the message in place of BDAT. */
    boolean isCommandRefused(Reply refusal) {
        return false;
    }

    /** Whether the last octet has been written. */
    abstract boolean allWritten();

    /**
     * Whether the commit point has passed: the socket has the last octet, so the server may have accepted the message.
     */
    final boolean committed(Wire wire) {
        return commitPosition >= 0 && wire.flushedBytes() >= commitPosition;
    }

    /** Whether there is a verdict or a failure. */
    final boolean done() {
        return verdictReply != null || failure != null;
    }

    /** The reply that accepts or rejects the message. */
    final @Nullable Reply verdictReply() {
        return verdictReply;
    }

    /** The failure that ended the transfer; null for none. */
    final @Nullable Failure failure() {
        return failure;
    }

    final void decide(Reply reply) {
        verdictReply = reply;
    }

    final void fail(Failure reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Marks the commit point: the octet that ends the message has been written to the buffer. */
    final void markCommitPoint(Wire wire) {
        commitPosition = wire.writtenBytes();
        wire.markMessageEnd();
    }

    /** The current piece; null while it is being read or after a read failure. */
    final @Nullable Piece piece(Wire wire) {
        if (piece == null && !reading && failure == null) {
            read(wire);
        }
        return piece;
    }

    /** Writes as much of the piece as the wire accepts; true when it is complete. */
    final boolean write(Piece current, Wire wire) {
        int start = current.offset();
        offset = wire.contentWhileWritable(current.octets(), start + offset, start + current.length()) - start;
        if (offset < current.length()) {
            return false;
        }
        offset = 0;
        piece = null;
        return true;
    }

    /** Closes the source. Idempotent. */
    final void close(Wire wire) {
        closed = true;
        ContentReader open = reader;
        if (open == null || reading) {
            // The read in progress closes the source when it completes.
            return;
        }
        reader = null;
        if (!inMemory()) {
            wire.offload(() -> {
                open.close();
                return null;
            }, (nothing, error) -> {
            });
        }
    }

    private boolean inMemory() {
        return content.source() instanceof BytesSource;
    }

    private void read(Wire wire) {
        boolean sevenBit = !content.binary() && !content.small()
                && (sevenBitDeclared || !wire.capabilities().eightBitMime());
        if (inMemory()) {
            try {
                piece = readPiece(sevenBit);
            } catch (IOException e) {
                failSource(e);
            }
            return;
        }
        reading = true;
        wire.offload(() -> readPiece(sevenBit), (read, error) -> {
            reading = false;
            piece = read;
            if (error != null) {
                failSource(error);
            }
            if (closed) {
                close(wire);
            }
        });
    }

    private void failSource(Exception error) {
        fail(new Failure(Failure.Kind.SOURCE, "the message could not be read: " + error.getMessage(), error));
    }

    private Piece readPiece(boolean sevenBit) throws IOException {
        if (content.small() && content.source() instanceof BytesSource source && encoder == ContentEncoder.identity()) {
            return new Piece(source.octets(), 0, source.octets().length, true);
        }
        ContentReader open = reader;
        if (open == null) {
            open = new ContentReader(content, encoder, pieceSize, sevenBit);
            reader = open;
        }
        return open.next();
    }
}
