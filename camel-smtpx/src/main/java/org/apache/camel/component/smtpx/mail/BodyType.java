/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.apache.camel.component.smtpx.internal.text.Printable;

/** The kind of octets in the message: parameter BODY of MAIL (RFC 6152, RFC 3030). */
public enum BodyType {
    SEVEN_BIT("7BIT"),
    EIGHT_BIT_MIME("8BITMIME"),
    BINARY_MIME("BINARYMIME");

    private final String keyword;

    BodyType(String keyword) {
        this.keyword = keyword;
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
