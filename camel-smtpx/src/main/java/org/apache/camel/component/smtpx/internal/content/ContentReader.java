/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.apache.camel.component.smtpx.mail.BytesSource;
import org.jspecify.annotations.Nullable;

/**
 * Splits a message into encoded pieces of the maximum size, in order. Reading may block unless the message is in memory
 * ({@link #immediate()}). Confined to one thread at a time.
 */
public final class ContentReader implements Closeable {

    /** Octets of one piece; valid until the next one is asked for. */
    public record Piece(byte[] octets, int offset, int length, boolean last) {
    }

    private final ContentEncoder encoder;
    private final int pieceSize;
    private final long expected;
    private final boolean text;
    private final boolean sevenBit;
    private final byte @Nullable [] bytes;
    private final @Nullable InputStream in;
    private byte[] raw = new byte[0];
    private byte[] encoded = new byte[0];
    private int position;
    private int ahead = -1;
    private long total;
    private boolean ended;
    private final byte[] tail = new byte[4];
    private int tailLength;

    /**
     * Opens a message.
     *
     * @param content   the message
     * @param encoder   encodes it for the wire
     * @param pieceSize octets of the source in one piece, at most
     * @param sevenBit  whether an octet above 127 is an error (8BITMIME is not offered, or BODY=7BIT was declared)
     */
    public ContentReader(PreparedMessage content, ContentEncoder encoder, int pieceSize, boolean sevenBit) throws IOException {
        this.encoder = encoder;
        this.pieceSize = pieceSize;
        this.expected = content.source().size();
        // An in-memory message cannot have changed since it was scanned.
        this.text = !content.binary() && !(content.scanned() && content.inMemory());
        this.sevenBit = sevenBit;
        if (content.source() instanceof BytesSource source) {
            bytes = source.octets();
            in = null;
        } else {
            bytes = null;
            in = content.source().open();
        }
    }

    /** Whether {@link #next} never blocks. */
    public boolean immediate() {
        return bytes != null;
    }

    /** The next piece; exactly one piece is the last, and it may be empty. */
    public Piece next() throws IOException {
        if (tailLength > 0) {
            int n = tailLength;
            tailLength = 0;
            return new Piece(tail, 0, n, true);
        }
        if (ended) {
            throw new IllegalStateException("the last piece has been read");
        }
        byte[] source;
        int offset;
        int length;
        if (bytes != null) {
            source = bytes;
            offset = position;
            length = Math.min(pieceSize, bytes.length - position);
            position += length;
            ended = position == bytes.length;
        } else {
            length = fill();
            source = raw;
            offset = 0;
        }
        total += length;
        check(source, offset, length);
        if (ended && expected >= 0 && total != expected) {
            throw new IOException("the message ended after " + total + " of " + expected + " octets");
        }
        return encode(source, offset, length);
    }

    private void check(byte[] source, int offset, int length) throws UnsendableContentException {
        if (!text && !sevenBit) {
            return;
        }
        ContentScan scan = ContentScan.of(source, offset, length);
        if (text && scan.nul()) {
            throw UnsendableContentException.nul();
        }
        if (sevenBit && scan.eightBit()) {
            throw UnsendableContentException.eightBit();
        }
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }

    private Piece encode(byte[] source, int offset, int length) {
        if (encoder.unchanged(source, offset, length)) {
            int n = ended ? encoder.finish(tail, 0) : 0;
            tailLength = n;
            return new Piece(source, offset, length, ended && n == 0);
        }
        int room = encoder.bound(length) + 4;
        if (encoded.length < room) {
            encoded = new byte[room];
        }
        int n = encoder.encode(source, offset, length, encoded, 0);
        if (ended) {
            n += encoder.finish(encoded, n);
        }
        return new Piece(encoded, 0, n, ended);
    }

    /** Fills the buffer and looks one octet ahead, so that the last piece is known to be the last. */
    private int fill() throws IOException {
        InputStream input = Objects.requireNonNull(in);
        if (raw.length == 0) {
            raw = new byte[pieceSize];
        }
        int length = 0;
        if (ahead >= 0) {
            raw[length++] = (byte) ahead;
            ahead = -1;
        }
        while (length < raw.length) {
            int n = input.read(raw, length, raw.length - length);
            if (n < 0) {
                ended = true;
                return length;
            }
            length += n;
        }
        ahead = input.read();
        ended = ahead < 0;
        return length;
    }
}
