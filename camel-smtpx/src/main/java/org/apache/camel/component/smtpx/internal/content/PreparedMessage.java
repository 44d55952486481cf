/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

import org.apache.camel.component.smtpx.mail.BytesSource;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.StreamSource;
import org.jspecify.annotations.Nullable;

/**
 * A message made ready for sending: its properties before the first octet leaves. A message of up to
 * {@value #MAX_IN_MEMORY} octets is read into memory, with its line ends made CRLF. A larger one of known size that can
 * be read again is scanned, and read again while it is sent. Any other is checked by {@link ContentReader} while it is
 * sent.
 *
 * @param source          the source of the octets
 * @param binary          sent untouched (BODY=BINARYMIME); otherwise every line end becomes CRLF
 * @param small           the whole message is in memory and canonical
 * @param scanned         whether {@code eightBit} and {@code nul} are known; otherwise {@code eightBit} means that
 *                        8-bit octets are possible
 * @param eightBit        whether it holds octets above 127
 * @param nul             whether it holds NUL octets
 * @param size            octets on the wire before dot-stuffing, or -1 when that is not known before they are read
 * @param endsWithLineEnd whether it is known to end with a line end; DATA adds a missing one
 * @param adaptable       the message in all its forms, if it can be sent in others
 */
public record PreparedMessage(MessageSource source, boolean binary, boolean small, boolean scanned, boolean eightBit,
        boolean nul,
        long size, boolean endsWithLineEnd, @Nullable MultiFormSource adaptable) {

    /** The largest message that is held in memory for sending, in octets. */
    public static final int MAX_IN_MEMORY = 64 * 1024;

    /**
     * Scans a message. Reads a small one, and one of known size that can be read again, to its end, and up to
     * {@value #MAX_IN_MEMORY} octets of another, so this may block. A source that can be read only once must not be
     * used otherwise afterwards.
     */
    public static PreparedMessage of(MessageSource source, boolean binary) throws IOException {
        if (source instanceof MultiFormSource adaptable) {
            // Nearly every server offers 8BITMIME
            return of(adaptable, TransferForm.EIGHT_BIT);
        }
        if (source instanceof BytesSource bytes) {
            byte[] octets = bytes.octets();
            return octets.length <= MAX_IN_MEMORY ? small(octets, binary) : large(source, binary, ContentScan.of(octets));
        }
        InputStream in = source.open();
        boolean kept = false;
        try {
            byte[] head = source.size() > MAX_IN_MEMORY ? new byte[0] : readUpTo(in, MAX_IN_MEMORY + 1, source.size());
            if (source.size() <= MAX_IN_MEMORY && head.length <= MAX_IN_MEMORY) {
                if (source.size() >= 0 && head.length != source.size()) {
                    throw new IOException("the message has " + head.length + " octets instead of " + source.size());
                }
                return small(head, binary);
            }
            if (source.repeatable()) {
                // One of unknown size may have no end
                return large(source, binary, binary || source.size() < 0 ? null : ContentScan.of(in, source.size()));
            }
            kept = true;
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
            return large(MessageSource.of(whole), binary, null);
        } finally {
            if (!kept) {
                in.close();
            }
        }
    }

    /** Whether {@link #of} does not block. */
    public static boolean isImmediate(MessageSource source) {
        return source instanceof BytesSource || source instanceof MultiFormSource
                || source instanceof StreamSource stream && stream.isImmediate();
    }

    /** Whether the scan has opened a stream that only reading the message closes. */
    public boolean holdsStream() {
        return source instanceof StreamSource && !repeatable();
    }

    /** Closes what the scan has opened, unless the message has been read. May block. */
    public void discard() {
        if (source instanceof StreamSource stream) {
            try {
                stream.closeUnopened();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static PreparedMessage large(MessageSource source, boolean binary, @Nullable ContentScan scan) {
        if (scan == null || binary) {
            // What BINARYMIME carries has no line ends: its size is that of the source
            return new PreparedMessage(source, binary, false, false, true, false, binary ? source.size() : -1, binary, null);
        }
        return new PreparedMessage(
                source, false, false, true, scan.eightBit(), scan.nul(), scan.canonicalSize(), scan.endsWithLineEnd(), null);
    }

    private static PreparedMessage of(MultiFormSource adaptable, TransferForm width) {
        MessageSource form = adaptable.in(width);
        boolean asItIs = width == TransferForm.BINARY;
        if (form instanceof BytesSource bytes && bytes.size() <= MAX_IN_MEMORY) {
            PreparedMessage known = small(bytes.octets(), asItIs);
            return new PreparedMessage(
                    known.source, asItIs, true, true, known.eightBit, known.nul, known.size, known.endsWithLineEnd, adaptable);
        }
        return new PreparedMessage(form, asItIs, false, false, true, false, form.size(), asItIs, adaptable);
    }

    /**
     * The message in a form that the server accepts, if it has one; else the message unchanged. Never blocks.
     *
     * @param widest the widest form that the server accepts
     */
    public PreparedMessage fitting(TransferForm widest) {
        if (adaptable == null) {
            return this;
        }
        if (widest == TransferForm.BINARY && adaptable.gainsFromBinary()) {
            return binary ? this : of(adaptable, TransferForm.BINARY);
        }
        TransferForm width = widest == TransferForm.SEVEN_BIT ? widest : TransferForm.EIGHT_BIT;
        boolean fits = !binary && (width == TransferForm.EIGHT_BIT || scanned && !eightBit);
        return fits ? this : of(adaptable, width);
    }

    /**
     * The size to declare (RFC 1870, section 3): never less than what is transferred.
     *
     * @param  chunked whether BDAT transfers it; DATA adds a missing last line end
     * @return         -1 when it is not known before the message has been read
     */
    public long declaredSize(boolean chunked) {
        return chunked || binary || endsWithLineEnd || size <= 0 ? size : size + 2;
    }

    /** Whether reading it never blocks. */
    public boolean inMemory() {
        return source instanceof BytesSource;
    }

    /** Whether a second attempt can send the same message again. */
    public boolean repeatable() {
        return source.repeatable();
    }

    private static PreparedMessage small(byte[] octets, boolean binary) {
        ContentScan scan = ContentScan.of(octets);
        byte[] ready = binary || scan.canonical() ? octets : ContentEncoder.canonical(octets);
        return new PreparedMessage(
                new BytesSource(ready), binary, true, true, scan.eightBit(), scan.nul(), ready.length, scan.endsWithLineEnd(),
                null);
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
