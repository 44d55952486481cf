/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/**
 * Options of one message, from the URI of {@code toD}, on the way to the producer of a static endpoint. They count as
 * options of that endpoint do: no header replaces them, and a bad value is refused. An exchange property carries them,
 * since no message from outside has one.
 *
 * @param endpointUri the endpoint that they are for; the exchange may meet others meanwhile
 * @param values      by option
 */
record MessageOptions(String endpointUri, Map<String, String> values) {

    private static final String PROPERTY = "CamelSmtpxMessageOptions";
    private static final Map<String, BiConsumer<SmtpxConfiguration, String>> SETTERS = Map.ofEntries(
            Map.entry("from", SmtpxConfiguration::setFrom), Map.entry("to", SmtpxConfiguration::setTo),
            Map.entry("cc", SmtpxConfiguration::setCc), Map.entry("bcc", SmtpxConfiguration::setBcc),
            Map.entry("replyTo", SmtpxConfiguration::setReplyTo), Map.entry("subject", SmtpxConfiguration::setSubject),
            Map.entry("contentType", SmtpxConfiguration::setContentType), Map.entry("sender", SmtpxConfiguration::setSender),
            Map.entry("recipients", SmtpxConfiguration::setRecipients),
            Map.entry("envelopeId", SmtpxConfiguration::setEnvelopeId),
            Map.entry("transactionId", SmtpxConfiguration::setTransactionId),
            Map.entry("originalRecipient", SmtpxConfiguration::setOriginalRecipient),
            Map.entry("listUnsubscribe", SmtpxConfiguration::setListUnsubscribe));

    MessageOptions {
        values = Map.copyOf(values);
    }

    /** Whether a message may have its own value of the option. */
    static boolean contain(String option) {
        return SETTERS.containsKey(option);
    }

    /** Sets them for the endpoint that the exchange is about to be sent to. */
    static void set(Exchange exchange, Map<String, Object> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((option, value) -> texts.put(option, String.valueOf(value)));
        String uri = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, String.class);
        exchange.setProperty(PROPERTY, new MessageOptions(Objects.requireNonNull(uri), texts));
    }

    static void remove(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    /** Those that the exchange has for this endpoint; null if it has none. */
    static @Nullable MessageOptions of(Exchange exchange, SmtpxEndpoint endpoint) {
        return exchange.getProperty(PROPERTY) instanceof MessageOptions options
                && options.endpointUri.equals(endpoint.getEndpointUri()) ? options : null;
    }

    /** The configuration with these options. */
    SmtpxConfiguration in(SmtpxConfiguration endpoint) {
        SmtpxConfiguration own = endpoint.copy();
        values.forEach((option, value) -> Objects.requireNonNull(SETTERS.get(option)).accept(own, value));
        return own;
    }
}
