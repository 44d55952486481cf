/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The message was sent completely and the final reply never came. Sending again may duplicate it: a redelivery of the
 * same exchange leaves the recipient out unless {@code retryUnknown} is set.
 */
public final class SmtpxUnknownOutcomeException extends SmtpxException {

    private static final long serialVersionUID = 1L;

    public SmtpxUnknownOutcomeException(String message, Exchange exchange, Outcome outcome, @Nullable Throwable cause) {
        super(message, exchange, outcome, null, cause);
    }
}
