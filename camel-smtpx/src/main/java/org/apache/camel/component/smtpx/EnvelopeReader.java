/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.smtpx.internal.text.Folding;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.InvalidAddressException;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * Makes the envelope of an exchange: from options, from {@code CamelSmtpx} headers if the endpoint allows them, else
 * from the composed message. Options win over headers for sender and recipients; errors name the option or header.
 */
final class EnvelopeReader {

    /** Placeholder address, to validate ORCPT and NOTIFY alone. */
    private static final Address ANYBODY = Address.exact("anybody@example.org");

    private final SmtpxConfiguration options;
    private final boolean exact;
    private final boolean recipientHeader;
    private final boolean allHeaders;
    private final @Nullable Address sender;
    private final @Nullable List<Recipient> recipients;
    private final DeliveryTermsReader terms;
    private final MailParameters parameters;
    private final Set<Notify> notifyOn;

    EnvelopeReader(SmtpxConfiguration options) {
        this.options = options;
        if (options.getMaxRecipients() < 1) {
            throw new IllegalArgumentException("maxRecipients must be at least 1: " + options.getMaxRecipients());
        }
        this.exact = options.isExactAddresses();
        this.allHeaders = options.getEnvelopeHeaders() == EnvelopeHeaders.ALL;
        this.recipientHeader = options.getEnvelopeHeaders() != EnvelopeHeaders.NONE;
        String notify = options.getDsnNotify();
        this.notifyOn = notify == null ? Set.of() : named("dsnNotify", () -> Notify.parse(notify));
        String from = options.getSender();
        this.sender = from == null ? null : named("sender", () -> sender(from));
        String original = options.getOriginalRecipient();
        if (original != null) {
            named("originalRecipient", () -> new Recipient(ANYBODY, Set.of(), original));
        }
        this.terms = new DeliveryTermsReader(options);
        Instant since = terms.validSince(null);
        String to = options.getRecipients();
        this.recipients = to == null ? null : List.copyOf(new Reading("recipients", notifyOn, original, since, null).of(to));
        this.parameters = named("size, transactionId, envelopeId, authSubmitter, verp or xforward", this::parameters);
    }

    private MailParameters parameters() {
        String verp = options.getVerp();
        if (verp != null && (verp.equalsIgnoreCase("false") || verp.equalsIgnoreCase("true"))) {
            verp = verp.equalsIgnoreCase("true") ? "" : null;
        }
        return MailParameters.NONE.withVerb(options.getMailVerb())
                .withSize(options.getSize())
                .withBody(bodyType(options.getBodyType()))
                .withDsnReturn(options.getDsnReturn())
                .withTransactionId(options.getTransactionId())
                .withEnvelopeId(options.getEnvelopeId())
                .withAuthSubmitter(options.getAuthSubmitter())
                .withVerp(verp)
                .withTerms(terms.ofOptions())
                .withForwarded(attributes("xforward", options.getXforward()));
    }

