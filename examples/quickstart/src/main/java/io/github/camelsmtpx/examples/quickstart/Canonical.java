/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The same text with every line end (a bare CR, a bare LF, CRLF) made CRLF: what SMTP carries (RFC 5321 2.3.8). Read
 * octet by octet; buffered below.
 */
final class Canonical extends FilterInputStream {

    private static final int NONE = -2;

    private int held = NONE;
    private boolean lineFeedDue;

    Canonical(InputStream in) {
        super(new BufferedInputStream(in, 1 << 16));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** The digest of a file as it stands, hexadecimal. */
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }

    /** The digest of all there is to read, hexadecimal. */
    static String sha256(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() throws IOException {
        if (lineFeedDue) {
            lineFeedDue = false;
            return '\n';
        }
        int octet = held == NONE ? in.read() : held;
        held = NONE;
        if (octet == '\r') {
            int next = in.read();
            if (next != '\n') {
                held = next;
            }
        } else if (octet != '\n') {
            return octet;
        }
        lineFeedDue = true;
        return '\r';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int octet = read();
            if (octet < 0) {
                return n == 0 ? -1 : n;
            }
            buffer[offset + n++] = (byte) octet;
        }
        return n;
    }
}
