/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.mail.BytesSource;
import org.apache.camel.component.smtpx.mail.MessageSource;

/** Puts a message together: what is short is written, what is long is only noted and read when the message is. */
final class MessageAssembler extends ByteArrayOutputStream {

    /** Octets of a content in memory that are rather copied than noted. */
    private static final int SHORT = 64 * 1024;

    private final List<MessageSource> pieces = new ArrayList<>(1);

    MessageAssembler() {
        super(4 * 1024);
    }

    /** Adds octets of known size that can be read again and again. */
    synchronized void add(MessageSource piece) {
        if (piece instanceof BytesSource bytes && bytes.size() <= SHORT) {
            writeBytes(bytes.octets());
        } else {
            closePiece();
            pieces.add(piece);
        }
    }

    private synchronized void closePiece() {
        if (count > 0) {
            pieces.add(MessageSource.of(toByteArray()));
            reset();
        }
    }

    /** Everything, in order. */
    synchronized MessageSource finish() {
        if (pieces.isEmpty()) {
            return MessageSource.of(toByteArray());
        }
        closePiece();
        List<MessageSource> all = List.copyOf(pieces);
        return MessageSource.of(() -> new Reader(all), all.stream().mapToLong(MessageSource::size).sum());
    }

    /** Reads one piece after the other; each is opened when its turn comes. */
    private static final class Reader extends InputStream {
        private final List<MessageSource> pieces;
        private int next;
        private InputStream current = nullInputStream();

        Reader(List<MessageSource> pieces) {
            this.pieces = pieces;
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
            int read = current.read(octets, offset, length);
            while (read < 0 && next < pieces.size()) {
                current.close();
                current = pieces.get(next++).open();
                read = current.read(octets, offset, length);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            next = pieces.size();
            current.close();
        }
    }
}
