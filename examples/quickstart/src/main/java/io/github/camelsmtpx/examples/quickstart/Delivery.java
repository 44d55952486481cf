/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of one message.
 *
 * @param message    its name in the table
 * @param octets     its size, or -1 when it was composed on the way and nobody counted
 * @param plan       how the client ordered its commands, or "-" when no connection was had
 * @param recipients one entry per recipient, in the order of the envelope
 * @param time       from the route handing it to the component to the outcome
 */
record Delivery(String message, long octets, String plan, List<ToRecipient> recipients, Duration time) {

    Delivery {
        recipients = List.copyOf(recipients);
    }

    /** What became of one message for one recipient. */
    record ToRecipient(String address, Fate fate, String reply) {
    }

    /** The four ends a message can come to for a recipient. */
    enum Fate {
        DELIVERED,
        /** Refused for good. */
        REJECTED,
        /** Not taken for now. */
        FAILED,
        /** Sent, and no reply came. */
        UNKNOWN
    }

    Delivery withOctets(long counted) {
        return new Delivery(message, counted, plan, recipients, time);
    }

    /** The reply to the whole message, the same for everybody who got it; null when nobody did. */
    @Nullable
    String finalReply() {
        return recipients.stream().filter(r -> r.fate() == Fate.DELIVERED).map(ToRecipient::reply).findFirst().orElse(null);
    }

    List<String> accepted() {
        return recipients.stream().filter(r -> r.fate() == Fate.DELIVERED).map(ToRecipient::address).toList();
    }
}
