/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.util.Arrays;

import org.apache.camel.component.smtpx.mail.Reply;

/**
 * A cache of short one-line replies, looked up by their octets. Consecutive mails get the same replies in the same
 * order, so a lookup starts at the last hit and the entry after it. A new reply replaces the entry expected there.
 */
final class RecentReplies {

    private static final int SIZE = 8;
    private static final int MAX_LENGTH = 128;

    private final byte[][] lines = new byte[SIZE][];
    private final Reply[] replies = new Reply[SIZE];
    private int size;
    /** The index found or stored last: the next reply is likely the same or the one after it. */
    private int last;

    /** The index of the reply with this line, line end included; -1 if there is none. */
    int find(byte[] octets, int from, int end) {
        int at = last;
        for (int i = 0; i < size; i++) {
            byte[] line = lines[at];
            if (line.length <= end - from && Arrays.equals(line, 0, line.length, octets, from, from + line.length)) {
                last = at;
                return at;
            }
            at = at + 1 < size ? at + 1 : 0;
        }
        return -1;
    }

    Reply reply(int place) {
        return replies[place];
    }

    /** Octets of its line, with its end. */
    int length(int place) {
        return lines[place].length;
    }

    void clear() {
        size = 0;
        last = 0;
    }

    void keep(byte[] octets, int from, int end, Reply reply) {
        if (end - from <= MAX_LENGTH) {
            last = size < SIZE ? size++ : (last + 1) % SIZE;
            lines[last] = Arrays.copyOfRange(octets, from, end);
            replies[last] = reply;
        }
    }
}
