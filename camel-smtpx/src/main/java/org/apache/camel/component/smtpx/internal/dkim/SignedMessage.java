/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import org.apache.camel.component.smtpx.internal.content.ContentEncoder;

/**
 * The signed parts of a message.
 *
 * @param fields   its header
 * @param bodyHash the hash of its body in base64
 * @param longLine whether it has a line of more than 998 octets
 */
record SignedMessage(HeaderFields fields, String bodyHash, boolean longLine) {

    private static final int BLOCK = 64 * 1024;
    private static final int MAX_HEADER = 1024 * 1024;
    /** RFC 5322 section 2.1.1: octets of a line without its line end. */
    private static final int MAX_LINE = 998;

    /** Reads a message to its end; its line ends become CRLF as they do when it is sent. */
    static SignedMessage read(InputStream in) throws IOException {
        Reading reading = new Reading();
        ContentEncoder lines = ContentEncoder.canonical();
        byte[] block = new byte[BLOCK];
        byte[] canonical = new byte[lines.bound(BLOCK) + ContentEncoder.FINISH_BOUND];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            reading.take(canonical, lines.encode(block, 0, n, canonical, 0));
        }
        reading.take(canonical, lines.finish(canonical, 0));
        return new SignedMessage(new HeaderFields(reading.header.toByteArray()), reading.hash.finish(), reading.longLine);
    }

    private static final class Reading {
        private final ByteArrayOutputStream header = new ByteArrayOutputStream(2048);
        private final BodyHash hash = new BodyHash();
        private boolean inBody;
        private boolean lineEmpty = true;
        private int line;
        private boolean longLine;

        void take(byte[] octets, int length) throws IOException {
            measure(octets, length);
            int at = 0;
            while (at < length && !inBody) {
                byte octet = octets[at++];
                header.write(octet);
                if (octet == '\n') {
                    inBody = lineEmpty;
                    lineEmpty = true;
                } else if (octet != '\r') {
                    lineEmpty = false;
                }
                if (header.size() > MAX_HEADER) {
                    throw new IOException("the header of the message has more than " + MAX_HEADER + " octets");
                }
            }
            if (at < length) {
                hash.update(octets, at, length - at);
            }
        }

        private void measure(byte[] octets, int length) {
            for (int i = 0; i < length && !longLine; i++) {
                // The CR of a line end counts until its LF resets the line
                line = octets[i] == '\n' ? 0 : line + 1;
                longLine = line > MAX_LINE + 1 || line > MAX_LINE && octets[i] != '\r';
            }
        }
    }
}
