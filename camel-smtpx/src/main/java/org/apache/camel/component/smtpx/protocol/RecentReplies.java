/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A few short replies of one line, found again by their octets. Replies come in the order of the commands, which is the
 * same for one mail after the other, so each is looked for first behind the one before it; one that was expected there
 * and did not come makes room for a new one.
 */
final class RecentReplies {

    private static final int SIZE = 8;
    private static final int LENGTH_MAX = 128;

    private final byte[][] octets = new byte[SIZE][];
    private final Reply[] replies = new Reply[SIZE];
    private int size;
    /** Where the next one is expected. */
    private int next;

    /** The reply made of these octets (a line without its end), or {@code null}. */
    @Nullable
    Reply find(byte[] line, int from, int end) {
        for (int i = 0; i < size; i++) {
            int at = (next + i) % size;
            byte[] key = octets[at];
            if (key.length == end - from && Arrays.equals(key, 0, key.length, line, from, end)) {
                next = (at + 1) % SIZE;
                return replies[at];
            }
        }
        return null;
    }

    void keep(byte[] line, int from, int end, Reply reply) {
        if (end - from <= LENGTH_MAX) {
            int at = size < SIZE ? size++ : next;
            octets[at] = Arrays.copyOfRange(line, from, end);
            replies[at] = reply;
            next = (at + 1) % SIZE;
        }
    }
}
