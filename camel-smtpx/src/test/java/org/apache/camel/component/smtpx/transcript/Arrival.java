/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the octets of the server that belong together arrive. */
interface Arrival {

    /** Together. */
    Arrival WHOLE = (octets, position) -> List.of(octets);

    /** One by one. */
    Arrival SINGLY = (octets, position) -> {
        List<byte[]> pieces = new ArrayList<>();
        for (byte octet : octets) {
            pieces.add(new byte[] { octet });
        }
        return pieces;
    };

    /** Cut into lines. */
    Arrival BY_LINE = (octets, position) -> {
        List<byte[]> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' || i == octets.length - 1) {
                pieces.add(Arrays.copyOfRange(octets, start, i + 1));
                start = i + 1;
            }
        }
        return pieces;
    };

    /**
     * The pieces in which octets arrive.
     *
     * @param position of their first octet, counted from the first one that the server ever sent
     */
    List<byte[]> pieces(byte[] octets, int position);

    /** In two pieces. */
    static Arrival splitAt(int split) {
        return (octets, position) -> split <= position || split >= position + octets.length
                ? List.of(octets)
                : List.of(Arrays.copyOf(octets, split - position),
                        Arrays.copyOfRange(octets, split - position, octets.length));
    }
}
