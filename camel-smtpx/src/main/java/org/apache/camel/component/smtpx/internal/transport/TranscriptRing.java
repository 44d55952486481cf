/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * Keeps the last octets of a connection, for the report of a failed send. An entry costs one copy and no allocation;
 * lines are built on demand. Secrets are redacted before this.
 */
final class TranscriptRing {

    private static final int MAX_ENTRIES = 48;
    /** Octets of all entries together; the oldest are overwritten. */
    private static final int CAPACITY = 8 * 1024;
    private static final int MAX_SENT = 512;
    private static final int MAX_RECEIVED = 2 * 1024;

    /** Lines sent or received, or the length of content. */
    private static final class Entry {
        private long nanos;
        private String prefix = "";
        /** Offset of its octets, counted from the first octet ever kept. Of content only the length is kept. */
        private long start;
        private int kept;
        private boolean content;
        private long length;
    }

    private final Entry[] entries = new Entry[MAX_ENTRIES];
    private long count;
    private final byte[] ring = new byte[CAPACITY];
    private long end;
    private boolean flushed = true;
    private long now;

    TranscriptRing() {
        Arrays.setAll(entries, i -> new Entry());
    }

    /** Adds sent lines; long groups are truncated at the end. */
    void sent(String prefix, byte[] octets, int length) {
        append(prefix, octets, 0, Math.min(length, MAX_SENT), length);
    }

    /** Adds whole received lines; long ones are truncated at the beginning. */
    void received(String prefix, byte[] octets, int from, int to) {
        int start = from;
        if (to - from > MAX_RECEIVED) {
            start = to - MAX_RECEIVED;
            while (octets[start - 1] != '\n') {
                start++;
            }
        }
        flushed = true;
        append(prefix, octets, start, to - start, to - start);
        flushed = true;
    }

    /** Adds one line. */
    void line(String prefix, String line) {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        sent(prefix, octets, octets.length);
    }

    /** Adds the length of content; consecutive content is one entry. */
    void content(String prefix, int length) {
        Entry last = count == 0 ? null : entry(count - 1);
        if (last != null && last.content) {
            last.length += length;
        } else {
            add(prefix, 0, length).content = true;
        }
    }

    private void append(String prefix, byte[] octets, int from, int kept, int length) {
        add(prefix, kept, length).content = false;
        int at = (int) (end % CAPACITY);
        int first = Math.min(kept, CAPACITY - at);
        System.arraycopy(octets, from, ring, at, first);
        System.arraycopy(octets, from + first, ring, 0, kept - first);
        end += kept;
    }

    /** Makes the next entry take a new timestamp. */
    void flushed() {
        flushed = true;
    }

    private Entry add(String prefix, int kept, int length) {
        if (flushed) {
            flushed = false;
            now = System.nanoTime();
        }
        Entry entry = entry(count++);
        entry.nanos = now;
        entry.prefix = prefix;
        entry.start = end;
        entry.kept = kept;
        entry.length = length;
        return entry;
    }

    private Entry entry(long number) {
        return entries[(int) (number % MAX_ENTRIES)];
    }

    /**
     * Passes the kept lines on, oldest first.
     *
     * @param writer receives a text and its time in nanoseconds
     */
    void lines(ObjLongConsumer<String> writer) {
        for (long number = Math.max(0, count - MAX_ENTRIES); number < count; number++) {
            Entry entry = entry(number);
            if (entry.content) {
                writer.accept(entry.prefix + "<" + entry.length + " octets>", entry.nanos);
            } else if (entry.start >= end - CAPACITY) {
                lines(entry, writer);
            }
        }
    }

    private void lines(Entry entry, ObjLongConsumer<String> writer) {
        byte[] octets = new byte[entry.kept];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = ring[(int) ((entry.start + i) % CAPACITY)];
        }
        List<String> lines = new String(octets, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean cut = i == lines.size() - 1 && entry.length > entry.kept;
            writer.accept(entry.prefix + lines.get(i) + (cut ? "..." : ""), entry.nanos);
        }
    }
}
