/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/** Sending again does not help: the server rejected the message with a 5yz reply, or the input is invalid. */
public final class SmtpxPermanentException extends SmtpxException {

    private static final long serialVersionUID = 1L;

    public SmtpxPermanentException(String message, Exchange exchange, @Nullable Outcome outcome, @Nullable Throwable cause) {
        super(message, exchange, outcome, outcome == null ? null : outcome.reply(), cause);
    }

    SmtpxPermanentException(String message, Exchange exchange, @Nullable Reply reply, @Nullable Throwable cause) {
        super(message, exchange, null, reply, cause);
    }
}
