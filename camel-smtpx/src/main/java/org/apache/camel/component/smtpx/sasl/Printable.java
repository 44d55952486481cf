/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.sasl;

import java.nio.charset.StandardCharsets;

/** Text of a server made fit for an exception: printable, one line, capped. */
final class Printable {

    static final int LIMIT = 500;

    private Printable() {
    }

    static String of(byte[] octets) {
        return of(new String(octets, 0, Math.min(octets.length, 4 * LIMIT), StandardCharsets.UTF_8));
    }

    static String of(String text) {
        StringBuilder b = new StringBuilder(Math.min(text.length(), LIMIT));
        for (int i = 0; i < text.length(); i++) {
            if (b.length() == LIMIT) {
                return b.append("...").toString();
            }
            char c = text.charAt(i);
            b.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return b.toString();
    }

    /** Whether every octet is printable US-ASCII. */
    static boolean all(byte[] octets) {
        for (byte b : octets) {
            if (b < ' ' || b == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
