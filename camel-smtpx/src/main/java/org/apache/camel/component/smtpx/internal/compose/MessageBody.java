/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.ContentType;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.smtpx.internal.compose.AttachedPart.Place;
import org.apache.camel.component.smtpx.internal.content.ContentScan;
import org.apache.camel.component.smtpx.mail.BytesSource;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.SteadyStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message: the body, the plain text beside it and the attachments, as
 * {@code mixed(alternative(plain, related(html, images), invitation), files)} with only the levels that are needed.
 */
final class MessageBody {
    private MessageBody() {
    }

    /**
     * The content of the message of an exchange.
     *
     * @param typeIsOption whether the endpoint names the type, not the exchange
     */
    static Part of(
            Exchange exchange, ContentType type, boolean typeIsOption, @Nullable String alternative, List<String> warnings)
            throws MessagingException, IOException {
        GivenMultipart whole = !typeIsOption && exchange.getMessage().getBody() instanceof Multipart multipart
                ? new GivenMultipart(multipart) : null;
        Part body = whole != null ? whole.part(exchange, warnings) : body(exchange, type);
        List<Part> related = new ArrayList<>();
        List<Part> invitations = new ArrayList<>();
        List<Part> files = new ArrayList<>();
        for (AttachedPart attached : attachments(exchange, whole, warnings)) {
            // Only HTML can show what is related to it
            Place place = attached.place() == Place.RELATED && !body.type().match("text/html") ? Place.MIXED : attached.place();
            switch (place) {
                case RELATED -> related.add(attached.part());
                case ALTERNATIVE -> invitations.add(attached.part());
                case MIXED -> files.add(attached.part());
            }
        }
        Part content = around("related", List.of(body), related);
        List<Part> texts = new ArrayList<>();
        if (alternative != null) {
            ContentType plain = MediaTypes.parse("Content-Type", "text/plain");
            texts.add(TextPart.of(alternative, plain, StandardCharsets.UTF_8));
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

    /** @param whole the body, whose parts are not attached again; null if it is no multipart */
    private static List<AttachedPart> attachments(
            Exchange exchange, @Nullable GivenMultipart whole, List<String> warnings)
            throws MessagingException, IOException {
        List<AttachedPart> parts = new ArrayList<>();
        AttachmentMessage message = exchange.getMessage(AttachmentMessage.class);
        if (message != null && message.hasAttachments()) {
            Set<Map.Entry<String, Attachment>> all = message.getAttachmentObjects().entrySet();
            for (Map.Entry<String, Attachment> entry : whole == null ? all : whole.others(all, exchange)) {
                parts.add(AttachedPart.of(entry.getKey(), entry.getValue(), exchange, warnings));
            }
        }
        return parts;
    }

    private static Part body(Exchange exchange, ContentType type) throws MessagingException, IOException {
        Object given = exchange.getMessage().getBody();
        if (given instanceof Multipart multipart && type.match("text/*")) {
            given = new GivenMultipart(multipart).text(type);
            if (given == null) {
                throw new IllegalArgumentException("The body is a multipart without a text, and contentType is a text");
            }
        }
        Object body = content(exchange, given, type.match("text/*"));
        if (type.match("text/*")) {
            Charset charset = Charsets.of(type, exchange);
            if (body instanceof String text) {
                return TextPart.of(text, type, charset);
            }
            return body instanceof BytesSource bytes
                    ? TextPart.of(bytes.octets(), type, charset)
                    : StoredTextPart.of((MessageSource) body, type, charset, exchange);
        }
        if (body instanceof String text) {
            Charsets.Encoded encoded = Charsets.encode(text, Charsets.of(type, exchange));
            MessageSource octets = MessageSource.of(encoded.octets());
            if (AttachedPart.isComposite(type)) {
                return composite(octets, type);
            }
            boolean unnamed = type.getParameter("charset") == null && encoded.charset().equals(StandardCharsets.UTF_8);
            return new OctetPart(unnamed ? type : MediaTypes.with(type, "charset", encoded.charset().name()), octets);
        }
        MessageSource octets = (MessageSource) body;
        return AttachedPart.isComposite(type) ? composite(octets, type) : new OctetPart(Charsets.withLabel(type), octets);
    }

    private static Part composite(MessageSource octets, ContentType type) throws IOException {
        ContentScan scan = ContentScan.of(octets);
        if (!scan.hasLines()) {
            throw new IllegalArgumentException(
                    "The body of type " + type.getBaseType() + " has a NUL or a line of more than "
                                               + ContentScan.MAX_LINE + " octets");
        }
        // What marshal().mimeMultipart() made: the type is that of the body, and eight bits in it are the caller's choice
        return new CompositePart(type, octets, scan, null);
    }

    /** A body as the characters or the octets that it consists of: a String or a MessageSource. */
    private static Object content(Exchange exchange, @Nullable Object given, boolean asText) throws IOException {
        Object body = given;
        if (body instanceof WrappedFile<?> wrapped) {
            body = wrapped.getFile() instanceof File file ? file : wrapped.getBody();
        }
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        if (body == null) {
            return "";
        }
        if (body instanceof CharSequence text) {
            return text.toString();
        }
        if (body instanceof byte[] octets) {
            return MessageSource.of(octets);
        }
        if (body instanceof File file) {
            return StoredContent.of(file.toPath(), exchange);
        }
        if (body instanceof Path file) {
            return StoredContent.of(file, exchange);
        }
        if (body instanceof Reader reader) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        }
        if (body instanceof StreamCache cache && body instanceof InputStream stream) {
            MessageSource stored = SpooledOctets.of(exchange, stream::transferTo).source();
            cache.reset();
            return stored;
        }
        if (body instanceof StreamCache) {
            return MessageSource.of(convert(exchange, body, byte[].class));
        }
        if (body instanceof InputStream stream) {
            return SpooledOctets.of(exchange, new SteadyStream(stream)::transferTo).source();
        }
        return asText ? convert(exchange, body, String.class) : MessageSource.of(convert(exchange, body, byte[].class));
    }

    private static <T> T convert(Exchange exchange, Object body, Class<T> type) {
        T converted;
        try {
            converted = exchange.getContext().getTypeConverter().mandatoryConvertTo(type, exchange, body);
        } catch (NoTypeConversionAvailableException e) {
            throw noWay(body, type, e);
        }
        // What Object.toString makes is no text of anything
        if (converted.equals(body.getClass().getName() + "@" + Integer.toHexString(body.hashCode()))) {
            throw noWay(body, type, null);
        }
        return converted;
    }

    private static IllegalArgumentException noWay(Object body, Class<?> type, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "The body cannot be sent as a message: no way from " + body.getClass().getName() + " to "
                                            + type.getSimpleName(),
                cause);
    }
}
