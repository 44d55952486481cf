/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A message made ready for sending: what is known of its octets before the first one leaves. A message of up to
 * {@value #SMALL} octets is read at once and known exactly, with its line ends made CRLF; of a larger one only the size
 * may be known, and it is read while it is sent.
 *
 * @param source    where the octets come from
 * @param binary    sent untouched (BODY=BINARYMIME); otherwise every line end becomes CRLF
 * @param small     the whole message is in memory and canonical
 * @param eightBit  whether it holds octets above 127; for a large message this says that it may
 * @param nul       whether it holds NUL octets, where that is known
 * @param adaptable the message in all its forms, if it can be sent in others
 */
public record Content(MessageSource source, boolean binary, boolean small, boolean eightBit, boolean nul,
        @Nullable AdaptableSource adaptable) {

    /** The largest message that is looked at as a whole, in octets. */
    public static final int SMALL = 64 * 1024;

    /**
     * Looks at a message. Reads up to {@value #SMALL} octets of it, so this may block, and a source that can be read
     * only once must not be used otherwise afterwards.
     */
    public static Content of(MessageSource source, boolean binary) throws IOException {
        if (source instanceof AdaptableSource adaptable) {
            // Nearly every server takes eight bits
            return of(adaptable, Width.EIGHT_BIT);
        }
        if (source instanceof BytesSource bytes) {
            byte[] octets = bytes.octets();
            return octets.length <= SMALL ? small(octets, binary) : new Content(source, binary, false, true, false, null);
        }
        if (source.size() > SMALL) {
            return new Content(source, binary, false, true, false, null);
        }
        InputStream in = source.open();
        boolean kept = false;
        try {
            byte[] head = readUpTo(in, SMALL + 1, source.size());
            if (head.length <= SMALL) {
                if (source.size() >= 0 && head.length != source.size()) {
                    throw new IOException("the message has " + head.length + " octets instead of " + source.size());
                }
                return small(head, binary);
            }
            if (source.repeatable()) {
                return new Content(source, binary, false, true, false, null);
            }
            kept = true;
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
            return new Content(MessageSource.of(whole), binary, false, true, false, null);
        } finally {
            if (!kept) {
                in.close();
            }
        }
    }

    /** Whether {@link #of} does not block. */
    public static boolean isImmediate(MessageSource source) {
        return source instanceof BytesSource || source instanceof AdaptableSource
                || source instanceof StreamSource stream && stream.isImmediate();
    }

    /** Closes what was opened to look at the message, when it is not sent. */
    public void discard() {
        if (!repeatable()) {
            try {
                source.open().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Content of(AdaptableSource adaptable, Width width) {
        MessageSource form = adaptable.in(width);
        boolean asItIs = width == Width.BINARY;
        if (form instanceof BytesSource bytes && bytes.size() <= SMALL) {
            Content known = small(bytes.octets(), asItIs);
            return new Content(known.source, asItIs, true, known.eightBit, known.nul, adaptable);
        }
        return new Content(form, asItIs, false, true, false, adaptable);
    }

    /**
     * The message in the form that suits a server. One that has no other form stays what it is, whether it suits or
     * not. Never blocks.
     *
     * @param widest what the server takes
     */
    public Content fitting(Width widest) {
        if (adaptable == null) {
            return this;
        }
        if (widest == Width.BINARY && adaptable.gainsFromBinary()) {
            return binary ? this : of(adaptable, Width.BINARY);
        }
        Width width = widest == Width.SEVEN_BIT ? widest : Width.EIGHT_BIT;
        boolean fits = !binary && (width == Width.EIGHT_BIT || small && !eightBit);
        return fits ? this : of(adaptable, width);
    }

    /** Octets on the wire before dot-stuffing, or -1 when that is not known before the message has been read. */
    public long size() {
        return source.size();
    }

    /** Whether reading it never blocks. */
    public boolean inMemory() {
        return source instanceof BytesSource;
    }

    /** Whether a second attempt can send the same message again. */
    public boolean repeatable() {
        return source.repeatable();
    }

    private static Content small(byte[] octets, boolean binary) {
        ContentScan scan = ContentScan.of(octets, 0, octets.length);
        byte[] ready = binary || scan.canonical() ? octets : ContentEncoder.canonical(octets);
        return new Content(new BytesSource(ready), binary, true, scan.eightBit(), scan.nul(), null);
    }

    private static byte[] readUpTo(InputStream in, int limit, long expected) throws IOException {
        int room = expected >= 0 ? (int) expected + 1 : Math.max(in.available() + 1, 4096);
        byte[] buffer = new byte[Math.min(room, limit)];
        int length = 0;
        while (length < limit) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(limit, buffer.length * 2));
            }
            int n = in.read(buffer, length, buffer.length - length);
            if (n < 0) {
                break;
            }
            length += n;
        }
        return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    }
}
