/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The octets that a command line may contain (RFC 5321, section 4.1.2; RFC 6531). */
public final class LineOctets {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_OCTET = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private LineOctets() {
    }

    /**
     * Whether a range has a control character, DEL, or, unless {@code utf8}, an octet above 0x7F. Eight octets are
     * examined at a time.
     */
    public static boolean hasForbidden(byte[] array, int from, int to, boolean utf8) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) WORDS.get(array, at);
            long del = eight ^ 0x7F * EACH_OCTET;
            long wrong = (eight - 0x20 * EACH_OCTET) & ~eight | (del - EACH_OCTET) & ~del | (utf8 ? 0 : eight);
            if ((wrong & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (int i = at; i < to; i++) {
            byte octet = array[i];
            if ((octet < 0x20 && (octet >= 0 || !utf8)) || octet == 0x7F) {
                return true;
            }
        }
        return false;
    }
}
