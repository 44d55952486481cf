/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.mail.internet.ContentType;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.smtpx.message.MessageSource;
import org.apache.camel.component.smtpx.mime.AttachedPart.Place;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message: the body, the plain text beside it and the attachments, as
 * {@code mixed(alternative(plain, related(html, images), invitation), files)} with only the levels that are needed.
 */
final class MessageBody {
    private MessageBody() {
    }

    static Part of(Exchange exchange, ContentType type, @Nullable String alternative, List<String> warnings)
            throws IOException {
        List<Part> related = new ArrayList<>();
        List<Part> invitations = new ArrayList<>();
        List<Part> files = new ArrayList<>();
        for (AttachedPart attached : attachments(exchange)) {
            // Only HTML can show what is related to it
            Place place = attached.place() == Place.RELATED && !type.match("text/html") ? Place.MIXED : attached.place();
            switch (place) {
                case RELATED -> related.add(attached.part());
                case ALTERNATIVE -> invitations.add(attached.part());
                case MIXED -> files.add(attached.part());
            }
        }
        Part content = around("related", List.of(body(exchange, type)), related);
        List<Part> texts = new ArrayList<>();
        if (alternative != null) {
            ContentType plain = MediaTypes.parse("Content-Type", "text/plain; charset=UTF-8");
            texts.add(TextPart.of(alternative, plain));
        }
        texts.add(content);
        content = around("alternative", texts, invitations);
        return around("mixed", List.of(content), files);
    }

    private static Part around(String subtype, List<Part> first, List<Part> rest) {
        if (first.size() == 1 && rest.isEmpty()) {
            return first.get(0);
        }
        List<Part> parts = new ArrayList<>(first);
        parts.addAll(rest);
        return new MultiPart(subtype, parts);
    }

    private static List<AttachedPart> attachments(Exchange exchange) throws IOException {
        List<AttachedPart> parts = new ArrayList<>();
        AttachmentMessage message = exchange.getMessage(AttachmentMessage.class);
        if (message != null && message.hasAttachments()) {
            for (Map.Entry<String, Attachment> entry : message.getAttachmentObjects().entrySet()) {
                parts.add(AttachedPart.of(entry.getKey(), entry.getValue(), exchange));
            }
        }
        return parts;
    }

    private static Part body(Exchange exchange, ContentType type) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        if (type.match("text/*")) {
            return TextPart.of(text(exchange, body, TextPart.charset(type)), type);
        }
        byte[] octets = body == null ? new byte[0] : convert(exchange, body, byte[].class);
        if (!AttachedPart.isComposite(type)) {
            return new OctetPart(type, MessageSource.of(octets));
        }
        LineScan scan = new LineScan();
        scan.write(octets, 0, octets.length);
        if (!scan.hasLines()) {
            throw new IllegalArgumentException(
                    "The body of type " + type.getBaseType() + " has a NUL or a line of more than "
                                               + HeaderField.LINE_LIMIT + " octets");
        }
        // What marshal().mimeMultipart() made: the type is that of the body, and eight bits in it are the caller's choice
        return new CompositePart(type, MessageSource.of(octets), scan, null);
    }

    private static String text(Exchange exchange, @Nullable Object body, @Nullable Charset charset) {
        if (body == null) {
            return "";
        }
        if (body instanceof byte[] || body instanceof InputStream || body instanceof StreamCache) {
            byte[] octets = convert(exchange, body, byte[].class);
            return new String(octets, charset != null ? charset : ExchangeHelper.getCharset(exchange));
        }
        return convert(exchange, body, String.class);
    }

    private static <T> T convert(Exchange exchange, Object body, Class<T> type) {
        try {
            return exchange.getContext().getTypeConverter().mandatoryConvertTo(type, exchange, body);
        } catch (NoTypeConversionAvailableException e) {
            throw new IllegalArgumentException(
                    "The body cannot be sent as a message: no way from " + body.getClass().getName() + " to "
                                               + type.getSimpleName(),
                    e);
        }
    }
}
