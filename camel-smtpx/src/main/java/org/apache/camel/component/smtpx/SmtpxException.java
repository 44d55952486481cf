/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A message was not sent, or not to every recipient. The subclass determines whether to send again:
 * {@link SmtpxTransientException} yes, {@link SmtpxPermanentException} no, {@link SmtpxUnknownOutcomeException} only if
 * a duplicate is better than a loss.
 */
public abstract class SmtpxException extends CamelExchangeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Outcome outcome;
    private final transient @Nullable Reply reply;

    SmtpxException(String message, Exchange exchange, @Nullable Outcome outcome, @Nullable Reply reply,
                   @Nullable Throwable cause) {
        // Camel would append the text of a cause, which the message has already.
        super(message, exchange);
        if (cause != null) {
            initCause(cause);
        }
        this.outcome = outcome;
        this.reply = reply;
    }

    /**
     * The fate of every recipient, over all attempts; null only for an operation that sends no mail. It has no
     * recipients when none could be read.
     */
    public @Nullable Outcome getOutcome() {
        return outcome;
    }

    /** The decisive reply; null if there is none. */
    public @Nullable Reply getReply() {
        return reply;
    }
}
