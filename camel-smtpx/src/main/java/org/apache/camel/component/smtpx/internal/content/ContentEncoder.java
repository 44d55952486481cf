/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Arrays;

/**
 * Encodes the octets of one message for the wire, piece by piece. The output does not depend on the split into pieces:
 * a CR at the end of a piece is held until the next.
 * <p>
 * An encoder serves one message and one thread at a time, and cannot be used after {@link #finish}. No encoder writes
 * the final dot.
 */
public sealed interface ContentEncoder permits IdentityEncoder, CrlfEncoder {

    /** What {@link #finish} writes at most, in octets. */
    int FINISH_BOUND = 2;

    /**
     * For BINARYMIME (RFC 3030, section 3) and for canonical text: copies every octet. A shared, stateless instance.
     */
    static ContentEncoder identity() {
        return IdentityEncoder.INSTANCE;
    }

    /**
     * For text sent with BDAT (RFC 3030): every line end becomes CRLF; a missing last one is not added, dots are left
     * alone.
     */
    static ContentEncoder canonical() {
        return new CrlfEncoder(false);
    }

    /** A whole text with every line end as CRLF; the given array when it has no other. */
    static byte[] canonical(byte[] text) {
        ContentEncoder encoder = canonical();
        if (encoder.unchanged(text, 0, text.length)) {
            return text;
        }
        byte[] out = new byte[encoder.bound(text.length) + FINISH_BOUND];
        int length = encoder.encode(text, 0, text.length, out, 0);
        length += encoder.finish(out, length);
        return Arrays.copyOf(out, length);
    }

    /**
     * For DATA (RFC 5321 section 4.5.2): every line end becomes CRLF, a missing last one is added, leading dots are
     * doubled.
     */
    static ContentEncoder dotStuffed() {
        return new CrlfEncoder(true);
    }

    /**
     * The maximum output of {@code encode}, in octets.
     *
     * @throws ArithmeticException if that is more than an array can hold
     */
    int bound(int pieceLength);

    /**
     * Encodes the next piece of the message.
     *
     * @param  src                       another array than {@code dst}
     * @param  dst                       with room for {@link #bound bound(len)} octets from {@code dstOff} on
     * @return                           the number of octets written
     * @throws IndexOutOfBoundsException if the piece is not within {@code src}, or {@code dst} has too little room; the
     *                                   encoder cannot be used after that
     */
    int encode(byte[] src, int off, int len, byte[] dst, int dstOff);

    /**
     * Consumes the next piece without copying, if its encoding equals its input.
     *
     * @return                           true if the piece counts as encoded and its octets are to be sent; false if it
     *                                   must go through {@link #encode}
     * @throws IndexOutOfBoundsException if the piece is not within {@code src}
     */
    boolean unchanged(byte[] src, int off, int len);

    /**
     * Ends the message: writes held octets and, for DATA, a missing last line end. An empty message stays empty.
     *
     * @param  dst with room for {@link #FINISH_BOUND} octets from {@code dstOff} on
     * @return     the number of octets written
     */
    int finish(byte[] dst, int dstOff);
}
