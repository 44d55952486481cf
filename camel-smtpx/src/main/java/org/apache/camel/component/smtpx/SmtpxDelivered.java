/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.InvalidAddressException;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which recipients have a message, across exchanges, endpoints and machines: for redeliveries by a broker and
 * for {@code loadBalance().failover()}, which begin with nothing known. {@link #filter()} goes before the send and
 * leaves out the recipients that have the message; {@link #record()} goes behind it, also where the send failed.
 *
 * <pre>
 * SmtpxDelivered delivered = new SmtpxDelivered(repository, "${header.OrderId}");
 *
 * onException(SmtpxException.class).onExceptionOccurred(delivered.record());
 * from("jms:orders")
 *         .process(delivered.filter())
 *         .filter(header(SmtpxConstants.RECIPIENTS))
 *         .to("smtpx:mail.example.org?from=shop@example.com")
 *         .process(delivered.record());
 * </pre>
 *
 * Recipients that are DELIVERED or UNKNOWN are recorded: neither is sent to again. A machine that dies between the send
 * and the record may cause one more copy. The recipients come from the header {@code CamelSmtpxRecipients}, so the
 * endpoint must not set the option {@code recipients}.
 */
public final class SmtpxDelivered {

    private final IdempotentRepository repository;
    private final String message;

    /**
     * @param repository keeps keys made of message and recipient; any of Camel's, shared by all machines that send
     * @param message    an expression of the simple language that identifies the message, the same in each attempt
     */
    public SmtpxDelivered(IdempotentRepository repository, String message) {
        this.repository = Objects.requireNonNull(repository, "repository");
        this.message = Objects.requireNonNull(message, "message");
    }

    /**
     * Leaves the recipients that have the message out of the header {@code CamelSmtpxRecipients}; without any left the
     * header is removed.
     */
    public Processor filter() {
        return exchange -> {
            String id = id(exchange);
            List<Object> missing = new ArrayList<>();
            for (Object recipient : recipients(exchange)) {
                String key = key(id, recipient);
                if (key == null || !repository.contains(exchange, key)) {
                    missing.add(recipient);
                }
            }
            if (missing.isEmpty()) {
                exchange.getMessage().removeHeader(SmtpxConstants.RECIPIENTS);
            } else {
                exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, missing);
            }
        };
    }

    /** Records the recipients that have the message, or may have it; does nothing before a send. */
    public Processor record() {
        return exchange -> {
            if (exchange.getMessage().getHeader(SmtpxConstants.OUTCOME) instanceof Outcome outcome) {
                String id = id(exchange);
                for (RecipientResult result : outcome.results()) {
                    if (result.fate() == Fate.DELIVERED || result.fate() == Fate.UNKNOWN) {
                        String key = Objects.requireNonNull(key(id, result.recipient()));
                        repository.add(exchange, key);
                        repository.confirm(exchange, key);
                    }
                }
            }
        };
    }

    private String id(Exchange exchange) {
        String id = exchange.getContext().resolveLanguage("simple").createExpression(message).evaluate(exchange, String.class);
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("the message has no id: " + message + " is empty");
        }
        return id;
    }

    private static List<Object> recipients(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(SmtpxConstants.RECIPIENTS);
        List<Object> found = new ArrayList<>();
        if (header instanceof Collection<?> many) {
            many.forEach(recipient -> add(recipient, found));
        } else if (header instanceof Object[] many) {
            List.of(many).forEach(recipient -> add(recipient, found));
        } else if (header != null) {
            add(header, found);
        }
        return found;
    }

    /** What is no address stays as it is: the endpoint rejects it, with the reason. */
    private static void add(Object recipient, List<Object> found) {
        if (recipient instanceof CharSequence text) {
            try {
                found.addAll(Address.parseList(text.toString(), false, (part, fault) -> found.add(part)));
            } catch (InvalidAddressException e) {
                found.add(text);
            }
        } else {
            found.add(Objects.requireNonNull(recipient));
        }
    }

    /**
     * The same for each form of a mailbox: a domain counts without regard to case, as A-labels; null for no address.
     */
    private static @Nullable String key(String id, Object recipient) {
        Address address = recipient instanceof Recipient full ? full.address()
                : recipient instanceof Mailbox mailbox ? mailbox.address() : recipient instanceof Address bare ? bare : null;
        if (address == null) {
            return null;
        }
        try {
            Address ascii = address.toAscii();
            return id + " " + ascii.localPart() + "@" + ascii.domain().toLowerCase(Locale.ROOT);
        } catch (InvalidAddressException e) {
            return null;
        }
    }
}
