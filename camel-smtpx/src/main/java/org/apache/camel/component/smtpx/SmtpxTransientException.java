/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Sending again may help. A redelivery of the same exchange by Camel leaves out recipients that have the message;
 * another exchange or endpoint, as with a redelivery by a broker or with failover, sends to all of them again (see
 * {@link SmtpxDelivered}).
 */
public class SmtpxTransientException extends SmtpxException {

    private static final long serialVersionUID = 1L;

    public SmtpxTransientException(String message, Exchange exchange, @Nullable Outcome outcome, @Nullable Throwable cause) {
        super(message, exchange, outcome, outcome == null ? null : outcome.reply(), cause);
    }

    SmtpxTransientException(String message, Exchange exchange, @Nullable Reply reply, @Nullable Throwable cause) {
        super(message, exchange, null, reply, cause);
    }
}
