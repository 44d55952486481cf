/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** The last few short replies of one line, found again by their octets; the one used last stands first. */
final class RecentReplies {

    private static final int SIZE = 8;
    private static final int LENGTH_MAX = 128;

    private final byte[][] octets = new byte[SIZE][];
    private final Reply[] replies = new Reply[SIZE];
    private int size;

    /** The reply made of these octets (a line without its end), or {@code null}. */
    @Nullable
    Reply find(byte[] line, int from, int end) {
        for (int i = 0; i < size; i++) {
            byte[] key = octets[i];
            if (key.length == end - from && Arrays.equals(key, 0, key.length, line, from, end)) {
                Reply found = replies[i];
                if (i > 0) {
                    toFront(i, key, found);
                }
                return found;
            }
        }
        return null;
    }

    void keep(byte[] line, int from, int end, Reply reply) {
        if (end - from <= LENGTH_MAX) {
            size = Math.min(size + 1, SIZE);
            toFront(size - 1, Arrays.copyOfRange(line, from, end), reply);
        }
    }

    private void toFront(int from, byte[] key, Reply reply) {
        System.arraycopy(octets, 0, octets, 1, from);
        System.arraycopy(replies, 0, replies, 1, from);
        octets[0] = key;
        replies[0] = reply;
    }
}
