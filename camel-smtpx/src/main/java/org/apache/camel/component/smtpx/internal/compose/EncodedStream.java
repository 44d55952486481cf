/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

import org.apache.camel.component.smtpx.internal.content.ContentEncoder;
import org.apache.camel.component.smtpx.mail.BytesSource;
import org.apache.camel.component.smtpx.mail.MessageSource;

/** Octets that are encoded while they are read. */
final class EncodedStream extends InputStream {

    private static final int LINE = 76;
    private static final int LINE_OCTETS = 57;
    private static final int BLOCK = LINE_OCTETS * 1024;
    private static final byte[] CRLF = { '\r', '\n' };

    /** Encodes the next block; all but the last one are full, and only the last one may be empty. */
    @FunctionalInterface
    private interface Encoding {
        byte[] encode(byte[] octets, boolean last);
    }

    private final InputStream in;
    private final Encoding encoding;
    private byte[] encoded = {};
    private int position;
    private boolean ended;

    private EncodedStream(InputStream in, Encoding encoding) {
        this.in = in;
        this.encoding = encoding;
    }

    /** Base64 in lines of 76 characters, each with its line end (RFC 2045, section 6.8). */
    static MessageSource base64(MessageSource content) {
        if (content instanceof BytesSource bytes && bytes.size() <= BLOCK) {
            return MessageSource.of(lines(bytes.octets()));
        }
        long characters = (content.size() + 2) / 3 * 4;
        long size = characters + (characters + LINE - 1) / LINE * CRLF.length;
        return MessageSource.of(() -> new EncodedStream(content.open(), (octets, last) -> lines(octets)), size);
    }

    private static byte[] lines(byte[] octets) {
        byte[] encoded = Base64.getMimeEncoder(LINE, CRLF).encode(octets);
        if (encoded.length == 0) {
            return encoded;
        }
        byte[] ended = Arrays.copyOf(encoded, encoded.length + CRLF.length);
        System.arraycopy(CRLF, 0, ended, encoded.length, CRLF.length);
        return ended;
    }

    /**
     * Text with every line end as CRLF.
     *
     * @param size the octets there will be
     */
    static MessageSource canonical(MessageSource content, long size) {
        return MessageSource.of(() -> {
            ContentEncoder encoder = ContentEncoder.canonical();
            return new EncodedStream(content.open(), (octets, last) -> canonical(encoder, octets, last));
        }, size);
    }

    private static byte[] canonical(ContentEncoder encoder, byte[] octets, boolean last) {
        byte[] out = new byte[encoder.bound(octets.length) + ContentEncoder.FINISH_BOUND];
        int length = encoder.encode(octets, 0, octets.length, out, 0);
        length += last ? encoder.finish(out, length) : 0;
        return Arrays.copyOf(out, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == encoded.length) {
            if (ended) {
                return -1;
            }
            byte[] block = in.readNBytes(BLOCK);
            ended = block.length < BLOCK;
            encoded = encoding.encode(block, ended);
            position = 0;
        }
        int taken = Math.min(length, encoded.length - position);
        System.arraycopy(encoded, position, octets, offset, taken);
        position += taken;
        return taken;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
