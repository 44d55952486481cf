/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.wire.CommandBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The readable transcript of one connection. Whatever belongs to AUTH is shown as {@code ***}, in both directions;
 * content is shown as its size; server text is made printable and capped. Used by the thread that has the connection.
 */
public final class WireLog {

    private static final AtomicLong NUMBER = new AtomicLong();
    private static final int MAX_LINE = 500;
    private static final String CLIENT = "C: ";
    private static final String SERVER = "S: ";
    /** Of a longer one nothing else is seen: what was cut could be the rest of a secret. */
    private static final int MAX_BUFFERED_LINE = 4096;

    private final String connection;
    private final @Nullable Consumer<String> lines;
    private final @Nullable TranscriptRing ring;
    private final Secrets secrets;
    private final long began = System.nanoTime();
    private final StringBuilder received = new StringBuilder();
    private boolean authenticating;
    private boolean skipping;

    /**
     * @param lines   receives every line at once, or null
     * @param tail    keeps what was last, or null
     * @param secrets redacted from every line
     */
    public WireLog(String connection, @Nullable Consumer<String> lines, @Nullable TranscriptRing tail, Secrets secrets) {
        this.secrets = secrets;
        this.connection = connection;
        this.lines = lines;
        this.ring = tail;
    }

    /** The transcript of a further connection; null when nobody is told and nothing kept. */
    public static @Nullable WireLog of(@Nullable Consumer<String> lines, boolean keepLast, Secrets secrets) {
        return lines == null && !keepLast
                ? null
                : new WireLog("#" + NUMBER.incrementAndGet(), lines, keepLast ? new TranscriptRing() : null, secrets);
    }

    /** What was last on the connection. */
    public List<String> lastLines() {
        List<String> last = new ArrayList<>();
        if (ring != null) {
            ring.lines((text, nanos) -> last.add(line(text, nanos)));
        }
        return last;
    }

    /** Commands are about to be written. */
    public void sent(CommandBuffer commands) {
        byte[] octets = commands.array();
        int length = commands.length();
        if (lines == null && ring != null && !authenticating && !commands.authenticates()) {
            ring.sent(CLIENT, octets, length);
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

    private String secret(String line) {
        if (line.regionMatches(true, 0, "AUTH ", 0, 5)) {
            authenticating = true;
            int mechanismEnd = line.indexOf(' ', 5);
            return mechanismEnd < 0 ? line : line.substring(0, mechanismEnd) + " ***";
        }
        return authenticating && !line.equals("*") ? "***" : line;
    }

    /** Message octets are about to be written. */
    public void content(int length) {
        if (lines != null) {
            write(CLIENT, "<" + length + " octets>");
        } else if (ring != null) {
            ring.content(CLIENT, length);
        }
    }

    /** What was written leaves now. */
    public void flushed() {
        if (ring != null) {
            ring.flushed();
        }
    }

    /** Octets have arrived. */
    void received(byte[] octets, int length) {
        int at = 0;
        while (at < length) {
            int end = wholeLines(octets, at, length);
            if (end > at && ring != null) {
                ring.received(SERVER, octets, at, end);
                at = end;
            } else {
                received(octets[at++] & 0xFF);
            }
        }
    }

    /** Where the lines end that need not be looked at one by one. */
    private int wholeLines(byte[] octets, int from, int to) {
        int end = to;
        boolean closely = lines != null || authenticating || !received.isEmpty();
        while (!closely && end > from && octets[end - 1] != '\n') {
            end--;
        }
        return closely ? from : end;
    }

    private void received(int octet) {
        if (octet == '\n') {
            reply(received.toString().stripTrailing());
            received.setLength(0);
            skipping = false;
        } else if (received.length() < MAX_BUFFERED_LINE) {
            received.append((char) octet);
        } else if (!skipping) {
            skipping = true;
            received.append("...");
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
    public void note(String what) {
        write("-- ", what);
    }

    private void write(String direction, String text) {
        if (ring != null) {
            ring.line(direction, text);
        }
        if (lines != null) {
            String line = line(direction + text, System.nanoTime());
            UserCode.run(() -> lines.accept(line));
        }
    }

    private String line(String text, long nanos) {
        StringBuilder out = new StringBuilder(connection).append(' ')
                .append(String.format(Locale.ROOT, "%9.3f ms ", (nanos - began) / 1e6));
        return out.append(Printable.line(secrets.redact(text), MAX_LINE)).toString();
    }
}
