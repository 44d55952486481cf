/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.apache.camel.component.smtpx.internal.text.Printable;

/** A text is no mailbox that SMTP can carry. The message names the reason and shows the text escaped and shortened. */
public sealed class InvalidAddressException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidAddressException(String value, String reason) {
        super("invalid address " + Printable.quote(value) + ": " + reason);
        this.reason = reason;
    }

    /** One of many parts of a list. It has no stack trace, which costs more than reading the part. */
    static final class OfPart extends InvalidAddressException {

        private static final long serialVersionUID = 1L;

        OfPart(String value, String reason) {
            super(value, reason);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** What is wrong, without the address. */
    public String reason() {
        return reason;
    }
}
