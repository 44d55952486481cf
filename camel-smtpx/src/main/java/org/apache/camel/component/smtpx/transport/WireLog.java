/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The readable transcript of one connection. Whatever belongs to AUTH is shown as {@code ***}, in both directions;
 * content is shown as its size; server text is made printable and capped. On the connection's event loop only.
 */
final class WireLog {

    private static final int LINE = 500;
    private static final String CLIENT = "C: ";
    private static final String SERVER = "S: ";
    /** Of a longer one nothing else is seen: what was cut could be the rest of a secret. */
    private static final int LINE_KEPT = 4096;

    private final String connection;
    private final @Nullable Consumer<String> lines;
    private final @Nullable WireTail tail;
    private final Secrets secrets = new Secrets();
    private final long began = System.nanoTime();
    private final StringBuilder received = new StringBuilder();
    private boolean authenticating;
    private boolean skipping;

    /**
     * @param lines told every line at once, or null
     * @param tail  keeps what was last, or null
     */
    WireLog(String connection, @Nullable Consumer<String> lines, @Nullable WireTail tail) {
        this.connection = connection;
        this.lines = lines;
        this.tail = tail;
    }

    /** What was last on the connection. */
    List<String> last() {
        List<String> last = new ArrayList<>();
        if (tail != null) {
            tail.lines((text, nanos) -> last.add(line(text, nanos)));
        }
        return last;
    }

    /** What must not be shown although the server may repeat it. */
    Secrets secrets() {
        return secrets;
    }

    /** Commands are about to be written. */
    void sent(byte[] octets, int length) {
        if (lines == null && tail != null && !authenticating && !mayAuthenticate(octets, length)) {
            tail.keep(CLIENT, octets, length);
            return;
        }
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (octets[i] == '\n') {
                String line = new String(octets, start, i - start, StandardCharsets.UTF_8).stripTrailing();
                write(CLIENT, secret(line));
                start = i + 1;
            }
        }
    }

    private static boolean mayAuthenticate(byte[] octets, int length) {
        for (int i = 0; i + 4 < length; i++) {
            boolean first = i == 0 || octets[i - 1] == '\n';
            if (first && (octets[i] | 0x20) == 'a' && (octets[i + 1] | 0x20) == 'u') {
                return true;
            }
        }
        return false;
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
        if (lines != null) {
            write(CLIENT, "<" + length + " octets>");
        } else if (tail != null) {
            tail.content(CLIENT, length);
        }
    }

    /** Octets have arrived. */
    void received(byte[] octets, int length) {
        if (lines == null && tail != null && !authenticating && received.isEmpty() && tail.takes(octets, length)) {
            tail.keep(SERVER, octets, length);
            return;
        }
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
            write(SERVER, "334 ***");
            return;
        }
        authenticating = false;
        write(SERVER, new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /** Something happened to the connection. */
    void note(String what) {
        write("-- ", what);
    }

    private void write(String direction, String text) {
        if (tail != null) {
            tail.keep(direction, text);
        }
        if (lines != null) {
            lines.accept(line(direction + text, System.nanoTime()));
        }
    }

    private String line(String text, long nanos) {
        StringBuilder out = new StringBuilder(connection).append(' ')
                .append(String.format(Locale.ROOT, "%9.3f ms ", (nanos - began) / 1e6));
        secrets.redact(text).codePoints().limit(LINE)
                .forEach(c -> out.appendCodePoint(Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c));
        return out.toString();
    }
}
