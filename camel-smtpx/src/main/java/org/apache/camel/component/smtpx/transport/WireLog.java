/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.text.Secrets;

/**
 * The readable transcript of one connection. Whatever belongs to AUTH is shown as {@code ***}, in both directions;
 * content is shown as its size; server text is made printable and capped. On the connection's event loop only.
 */
final class WireLog {

    private static final int LINE = 500;
    /** Of a longer one nothing else is seen: what was cut could be the rest of a secret. */
    private static final int LINE_KEPT = 4096;

    private final String connection;
    private final Consumer<String> lines;
    private final Secrets secrets = new Secrets();
    private final long began = System.nanoTime();
    private final StringBuilder received = new StringBuilder();
    private boolean authenticating;
    private boolean skipping;

    WireLog(String connection, Consumer<String> lines) {
        this.connection = connection;
        this.lines = lines;
    }

    /** What must not be shown although the server may repeat it. */
    Secrets secrets() {
        return secrets;
    }

    /** Commands are about to be written. */
    void sent(byte[] octets, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (octets[i] == '\n') {
                String line = new String(octets, start, i - start, StandardCharsets.UTF_8).stripTrailing();
                write("C: ", secret(line));
                start = i + 1;
            }
        }
    }

    private String secret(String line) {
        if (line.regionMatches(true, 0, "AUTH ", 0, 5)) {
            authenticating = true;
            int mechanismEnd = line.indexOf(' ', 5);
            return mechanismEnd < 0 ? line : line.substring(0, mechanismEnd) + " ***";
        }
        return authenticating && !line.equals("*") ? "***" : line;
    }

    /** Message octets are about to be written. */
    void content(int length) {
        write("C: ", "<" + length + " octets>");
    }

    /** Octets have arrived. */
    void received(byte[] octets, int length) {
        for (int i = 0; i < length; i++) {
            int octet = octets[i] & 0xFF;
            if (octet == '\n') {
                reply(received.toString().stripTrailing());
                received.setLength(0);
                skipping = false;
            } else if (received.length() < LINE_KEPT) {
                received.append((char) octet);
            } else if (!skipping) {
                skipping = true;
                received.append("...");
            }
        }
    }

    private void reply(String line) {
        if (authenticating && line.startsWith("334")) {
            write("S: ", "334 ***");
            return;
        }
        authenticating = false;
        write("S: ", new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /** Something happened to the connection. */
    void note(String what) {
        write("-- ", what);
    }

    private void write(String direction, String text) {
        StringBuilder out = new StringBuilder(connection).append(' ')
                .append(String.format(Locale.ROOT, "%9.3f ms ", (System.nanoTime() - began) / 1e6)).append(direction);
        secrets.redact(text).codePoints().limit(LINE)
                .forEach(c -> out.appendCodePoint(Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c));
        lines.accept(out.toString());
    }
}
