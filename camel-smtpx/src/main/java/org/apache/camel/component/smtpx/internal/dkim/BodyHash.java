/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The hash of a body in relaxed form (RFC 6376, section 3.4.4). Every line end of what it gets is CRLF. */
final class BodyHash {

    private static final int BUFFER = 8 * 1024;

    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[BUFFER];
    private int length;
    private long lineEnds;
    private boolean blank;
    private boolean empty = true;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void update(byte[] octets, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            byte octet = octets[i];
            if (octet == ' ' || octet == '\t') {
                blank = true;
            } else if (octet == '\n') {
                // Blanks at the end of a line do not count, nor do empty lines at the end of the body
                blank = false;
                lineEnds++;
            } else if (octet != '\r') {
                put(octet);
            }
        }
    }

    private void put(byte octet) {
        for (; lineEnds > 0; lineEnds--) {
            add('\r');
            add('\n');
        }
        if (blank) {
            add(' ');
            blank = false;
        }
        add(octet);
        empty = false;
    }

    private void add(int octet) {
        if (length == BUFFER) {
            digest.update(buffer);
            length = 0;
        }
        buffer[length++] = (byte) octet;
    }

    /** The hash in base64, as {@code bh=} has it. */
    String finish() {
        if (!empty) {
            add('\r');
            add('\n');
        }
        digest.update(buffer, 0, length);
        return Base64.getEncoder().encodeToString(digest.digest());
    }
}
