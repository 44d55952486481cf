/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.ObjLongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The last of what went over a connection, for the case that a send fails. Keeping costs a copy of some octets; lines
 * are made only when somebody asks. What is secret never gets here.
 */
final class WireTail {

    private static final int MOST = 48;
    private static final int OCTETS = 512;

    /**
     * Something that went over the wire.
     *
     * @param nanos  when
     * @param prefix who sent it
     * @param octets of lines; null if there is none but a number
     * @param length octets there were
     */
    private record Entry(long nanos, String prefix, byte @Nullable [] octets, long length) {
    }

    private final Deque<Entry> entries = new ArrayDeque<>(MOST);

    /** Whether these octets are lines that need not be cut: a part of a secret could not be told from anything else. */
    boolean takes(byte[] octets, int length) {
        return length <= OCTETS && octets[length - 1] == '\n';
    }

    void keep(String prefix, byte[] octets, int length) {
        add(new Entry(System.nanoTime(), prefix, Arrays.copyOf(octets, Math.min(length, OCTETS)), length));
    }

    void keep(String prefix, String line) {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        keep(prefix, octets, octets.length);
    }

    /** Octets of a message; those that follow each other are one entry. */
    void content(String prefix, int length) {
        Entry last = entries.peekLast();
        boolean more = last != null && last.octets == null;
        if (more) {
            entries.removeLast();
        }
        add(new Entry(System.nanoTime(), prefix, null, length + (more ? last.length : 0)));
    }

    private void add(Entry entry) {
        if (entries.size() == MOST) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    /**
     * What was kept, line by line, oldest first.
     *
     * @param writer makes a line of a text and the time it was sent
     */
    void lines(ObjLongConsumer<String> writer) {
        for (Entry entry : new ArrayList<>(entries)) {
            if (entry.octets == null) {
                writer.accept(entry.prefix + "<" + entry.length + " octets>", entry.nanos);
                continue;
            }
            String text = new String(entry.octets, StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                boolean cut = i == lines.size() - 1 && entry.length > entry.octets.length;
                writer.accept(entry.prefix + lines.get(i) + (cut ? "..." : ""), entry.nanos);
            }
        }
    }
}
