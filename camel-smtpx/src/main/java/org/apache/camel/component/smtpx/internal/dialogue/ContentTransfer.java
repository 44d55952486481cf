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
 * The content part of a transaction: DATA or BDAT. The transaction starts it, passes on the replies that belong to it,
 * and reads the {@link #verdictReply()} when it is {@link #done()}.
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

    /** Writes what may be written now. */
    abstract void advance(Wire wire);

    /** The replies to the envelope are in: there is somebody to deliver to, or nobody. */
    abstract void onEnvelopeAnswered(boolean nobody);

    /** Takes a reply that belongs to the content. */
    abstract void onReply(Reply reply);

    /** What is waited for. */
    abstract TimeoutKind waitingFor();

    /** The stage at which the transfer stands. */
    abstract Stage stage();

    /** Whether the first command has been written. */
    abstract boolean begun();

    /** Whether the server is reading content: what it says now, before the end, is about that. */
    abstract boolean midContent();

    /** Whether the server refused a chunk that was not the last. */
    boolean chunkRefused() {
        return false;
    }

    /** Whether a refusal is about the command, not about the message: another command may carry the message. */
    boolean isCommandRefused(Reply refusal) {
        return false;
    }

    /** Whether the last octet has been written. */
    abstract boolean allWritten();

    /** Whether the server may have accepted the message: its last octet is with the socket. */
    final boolean committed(Wire wire) {
        return commitPosition >= 0 && wire.flushedBytes() >= commitPosition;
    }

    /** Whether there is a verdict, or a failure of our own. */
    final boolean done() {
        return verdictReply != null || failure != null;
    }

    /** The reply that decides about the message. */
    final @Nullable Reply verdictReply() {
        return verdictReply;
    }

    /** Why the transfer cannot go on. */
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

    /** The octet that lets the server accept has just been written. */
    final void markCommitPoint(Wire wire) {
        commitPosition = wire.writtenBytes();
    }

    /** The piece that is being written; null while it is read, or when it could not be read. */
    final @Nullable Piece piece(Wire wire) {
        if (piece == null && !reading && failure == null) {
            read(wire);
        }
        return piece;
    }

    /** Writes as much of the piece as there is room for; true when it is written whole. */
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

    /** Closes the source. Safe at any time. */
    final void close(Wire wire) {
        closed = true;
        ContentReader open = reader;
        if (open == null || reading) {
            // A read under way is followed by this again.
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
