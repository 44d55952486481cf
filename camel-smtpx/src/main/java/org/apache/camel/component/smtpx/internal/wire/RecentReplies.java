/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.util.Arrays;

import org.apache.camel.component.smtpx.mail.Reply;

/**
 * A few short replies of one line, found again by their octets. Replies come in the order of the commands, which is the
 * same for one mail after the other, so each is looked for first where the last one was found and behind that; what was
 * expected there and did not come makes room for a new one.
 */
final class RecentReplies {

    private static final int SIZE = 8;
    private static final int MAX_LENGTH = 128;

    private final byte[][] lines = new byte[SIZE][];
    private final Reply[] replies = new Reply[SIZE];
    private int size;
    /** The one that was found or kept last: the same may come again, else the one behind it. */
    private int last;

    /** The place of a reply whose line, with its end, stands here; -1 if there is none. */
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
