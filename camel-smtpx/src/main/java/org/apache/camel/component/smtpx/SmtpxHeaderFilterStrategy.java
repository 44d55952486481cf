/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Locale;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The headers that go from an exchange into a composed message unless an endpoint has its own strategy: a short list of
 * fields that describe the message and neither its sender nor its recipients.
 */
public class SmtpxHeaderFilterStrategy implements HeaderFilterStrategy {
    private static final Set<String> ALLOWED = Set.of("in-reply-to", "references", "importance", "priority", "auto-submitted",
            "list-unsubscribe", "list-unsubscribe-post", "list-id", "precedence", "organization", "sensitivity", "comments",
            "keywords");
    /** HTTP has a Priority header as well (RFC 9218): only the values of RFC 2156 are meant for mail. */
    private static final Set<String> PRIORITIES = Set.of("normal", "urgent", "non-urgent");

    @Override
    public boolean applyFilterToCamelHeaders(String headerName, @Nullable Object headerValue, Exchange exchange) {
        String name = headerName.toLowerCase(Locale.ROOT);
        if (name.equals("priority")) {
            return !(headerValue instanceof String value && PRIORITIES.contains(value.toLowerCase(Locale.ROOT)));
        }
        return !ALLOWED.contains(name);
    }

    /** An SMTP server returns no headers. */
    @Override
    public boolean applyFilterToExternalHeaders(String headerName, @Nullable Object headerValue, Exchange exchange) {
        return true;
    }
}
