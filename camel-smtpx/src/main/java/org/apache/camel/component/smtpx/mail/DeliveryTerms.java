/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When, how urgently and how securely servers pass a message on. Each needs an ESMTP extension of the server; what
 * would harm the message if it were left out is never left out: the message is then not sent. Immutable.
 *
 * @param deliverBy  until when (DELIVERBY, RFC 2852); with {@link DeliverBy.Mode#NOTIFY} it can be left out
 * @param holdFor    how long the server holds the message back (FUTURERELEASE, RFC 4865): 1 to 999,999,999 seconds;
 *                   never left out
 * @param holdUntil  until when the server holds the message back, instead of {@code holdFor}; never left out
 * @param priority   -9 to 9, 0 is usual (MT-PRIORITY, RFC 6710); can be left out
 * @param requireTls whether every server on the way must use TLS with a verified certificate (REQUIRETLS, RFC 8689);
 *                   never left out, and wins over a header {@code TLS-Required} of the message
 */
public record DeliveryTerms(@Nullable DeliverBy deliverBy, @Nullable Duration holdFor, @Nullable Instant holdUntil,
        @Nullable Integer priority, boolean requireTls) {

    /** Nothing is asked. */
    public static final DeliveryTerms NONE = new DeliveryTerms(null, null, null, null, false);

    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");
    private static final Duration MAX_HOLD = Duration.ofSeconds(999_999_999);

    public DeliveryTerms {
        if (holdFor != null && holdUntil != null) {
            throw new IllegalArgumentException("holdFor and holdUntil exclude each other");
        }
        if (holdFor != null && (holdFor.compareTo(Duration.ofSeconds(1)) < 0 || holdFor.compareTo(MAX_HOLD) > 0)) {
            throw new IllegalArgumentException("invalid holdFor " + holdFor + ": not 1 to 999999999 seconds");
        }
        checkTime("holdUntil", holdUntil);
        if (priority != null && (priority < -9 || priority > 9)) {
            throw new IllegalArgumentException("invalid priority " + priority + ": not -9 to 9");
        }
    }

    /** RFC 3339 has years of four digits. */
    static void checkTime(String name, @Nullable Instant time) {
        if (time != null && (time.isBefore(Instant.EPOCH) || !time.isBefore(YEAR_10000))) {
            throw new IllegalArgumentException("invalid " + name + " " + time + ": not in the years 1970 to 9999");
        }
    }

    public DeliveryTerms withDeliverBy(@Nullable DeliverBy value) {
        return new DeliveryTerms(value, holdFor, holdUntil, priority, requireTls);
    }

    /** Sets the time to hold the message back; clears {@code holdUntil}. */
    public DeliveryTerms withHoldFor(@Nullable Duration value) {
        return new DeliveryTerms(deliverBy, value, null, priority, requireTls);
    }

    /** Sets the end of the time to hold the message back; clears {@code holdFor}. */
    public DeliveryTerms withHoldUntil(@Nullable Instant value) {
        return new DeliveryTerms(deliverBy, null, value, priority, requireTls);
    }

    public DeliveryTerms withPriority(@Nullable Integer value) {
        return new DeliveryTerms(deliverBy, holdFor, holdUntil, value, requireTls);
    }

    public DeliveryTerms withRequireTls(boolean value) {
        return new DeliveryTerms(deliverBy, holdFor, holdUntil, priority, value);
    }
}
