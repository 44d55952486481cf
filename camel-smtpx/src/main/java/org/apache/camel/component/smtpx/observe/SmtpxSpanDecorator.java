/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a span of a send, if the application has camel-telemetry: the server, the reply, the enhanced status code
 * (RFC 3463), the plan, and the number of recipients by outcome. No tag has an address, an option of the endpoint or
 * the text of a reply, since all of these name people.
 * <p>
 * camel-telemetry finds this class by {@link java.util.ServiceLoader}. Thread-safe.
 */
public final class SmtpxSpanDecorator extends AbstractSpanDecorator {

    @Override
    public String getComponent() {
        return "smtpx";
    }

    @Override
    public String getComponentClassName() {
        return "org.apache.camel.component.smtpx.SmtpxComponent";
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        // Not the tags of the base class: they have the options of the endpoint, with sender and recipients.
        span.setComponent("camel-smtpx");
        span.setTag(TagConstants.URL_SCHEME, getComponent());
        span.setTag(TagConstants.EXCHANGE_ID, exchange.getExchangeId());
        if (endpoint instanceof EndpointServiceLocation location) {
            span.setTag(TagConstants.SERVER_ADDRESS, location.getServiceUrl());
            span.setTag(TagConstants.SERVER_PROTOCOL, location.getServiceProtocol());
        }
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        Exception error = exchange.getException();
        if (error != null) {
            span.setError(true);
            span.log(Map.of("event", "error", "error.kind", error.getClass().getName()));
        }
        if (exchange.getMessage().getHeader(SmtpxConstants.OUTCOME) instanceof Outcome outcome) {
            span.setTag("smtp.server", outcome.via().server());
            tag(span, "smtp.plan", outcome.via().plan());
            counts(span, outcome);
        }
        tag(span, "smtp.reply.code", exchange.getMessage().getHeader(SmtpxConstants.REPLY_CODE));
        tag(span, "smtp.reply.enhanced_status", exchange.getMessage().getHeader(SmtpxConstants.ENHANCED_STATUS));
    }

    private static void counts(Span span, Outcome outcome) {
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        for (RecipientResult result : outcome.results()) {
            counts.merge(result.fate(), 1, Integer::sum);
        }
        counts.forEach((fate, count) -> tag(span, "smtp.recipients." + fate.name().toLowerCase(Locale.ROOT), count));
    }

    private static void tag(Span span, String name, @Nullable Object value) {
        if (value != null) {
            span.setTag(name, value.toString());
        }
    }
}
