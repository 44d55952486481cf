/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The server limits this client, or an option does: sending again may help, but not before {@link #getRetryAfter()} has
 * passed.
 */
public final class SmtpxThrottledException extends SmtpxTransientException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    SmtpxThrottledException(String message, Exchange exchange, Outcome outcome, @Nullable Throwable cause,
                            Duration retryAfter) {
        super(message, exchange, outcome, cause);
        this.retryAfter = retryAfter;
    }

    /** The time before which another attempt is pointless; more than zero. */
    public Duration getRetryAfter() {
        return retryAfter;
    }
}
