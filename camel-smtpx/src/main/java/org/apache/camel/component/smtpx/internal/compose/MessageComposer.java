/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MailDateFormat;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.text.Folding;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Composes messages (RFC 5322) for one endpoint. Immutable; used by many threads. Each message gets a Message-ID and a
 * date of its own.
 */
public final class MessageComposer {
    private static final ContentType DEFAULT_TYPE = MediaTypes.parse(Exchange.CONTENT_TYPE, "text/plain");

    private final ComposeSettings settings;
    private final AddressFields options;
    private final @Nullable ContentType type;
    private final HeaderFilterStrategy filter;
    private final @Nullable String subject;

    /**
     * @throws IllegalArgumentException if an option is not what it should be: a bad mailbox, a line end, a bad media
     *                                  type
     */
    public MessageComposer(ComposeSettings settings) {
        this.settings = settings;
        this.options = AddressFields.ofOptions(settings);
        this.type = settings.contentType() == null
                ? null : MediaTypes.parse("contentType", Folding.unfold(settings.contentType()));
        this.filter = settings.headerFilter();
        this.subject = settings.subject() == null ? null : Folding.unfold(settings.subject());
        if (subject != null) {
            HeaderField.checkValue("subject", subject);
        }
    }

    /**
     * Composes the message of an exchange. Attachments are read now, once, and kept until the exchange is done: what is
     * large in a temporary file; a large file itself is read when the message is sent.
     *
     * @throws IllegalArgumentException if there is no author, or an option or header is not fit for a message; names it
     * @throws IOException              if the body or an attachment cannot be read
     */
    public ComposedMessage compose(Exchange exchange) throws MessagingException, IOException {
        ExchangeHeaders headers = ExchangeHeaders.of(exchange);
        String alternative = headers.text(settings.alternativeBodyHeader());
        List<String> warnings = new ArrayList<>(0);
        AddressFields fields = options.orHeaders(settings, headers, warnings);
        Part content = MessageBody.of(exchange, bodyType(headers), type != null, alternative, warnings);
        InternetHeaders message = new InternetHeaders();

        set(message, "Date", date(exchange, headers));
        set(message, "Message-ID", messageId(exchange, headers));
        set(message, "From", fields.from());
        set(message, "To", fields.to());
        set(message, "Cc", fields.cc());
        set(message, "Reply-To", fields.replyTo());
        String title = subject == null && settings.useHeaderSubject() ? headers.field("Subject") : subject;
        if (title != null) {
            message.setHeader("Subject", HeaderField.text("Subject", title));
        }
        FieldWriter writer = new FieldWriter(warnings);
        addOthers(message, exchange, writer, warnings);
        settings.listUnsubscribe().set(message, writer);
        String utf8Address = fields.utf8Address() != null ? fields.utf8Address() : writer.utf8Address();
        String domain = fields.author().address().domain();
        return new ComposedMessage(
                message, content, fields.sender(), fields.recipients(), fields.unusable(), utf8Address,
                MessageIdentity.in(domain.isEmpty() ? "localhost" : domain), warnings);
    }

    private ContentType bodyType(ExchangeHeaders headers) {
        if (type != null) {
            return type;
        }
        // camel-mail's own name for it, which counts first there too
        String header = headers.field("contentType");
        if (header == null || header.isBlank()) {
            header = headers.field(Exchange.CONTENT_TYPE);
        }
        return header == null || header.isBlank() ? DEFAULT_TYPE : MediaTypes.parse(Exchange.CONTENT_TYPE, header);
    }

    private static void set(InternetHeaders message, String name, @Nullable String value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    private static void set(InternetHeaders message, String name, AddressList mailboxes) {
        if (!mailboxes.isEmpty()) {
            message.setHeader(name, mailboxes.header(name));
        }
    }

    private void addOthers(InternetHeaders message, Exchange exchange, FieldWriter writer, List<String> warnings) {
        for (var header : exchange.getMessage().getHeaders().entrySet()) {
            String name = header.getKey();
            Object value = header.getValue();
            if (value == null || ForbiddenHeaders.contains(name) || name.equalsIgnoreCase(settings.alternativeBodyHeader())
                    || filter.applyFilterToCamelHeaders(name, value, exchange)) {
                continue;
            }
            if (!HeaderField.isName(name)) {
                // Camel's consumers make headers of whatever begins a received mail, folded lines included
                HeaderField.checkValue("a header name", Folding.unfold(name));
                warnings.add("Left out, since it is no header name (RFC 5322): " + HeaderField.printable(name));
                continue;
            }
            for (String text : ExchangeHeaders.texts(name, value)) {
                HeaderField.checkValue(name, text);
                String written = written(name, text, writer, warnings);
                if (written != null) {
                    message.addHeader(name, written);
                }
            }
        }
    }

    /** The value as it is written, or null: received mail has fixed words beyond US-ASCII, and words of any length. */
    private static @Nullable String written(String name, String value, FieldWriter writer, List<String> warnings) {
        try {
            return writer.write(name, value);
        } catch (IllegalArgumentException e) {
            warnings.add("Left out " + name + ": " + e.getMessage());
            return null;
        }
    }

    /** A Message-ID header counts if the filter lets it and it is one; null if none does. */
    private @Nullable String messageId(Exchange exchange, ExchangeHeaders headers) {
        Object given = headers.value("Message-ID");
        if (given == null || filter.applyFilterToCamelHeaders("Message-ID", given, exchange)) {
            return null;
        }
        String text = String.valueOf(headers.field("Message-ID")).strip();
        HeaderField.checkValue("Message-ID", text);
        return text.matches("<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,255}>") ? text : null;
    }

    /** A Date header counts if the filter lets it and it is one (RFC 5322 section 3.3); null if none does. */
    private @Nullable String date(Exchange exchange, ExchangeHeaders headers) {
        Object given = headers.value("Date");
        if (given == null || filter.applyFilterToCamelHeaders("Date", given, exchange)) {
            return null;
        }
        MailDateFormat format = new MailDateFormat();
        if (given instanceof Date other) {
            return format.format(other);
        }
        String text = String.valueOf(headers.field("Date"));
        HeaderField.checkValue("Date", text);
        Date parsed = format.parse(text, new ParsePosition(0));
        return parsed == null ? null : format.format(parsed);
    }
}
