/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.smtpx.internal.compose.ComposeSettings;
import org.apache.camel.component.smtpx.internal.compose.ComposedMessage;
import org.apache.camel.component.smtpx.internal.compose.IncludedHeaders;
import org.apache.camel.component.smtpx.internal.compose.ListUnsubscribe;
import org.apache.camel.component.smtpx.internal.compose.MessageComposer;
import org.apache.camel.component.smtpx.internal.compose.MessageIdentity;
import org.apache.camel.component.smtpx.internal.compose.SpooledOctets;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Between exchange and transaction: what an exchange asks to be sent. {@link ResultWriter} is the way back.
 */
final class SmtpxBinding {

    /**
     * A message ready to be sent.
     *
     * @param envelope  sender and recipients
     * @param source    the message
     * @param messageId Message-ID of a composed message
     * @param invalid   recipients that are no addresses, with the reason (with skipBad)
     * @param warnings  what was changed so that the message could be sent, or may break on the way
     */
    record Mail(Envelope envelope, MessageSource source, @Nullable String messageId, Map<String, String> invalid,
            List<String> warnings) {
    }

    private final SmtpxConfiguration options;
    private final @Nullable DkimSigning signing;
    private final EnvelopeReader envelopes;
    private final List<String> optionRecipients;
    private final @Nullable MessageComposer composer;

    SmtpxBinding(SmtpxConfiguration options, @Nullable DkimSigning signing) {
        this.options = options;
        this.signing = signing;
        this.envelopes = new EnvelopeReader(options);
        this.optionRecipients = recipients(options);
        this.composer = options.isRaw()
                ? null : new MessageComposer(
                        new ComposeSettings(
                                options.getFrom(), options.getTo(),
                                options.getCc(), options.getBcc(), options.getReplyTo(), options.getSubject(),
                                options.getContentType(),
                                options.getAlternativeBodyHeader(), options.isUseHeaderFrom(), options.isUseHeaderRecipients(),
                                options.isUseHeaderSubject(), options.isUseHeaderReplyTo(),
                                IncludedHeaders.of(options.getIncludeHeaders(), headerFilter(options)),
                                new ListUnsubscribe(options.getListUnsubscribe(), options.isOneClick())));
    }

    /**
     * A binding for one message.
     *
     * @throws IllegalArgumentException if one of its options is not what it should be
     */
    SmtpxBinding with(MessageOptions own) {
        return new SmtpxBinding(own.in(options), signing);
    }

    private static HeaderFilterStrategy headerFilter(SmtpxConfiguration options) {
        HeaderFilterStrategy given = options.getHeaderFilterStrategy();
        return given == null ? new SmtpxHeaderFilterStrategy() : given;
    }

    /**
     * Whether {@link #read} may wait for a source. A raw stream does not count: its octets are read when the message is
     * sent.
     */
    boolean mayBlock(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (composer != null && exchange.getMessage() instanceof AttachmentMessage message && message.hasAttachments()) {
            return true;
        }
        if (body == null || body instanceof String || body instanceof byte[]) {
            return false;
        }
        return composer != null || signing != null || options.getOperation() != SmtpxOperation.send
                || !RawBody.isSource(body);
    }

    /** Whether {@link #read} signs messages, which takes much processor time. */
    boolean signs() {
        return signing != null && options.getOperation() == SmtpxOperation.send;
    }

    /** Reads the message and its envelope. All input is validated here, before a connection is acquired. */
    Mail read(Exchange exchange, RedeliveryState attempt) throws MessagingException, IOException, InvalidPayloadException {
        RawBody.requireUnread(exchange);
        Map<String, String> invalid = new LinkedHashMap<>(0);
        Map<String, String> bad = options.isSkipBad() ? invalid : null;
        List<String> warnings = new ArrayList<>(0);
        if (exchange.getMessage().getBody() instanceof MimeMessage message) {
            Envelope envelope = envelopes.read(exchange, options.getFrom(), optionRecipients, Map.of(), bad);
            MessageSource source = SpooledOctets.of(message, exchange).source();
            attempt.identify(envelope, invalid, to -> to.add(source), null);
            return new Mail(envelope, signed(source, exchange, warnings), message.getMessageID(), invalid, warnings);
        }
        MessageComposer maker = composer;
        if (maker == null) {
            Envelope envelope = envelopes.read(exchange, options.getFrom(), optionRecipients, Map.of(), bad);
            Object body = exchange.getMessage().getBody();
            MessageSource source = RawBody.of(exchange);
            attempt.identify(envelope, invalid, to -> RawBody.describe(body, source, exchange.getContext(), to), null);
            return new Mail(envelope, signed(source, exchange, warnings), null, invalid, warnings);
        }
        RawBody.markRead(exchange);
        ComposedMessage composed = maker.compose(exchange);
        Envelope envelope = envelopes.read(exchange, composed.sender(), composed.recipients(), composed.unusable(), bad);
        MessageIdentity made = composed.identity();
        MessageIdentity identity = attempt.identify(envelope, invalid, composed::describe, made);
        if (identity != null) {
            composed.identify(identity);
        }
        warnings.addAll(composed.warnings());
        return new Mail(
                envelope, signed(composed.source(), exchange, warnings), composed.messageId(), invalid, warnings);
    }

    /** The recipients that an exchange names, as far as they can be read. */
    List<Recipient> recipients(Exchange exchange) {
        List<Object> named = new ArrayList<>(optionRecipients);
        if (composer != null && options.isUseHeaderRecipients()) {
            for (String header : new String[] { "To", "Cc", "Bcc" }) {
                Object value = exchange.getMessage().getHeader(header);
                if (value != null) {
                    named.add(value);
                }
            }
        }
        return envelopes.readable(exchange, named);
    }

    private MessageSource signed(MessageSource message, Exchange exchange, List<String> warnings) throws IOException {
        return signing == null ? message : signing.sign(message, exchange, warnings);
    }

    private static List<String> recipients(SmtpxConfiguration options) {
        List<String> named = new ArrayList<>();
        for (String option : new String[] { options.getTo(), options.getCc(), options.getBcc() }) {
            if (option != null) {
                named.add(option);
            }
        }
        return named;
    }
}