    private static @Nullable BodyType bodyType(String option) {
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "auto" -> null;
            case "7bit" -> BodyType.SEVEN_BIT;
            case "8bitmime" -> BodyType.EIGHT_BIT_MIME;
            case "binarymime" -> BodyType.BINARY_MIME;
            default -> throw new IllegalArgumentException(
                    "bodyType is not one of auto, 7bit, 8bitmime, binarymime: " + option);
        };
    }

    /**
     * Reads the envelope of an exchange.
     *
     * @param author   sender if nothing else names one
     * @param named    recipients if nothing else names any
     * @param unusable parts of the headers that name them and are not addresses, with the reason
     * @param bad      receives the recipients that are not addresses, with the reason; null makes them an error
     */
    Envelope read(
            Exchange exchange, @Nullable String author, List<String> named, Map<String, String> unusable,
            @Nullable Map<String, String> bad) {
        Message message = exchange.getMessage();
        Set<Notify> notify = notify(message);
        String original = text(message, SmtpxConstants.ORIGINAL_RECIPIENT, options.getOriginalRecipient());
        if (!Objects.equals(original, options.getOriginalRecipient())) {
            named(SmtpxConstants.ORIGINAL_RECIPIENT, () -> new Recipient(ANYBODY, notify, original));
        }
        Instant since = terms.validSince(allHeaders ? message.getHeader(SmtpxConstants.VALID_SINCE) : null);
        List<Recipient> to = recipients;
        if (to == null) {
            Object header = recipientHeader ? message.getHeader(SmtpxConstants.RECIPIENTS) : null;
            if (header == null && !unusable.isEmpty()) {
                reject(unusable, bad);
            }
            to = header != null
                    ? new Reading(SmtpxConstants.RECIPIENTS, notify, original, since, bad).of(header)
                    : new Reading("to, cc, bcc", notify, original, since, bad).of(named);
        } else if (!notify.equals(notifyOn) || !Objects.equals(original, options.getOriginalRecipient())
                || !Objects.equals(since, terms.validSince(null))) {
            to = to.stream().map(recipient -> new Recipient(recipient.address(), notify, original, since)).toList();
        }
        if (to.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no recipient: set the option recipients or to, or the header "
                                               + SmtpxConstants.RECIPIENTS);
        }
        if (to.size() > options.getMaxRecipients()) {
            throw new IllegalArgumentException(
                    to.size() + " recipients are more than maxRecipients (" + options.getMaxRecipients() + ")");
        }
        return new Envelope(sender(message, author), to, parameters(message));
    }

    private static void reject(Map<String, String> unusable, @Nullable Map<String, String> bad) {
        if (bad == null) {
            throw new IllegalArgumentException(unusable.values().iterator().next());
        }
        bad.putAll(unusable);
    }

    /** The recipients of an exchange that are addresses; none if the rest of the envelope is beyond repair. */
    List<Recipient> readable(Exchange exchange, List<Object> named) {
        if (recipients != null) {
            return recipients;
        }
        Object header = recipientHeader ? exchange.getMessage().getHeader(SmtpxConstants.RECIPIENTS) : null;
        List<Recipient> found = new ArrayList<>();
        for (Object value : header != null ? List.of(header) : named) {
            try {
                found.addAll(new Reading("recipients", Set.of(), null, null, new LinkedHashMap<>()).of(value));
            } catch (IllegalArgumentException e) {
                // The exception of this outcome gives the reason
            }
        }
        return found.stream().distinct().toList();
    }

    private Address sender(Message message, @Nullable String author) {
        if (sender != null) {
            return sender;
        }
        String header = text(message, SmtpxConstants.SENDER, null);
        if (header != null) {
            return named(SmtpxConstants.SENDER, () -> sender(header));
        }
        if (author == null) {
            throw new IllegalArgumentException(
                    "there is no sender: set the option sender or from, or the header " + SmtpxConstants.SENDER);
        }
        return named("from", () -> sender(author));
    }

    private MailParameters parameters(Message message) {
        if (!allHeaders) {
            return parameters;
        }
        MailParameters own = parameters;
        String envelopeId = text(message, SmtpxConstants.ENVELOPE_ID, null);
        if (envelopeId != null) {
            MailParameters before = own;
            own = named(SmtpxConstants.ENVELOPE_ID, () -> before.withEnvelopeId(envelopeId));
        }
        String dsnReturn = text(message, SmtpxConstants.DSN_RETURN, null);
        if (dsnReturn != null) {
            own = own.withDsnReturn(named(SmtpxConstants.DSN_RETURN, () -> DsnReturn.parse(dsnReturn)));
        }
        String transactionId = text(message, SmtpxConstants.TRANSACTION_ID, null);
        if (transactionId != null) {
            MailParameters before = own;
            own = named(SmtpxConstants.TRANSACTION_ID, () -> before.withTransactionId(transactionId));
        }
        String submitter = text(message, SmtpxConstants.AUTH_SUBMITTER, null);
        if (submitter != null) {
            MailParameters before = own;
            own = named(SmtpxConstants.AUTH_SUBMITTER, () -> before.withAuthSubmitter(submitter));
        }
        ClientAttributes client = attributes(SmtpxConstants.XFORWARD, message.getHeader(SmtpxConstants.XFORWARD));
        own = client == null ? own : own.withForwarded(client);
        return DeliveryTermsReader.hasHeader(message) ? own.withTerms(terms.of(message)) : own;
    }

    private static @Nullable ClientAttributes attributes(String where, @Nullable Object value) {
        if (value == null || value instanceof ClientAttributes) {
            return (ClientAttributes) value;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> values = new LinkedHashMap<>();
            map.forEach((name, text) -> values.put(String.valueOf(name), String.valueOf(text)));
            return named(where, () -> new ClientAttributes(values));
        }
        if (value instanceof CharSequence text) {
            return named(where, () -> ClientAttributes.parse(text.toString()));
        }
        throw new IllegalArgumentException(where + " is neither a text nor a map but a " + value.getClass().getName());
    }

    private Set<Notify> notify(Message message) {
        String header = text(message, SmtpxConstants.DSN_NOTIFY, null);
        return header == null ? notifyOn : named(SmtpxConstants.DSN_NOTIFY, () -> Notify.parse(header));
    }

    /** A header that may be a text and nothing else. */
    private @Nullable String text(Message message, String header, @Nullable String otherwise) {
        Object value = allHeaders && message.hasHeaders() ? message.getHeader(header) : null;
        if (value == null) {
            return otherwise;
        }
        if (value instanceof CharSequence || value instanceof Enum<?>) {
            return value.toString();
        }
        throw new IllegalArgumentException(header + " is not a text but a " + value.getClass().getName());
    }

    private Address sender(String text) {
        if (text.isEmpty() || text.equals("<>")) {
            return Address.NULL;
        }
        Address address = exact ? Address.exact(text) : Address.parse(text);
        address.toAscii();
        return address;
    }

    /** Reads a value. */
    interface Parsing<T> {
        T get();
    }

    /** What is read; an error names the option or header. */
    static <T> T named(String where, Parsing<T> parsing) {
        try {
            return parsing.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    /** Reading of one option or header that holds recipients. */
    private final class Reading {
        private final String where;
        private final Set<Notify> notify;
        private final @Nullable String original;
        private final @Nullable Instant since;
        private final @Nullable Map<String, String> bad;
        private final Map<String, Recipient> found = new LinkedHashMap<>();

        Reading(String where, Set<Notify> notify, @Nullable String original, @Nullable Instant since,
                @Nullable Map<String, String> bad) {
            this.since = since;
            this.where = where;
            this.notify = notify;
            this.original = original;
            this.bad = bad;
        }

        List<Recipient> of(Object value) {
            if (value instanceof Collection<?> many) {
                many.forEach(this::one);
            } else if (value instanceof Object[] many) {
                List.of(many).forEach(this::one);
            } else {
                one(value);
            }
            return new ArrayList<>(found.values());
        }

        private void one(@Nullable Object value) {
            if (value instanceof Recipient ready) {
                found.putIfAbsent(key(ready.address()), ready);
            } else if (value instanceof Address address) {
                addOrReject(address);
            } else if (value instanceof Mailbox mailbox) {
                addOrReject(mailbox.address());
            } else if (value instanceof CharSequence text) {
                parse(text.toString());
            } else {
                throw new IllegalArgumentException(
                        where + " holds neither text, Mailbox nor Recipient but "
                                                   + (value == null ? "null" : value.getClass().getName()));
            }
        }

        private void parse(String text) {
            try {
                Address.parseList(exact ? text : Folding.trim(text), exact, bad == null ? null : this::bad)
                        .forEach(this::addOrReject);
            } catch (InvalidAddressException e) {
                if (bad == null) {
                    throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
                }
                bad(text, e);
            }
        }

        private void addOrReject(Address address) {
            try {
                add(address);
            } catch (InvalidAddressException e) {
                if (bad == null) {
                    throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
                }
                bad(address.toString(), e);
            }
        }

        private void bad(String text, InvalidAddressException fault) {
            Objects.requireNonNull(bad).put(
                    text.length() > 100 ? text.substring(0, 100) : text, String.valueOf(fault.getMessage()));
        }

        private void add(Address address) {
            // A domain without an ASCII form makes a bad recipient like any other.
            String key = key(address);
            Recipient recipient = named(where, () -> new Recipient(address, notify, original, since));
            found.putIfAbsent(key, recipient);
        }

        /** Equal for one mailbox: a U-label and its A-label are the same domain, in upper or lower case. */
        private static String key(Address address) {
            Address ascii = address.toAscii();
            return ascii.localPart() + "@" + ascii.domain().toLowerCase(Locale.ROOT);
        }
    }
}
