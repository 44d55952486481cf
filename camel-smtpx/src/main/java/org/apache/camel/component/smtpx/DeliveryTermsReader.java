/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

import org.apache.camel.Message;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.DeliverBy;
import org.apache.camel.component.smtpx.mail.DeliveryTerms;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads when, how urgently and how securely a message is passed on, from options and {@code CamelSmtpx} headers. A
 * header overrides its option. Errors name the option or header.
 */
final class DeliveryTermsReader {

    private static final String[] HEADERS = {
            SmtpxConstants.DELIVER_BY, SmtpxConstants.HOLD_FOR, SmtpxConstants.HOLD_UNTIL, SmtpxConstants.MT_PRIORITY,
            SmtpxConstants.REQUIRE_TLS };

    /** Camel's durations; its parser takes what it knows and leaves the rest. */
    private static final Pattern DURATION
            = Pattern.compile("\\d+|(\\d+(d|h|m|s|ms))+|PT?[0-9DHMS.]+", Pattern.CASE_INSENSITIVE);

    private final SmtpxConfiguration options;
    private final DeliveryTerms defaults;
    private final @Nullable Instant validSince;

    DeliveryTermsReader(SmtpxConfiguration options) {
        this.options = options;
        if (options.getHoldFor() != null && options.getHoldUntil() != null) {
            throw new IllegalArgumentException("holdFor and holdUntil exclude each other");
        }
        DeliveryTerms terms = deliverBy(DeliveryTerms.NONE, "deliverBy", options.getDeliverBy());
        terms = holdFor(terms, "holdFor", options.getHoldFor());
        terms = holdUntil(terms, "holdUntil", options.getHoldUntil());
        terms = priority(terms, "mtPriority", options.getMtPriority());
        this.defaults = requireTls(terms, "requireTls", options.isRequireTls());
        this.validSince = instant("validSince", options.getValidSince());
    }

    DeliveryTerms ofOptions() {
        return defaults;
    }

    static boolean hasHeader(Message message) {
        if (message.hasHeaders()) {
            for (String header : HEADERS) {
                if (message.getHeader(header) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    DeliveryTerms of(Message message) {
        if (message.getHeader(SmtpxConstants.HOLD_FOR) != null && message.getHeader(SmtpxConstants.HOLD_UNTIL) != null) {
            throw new IllegalArgumentException(
                    SmtpxConstants.HOLD_FOR + " and " + SmtpxConstants.HOLD_UNTIL + " exclude each other");
        }
        DeliveryTerms terms = deliverBy(defaults, SmtpxConstants.DELIVER_BY, message.getHeader(SmtpxConstants.DELIVER_BY));
        terms = holdFor(terms, SmtpxConstants.HOLD_FOR, message.getHeader(SmtpxConstants.HOLD_FOR));
        terms = holdUntil(terms, SmtpxConstants.HOLD_UNTIL, message.getHeader(SmtpxConstants.HOLD_UNTIL));
        terms = priority(terms, SmtpxConstants.MT_PRIORITY, message.getHeader(SmtpxConstants.MT_PRIORITY));
        return requireTls(terms, SmtpxConstants.REQUIRE_TLS, message.getHeader(SmtpxConstants.REQUIRE_TLS));
    }

    /** The time since which recipients are known, from the header if it counts, else from the option. */
    @Nullable
    Instant validSince(@Nullable Object header) {
        return header == null ? validSince : instant(SmtpxConstants.VALID_SINCE, header);
    }

    private static DeliveryTerms deliverBy(DeliveryTerms terms, String where, @Nullable Object value) {
        return value == null
                ? terms : EnvelopeReader.named(where, () -> terms.withDeliverBy(DeliverBy.parse(text(where, value))));
    }

    private static DeliveryTerms holdFor(DeliveryTerms terms, String where, @Nullable Object value) {
        return value == null ? terms : EnvelopeReader.named(where, () -> terms.withHoldFor(duration(where, value)));
    }

    private static DeliveryTerms holdUntil(DeliveryTerms terms, String where, @Nullable Object value) {
        return value == null ? terms : EnvelopeReader.named(where, () -> terms.withHoldUntil(instant(where, value)));
    }

    private static DeliveryTerms priority(DeliveryTerms terms, String where, @Nullable Object value) {
        return value == null
                ? terms : EnvelopeReader.named(where, () -> terms.withPriority(Integer.valueOf(text(where, value))));
    }

    /** Verification of certificates is what REQUIRETLS is about (RFC 8689, section 4.2.1). */
    private DeliveryTerms requireTls(DeliveryTerms terms, String where, @Nullable Object value) {
        if (value == null || !value.toString().equalsIgnoreCase("true")) {
            if (value != null && !value.toString().equalsIgnoreCase("false")) {
                throw new IllegalArgumentException(where + " is neither true nor false: " + Printable.quote(value.toString()));
            }
            return terms;
        }
        if (!options.isHostnameVerification()) {
            throw new IllegalArgumentException(where + " needs a verified certificate, and hostnameVerification is false");
        }
        if (options.getUnixSocket() != null) {
            throw new IllegalArgumentException(where + " needs TLS, which a Unix socket (unixSocket) has not");
        }
        if (!options.isSsl() && options.getStarttls() == StartTls.NEVER) {
            throw new IllegalArgumentException(where + " needs TLS, and starttls is never");
        }
        return terms.withRequireTls(true);
    }

    private static Duration duration(String where, Object value) {
        if (value instanceof Duration duration) {
            return duration;
        }
        String text = text(where, value);
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException("no duration such as 2h or 90m: " + Printable.quote(text));
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
    }

    private static @Nullable Instant instant(String where, @Nullable Object value) {
        if (value == null || value instanceof Instant) {
            return (Instant) value;
        }
        String text = text(where, value);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    where + " is no time such as 2030-01-31T08:00:00Z: " + Printable.quote(text), e);
        }
    }

    private static String text(String where, Object value) {
        if (value instanceof CharSequence || value instanceof Number) {
            return value.toString();
        }
        throw new IllegalArgumentException(where + " is not a text but a " + value.getClass().getName());
    }
}
