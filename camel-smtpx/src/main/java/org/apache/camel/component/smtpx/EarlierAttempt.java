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

/**
 * What an earlier attempt of the same exchange at the same endpoint has delivered: a redelivery by Camel's error
 * handler leaves those recipients out, and tells the whole story in the end. It travels in an exchange property.
 */
final class EarlierAttempt {

    private final String property;

    EarlierAttempt(String endpointKey) {
        this.property = "CamelSmtpxEarlierAttempt." + endpointKey;
    }

    /** The envelope without those who have the message. An attempt is only repeated while somebody has it not. */
    Envelope missing(Exchange exchange, Envelope envelope) {
        Map<Address, RecipientResult> delivered = delivered(exchange);
        List<Recipient> rest = delivered.isEmpty()
                ? List.of()
                : envelope.recipients().stream().filter(r -> !delivered.containsKey(r.address())).toList();
        return rest.isEmpty() ? envelope : envelope.withRecipients(rest);
    }

    /**
     * The outcome of all attempts together, in the order of the envelope; remembered when another attempt may follow.
     */
    Outcome merge(Exchange exchange, Envelope envelope, Outcome latest) {
        Map<Address, RecipientResult> all = delivered(exchange);
        Outcome merged = latest;
        if (!all.isEmpty()) {
            latest.results().forEach(result -> all.put(result.recipient().address(), result));
            List<RecipientResult> results = new ArrayList<>();
            envelope.recipients().forEach(recipient -> results.add(Objects.requireNonNull(all.get(recipient.address()))));
            merged = Outcome.of(results, latest.stage(), latest.reply(), latest.failure(), latest.via());
        }
        if (merged.any(Fate.DELIVERED) && !merged.refused().isEmpty()) {
            exchange.setProperty(property, merged);
        } else {
            exchange.removeProperty(property);
        }
        return merged;
    }

    private Map<Address, RecipientResult> delivered(Exchange exchange) {
        Map<Address, RecipientResult> delivered = new LinkedHashMap<>(0);
        // Only a redelivery is the same attempt again; the same exchange may also pass an endpoint twice on purpose.
        if (Boolean.TRUE.equals(exchange.getMessage().getHeader(Exchange.REDELIVERED, Boolean.class))
                && exchange.getProperty(property) instanceof Outcome earlier) {
            earlier.delivered().forEach(result -> delivered.put(result.recipient().address(), result));
        }
        return delivered;
    }
}
