/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Reads commands and content from a connection, strictly; what is wrong with them goes to the violations. */
final class WireReader {

    private static final int LINE_MAX = 12288;

    private final InputStream in;
    private final Consumer<String> violations;
    private final byte[] buffer = new byte[16384];
    private int position;
    private int limit;

    WireReader(InputStream in, Consumer<String> violations) {
        this.in = in;
        this.violations = violations;
    }

    /** Whether the client has sent more than was read. */
    boolean waiting() throws IOException {
        return position < limit || in.available() > 0;
    }

    /** The next command line without its end, null when the client closed the connection between commands. */
    @Nullable
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet;
        while ((octet = read()) >= 0) {
            if (octet == '\r') {
                if (read() != '\n') {
                    violations.accept("a bare CR in a command: " + line);
                }
                return line.toString(StandardCharsets.UTF_8);
            }
            if (octet == '\n') {
                violations.accept("a bare LF in a command: " + line);
                return line.toString(StandardCharsets.UTF_8);
            }
            if (octet < 0x20 || octet == 0x7F) {
                violations.accept("a control character in a command: " + line);
            }
            line.write(octet);
            if (line.size() > LINE_MAX) {
                throw new IOException("a command line of more than " + LINE_MAX + " octets");
            }
        }
        if (line.size() > 0) {
            violations.accept("half a command: " + line);
        }
        return null;
    }

    /** A chunk of a BDAT command. */
    byte[] chunk(long length) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream((int) Math.min(length, 1 << 20));
        for (long left = length; left > 0;) {
            if (position == limit) {
                fill();
            }
            int piece = (int) Math.min(left, limit - position);
            if (piece <= 0) {
                throw new EOFException("the client closed the connection within a chunk");
            }
            chunk.write(buffer, position, piece);
            position += piece;
            left -= piece;
        }
        return chunk.toByteArray();
    }

    /** A message of a DATA command up to its final dot, which is taken away as the other dots of the protocol are. */
    byte[] data() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean lineStart = true;
        while (true) {
            int octet = read();
            if (octet == '.' && lineStart) {
                octet = read();
                if (octet == '\r') {
                    if (read() == '\n') {
                        return message.toByteArray();
                    }
                    violations.accept("a bare CR after a dot");
                } else if (octet != '.') {
                    violations.accept("a line of DATA begins with one dot");
                }
            }
            lineStart = false;
            if (octet < 0) {
                throw new EOFException("the client closed the connection within DATA");
            }
            if (octet == '\n') {
                violations.accept("a bare LF in DATA");
            }
            message.write(octet);
            if (octet == '\r') {
                int next = read();
                if (next != '\n') {
                    violations.accept("a bare CR in DATA");
                }
                if (next >= 0) {
                    message.write(next);
                }
                lineStart = true;
            }
        }
    }

    private int read() throws IOException {
        if (position == limit) {
            fill();
        }
        return limit <= 0 ? -1 : buffer[position++] & 0xFF;
    }

    private void fill() throws IOException {
        position = 0;
        limit = Math.max(in.read(buffer), 0);
    }
}
