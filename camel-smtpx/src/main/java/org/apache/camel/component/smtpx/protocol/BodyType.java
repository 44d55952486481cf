/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import org.apache.camel.component.smtpx.message.Width;
import org.apache.camel.component.smtpx.text.Printable;
import org.jspecify.annotations.Nullable;

/** What kind of octets the message has: the BODY parameter (RFC 6152, RFC 3030). */
public enum BodyType {
    SEVEN_BIT("7BIT", Width.SEVEN_BIT),
    EIGHT_BIT_MIME("8BITMIME", Width.EIGHT_BIT),
    BINARY_MIME("BINARYMIME", Width.BINARY);

    private final String keyword;
    private final Width width;

    BodyType(String keyword, Width width) {
        this.keyword = keyword;
        this.width = width;
    }

    /**
     * The widest content for a server.
     *
     * @param offered what the server offers
     * @param chunked whether content goes with BDAT, as binary content must
     * @param asked   what the message is to be declared as, or null if that does not matter
     */
    public static Width widest(Capabilities offered, boolean chunked, @Nullable BodyType asked) {
        Width taken = offered.binaryMime() && chunked
                ? Width.BINARY : offered.eightBitMime() ? Width.EIGHT_BIT : Width.SEVEN_BIT;
        return asked != null && asked.width.compareTo(taken) < 0 ? asked.width : taken;
    }

    /** The word on the wire. */
    public String keyword() {
        return keyword;
    }

    /** Reads the word of the wire in any case. */
    public static BodyType parse(String text) {
        for (BodyType value : values()) {
            if (value.keyword.equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("invalid body type " + Printable.quote(text) + ": not 7BIT, 8BITMIME or BINARYMIME");
    }
}
