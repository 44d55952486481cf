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
 * The readable transcript of one connection. AUTH exchanges are shown as {@code ***} in both directions, content as its
 * size. Server text is made printable and truncated. Confined to the connection's thread.
 */
public final class WireLog {

    private static final AtomicLong NUMBER = new AtomicLong();
    private static final int MAX_LINE = 500;
    private static final String CLIENT = "C: ";
    private static final String SERVER = "S: ";
    /** The rest of a longer line is dropped before redaction, since it could hold the rest of a secret. */
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
     * @param lines   receives every line as it occurs, or null
     * @param tail    keeps the last lines, or null
     * @param secrets secrets to redact
     */
    public WireLog(String connection, @Nullable Consumer<String> lines, @Nullable TranscriptRing tail, Secrets secrets) {
        this.secrets = secrets;
        this.connection = connection;
        this.lines = lines;
        this.ring = tail;
    }

    /** Creates the transcript of a new connection; null when lines are neither passed on nor kept. */
    public static @Nullable WireLog of(@Nullable Consumer<String> lines, boolean keepLast, Secrets secrets) {
        return lines == null && !keepLast
                ? null
                : new WireLog("#" + NUMBER.incrementAndGet(), lines, keepLast ? new TranscriptRing() : null, secrets);
    }

    /** The last lines of the connection, oldest first. */
    public List<String> lastLines() {
        List<String> last = new ArrayList<>();
        if (ring != null) {
            ring.lines((text, nanos) -> last.add(line(text, nanos)));
        }
        return last;
    }

    /** Logs commands about to be written. */
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

    /** Logs content about to be written. */
    public void content(int length) {
        if (lines != null) {
            write(CLIENT, "<" + length + " octets>");
        } else if (ring != null) {
            ring.content(CLIENT, length);
        }
    }

    /** Marks a flush: the next line has a new timestamp. */
    public void flushed() {
        if (ring != null) {
            ring.flushed();
        }
    }

    /** Logs received octets. */
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

    /** The end of the whole lines that can be kept without inspecting each. */
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

    /** Logs an event of the connection. */
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
