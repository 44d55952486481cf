/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.apache.camel.component.smtpx.internal.text.Printable;

/** How much of the message a failure notification brings back: the RET parameter (RFC 3461 section 4.3). */
public enum DsnReturn {
    /** The whole message. */
    FULL,
    /** Its headers. */
    HDRS;

    /** Reads the word in any case. */
    public static DsnReturn parse(String text) {
        for (DsnReturn value : values()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("invalid DSN return " + Printable.quote(text) + ": not FULL or HDRS");
    }
}
