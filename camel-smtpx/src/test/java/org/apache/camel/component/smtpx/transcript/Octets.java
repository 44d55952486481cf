/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Octets as text: {@code \r \n \\ \xFF} stand for octets that cannot be seen, everything else for its UTF-8. */
final class Octets {

    private Octets() {
    }

    static byte[] of(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                int next = text.offsetByCodePoints(i, 1);
                octets.writeBytes(text.substring(i, next).getBytes(StandardCharsets.UTF_8));
                i = next - 1;
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'r' -> octets.write('\r');
                case 'n' -> octets.write('\n');
                case '\\' -> octets.write('\\');
                case 'x' -> {
                    octets.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("no such escape: \\" + escaped);
            }
        }
        return octets.toByteArray();
    }

    /** For people: one line of text per line of octets. */
    static String show(byte[] octets) {
        StringBuilder text = new StringBuilder();
        for (byte octet : octets) {
            int c = octet & 0xFF;
            if (c == '\n') {
                text.append("\\n\n");
            } else if (c == '\r') {
                text.append("\\r");
            } else if (c < 0x20 || c > 0x7E || c == '\\') {
                text.append(String.format("\\x%02X", c));
            } else {
                text.append((char) c);
            }
        }
        return text.length() > 4000
                ? text.substring(0, 2000) + " ... " + text.substring(text.length() - 2000) : text.toString();
    }
}
