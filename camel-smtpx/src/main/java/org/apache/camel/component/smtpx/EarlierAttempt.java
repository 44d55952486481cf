/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.protocol.Address;
import org.apache.camel.component.smtpx.protocol.Envelope;
import org.apache.camel.component.smtpx.protocol.Outcome;
import org.apache.camel.component.smtpx.protocol.Recipient;
import org.apache.camel.component.smtpx.protocol.RecipientResult;
import org.apache.camel.component.smtpx.protocol.RecipientResult.Fate;
import org.jspecify.annotations.Nullable;

/**
 * How an earlier attempt of the same exchange at the same endpoint ended: a redelivery by Camel's error handler leaves
 * out who has the message or was refused for good, and tells the whole story in the end. It travels in an exchange
 * property, and only from an attempt that failed to the redelivery right after it: the same exchange may also pass an
 * endpoint twice on purpose.
 */
final class EarlierAttempt {

    /** An attempt that failed, and the number of redeliveries before it. */
    private record Attempt(Outcome outcome, int redeliveries) {
    }

    private final String property;

    EarlierAttempt(String endpointKey) {
        this.property = "CamelSmtpxEarlierAttempt." + endpointKey;
    }

    /** The envelope of those who are to get the message in this attempt. */
    static Envelope missing(@Nullable Outcome earlier, Envelope envelope) {
        Map<Address, RecipientResult> before = before(earlier);
        List<Recipient> rest = before.isEmpty() ? List.of() : without(envelope, before, Fate.DELIVERED, Fate.REJECTED);
        if (rest.isEmpty() && !before.isEmpty()) {
            // Whoever repeats an attempt that left nobody but refused recipients wants just that.
            rest = without(envelope, before, Fate.DELIVERED);
        }
        return rest.isEmpty() || rest.size() == envelope.recipients().size() ? envelope : envelope.withRecipients(rest);
    }

    private static List<Recipient> without(Envelope envelope, Map<Address, RecipientResult> before, Fate... fates) {
        return envelope.recipients().stream().filter(recipient -> {
            RecipientResult result = before.get(recipient.address());
            return result == null || !List.of(fates).contains(result.fate());
        }).toList();
    }

    /** The outcome of all attempts together, in the order of the envelope. */
    static Outcome merge(@Nullable Outcome earlier, Envelope envelope, Outcome latest) {
        Map<Address, RecipientResult> all = before(earlier);
        if (all.isEmpty()) {
            return latest;
        }
        latest.results().forEach(result -> all.put(result.recipient().address(), result));
        List<RecipientResult> results = new ArrayList<>();
        envelope.recipients().forEach(recipient -> results.add(Objects.requireNonNull(all.get(recipient.address()))));
        return Outcome.of(results, latest.stage(), latest.reply(), latest.failure(), latest.via());
    }

    /** Remembers the outcome when the attempt failed, so that another may follow. */
    void remember(Exchange exchange, Outcome merged) {
        if (exchange.getException() != null) {
            exchange.setProperty(property, new Attempt(merged, redeliveries(exchange)));
        } else {
            exchange.removeProperty(property);
        }
    }

    /** How the attempt before this one ended; null when this is the first. */
    @Nullable
    Outcome outcome(Exchange exchange) {
        return exchange.getProperty(property) instanceof Attempt earlier
                && redeliveries(exchange) == earlier.redeliveries() + 1 ? earlier.outcome() : null;
    }

    private static Map<Address, RecipientResult> before(@Nullable Outcome earlier) {
        if (earlier == null) {
            return Map.of();
        }
        Map<Address, RecipientResult> before = new LinkedHashMap<>();
        earlier.results().forEach(result -> before.put(result.recipient().address(), result));
        return before;
    }

    private static int redeliveries(Exchange exchange) {
        Integer counter = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class);
        return counter == null ? 0 : counter;
    }
}
