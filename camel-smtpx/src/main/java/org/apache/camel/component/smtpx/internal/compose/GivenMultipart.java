/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.internal.content.ContentScan;
import org.apache.camel.component.smtpx.internal.text.Folding;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.jspecify.annotations.Nullable;

/**
 * A body that is a multipart, as camel-mail's consumer makes it of received mail. It is sent whole, with its own type:
 * the header Content-Type of such an exchange names the first text in it. A type converter would choose that text, or
 * once it has met a multipart without any, the name of the class.
 */
record GivenMultipart(Multipart multipart) {

    private static final int MAX_DEPTH = 100;

    /**
     * The multipart as a part: parts that were parsed keep their octets, as long as these are lines of mail.
     *
     * @param warnings is given a sentence if the parts were encoded anew
     */
    Part part(Exchange exchange, List<String> warnings) throws MessagingException, IOException {
        Multipart written = multipart;
        ContentType type = type(multipart.getContentType());
        if (type == null) {
            written = anew();
            type = MediaTypes.parse("Content-Type", Folding.unfold(written.getContentType()));
        }
        Multipart source = written;
        MessageSource octets = SpooledOctets.of(exchange, out -> {
            try {
                source.writeTo(out);
            } catch (MessagingException e) {
                throw new IllegalArgumentException("The body is no multipart that can be written: " + e.getMessage(), e);
            }
        }).source();
        ContentScan scan = ContentScan.of(octets);
        if (scan.hasLines()) {
            return new CompositePart(type, octets, scan, null);
        }
        warnings.add("The parts of the body are encoded anew: it holds a NUL or a line of more than "
                     + ContentScan.MAX_LINE + " octets");
        return EncodedMultipart.of(source, type, exchange);
    }

    /** The type if it has what a multipart needs, or null. */
    private static @Nullable ContentType type(@Nullable String given) {
        try {
            ContentType type = given == null ? null : MediaTypes.parse("Content-Type", Folding.unfold(given).strip());
            String boundary = type == null ? null : type.getParameter("boundary");
            return boundary == null || boundary.isEmpty() ? null : type;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The same parts between delimiters of a boundary that its type names. */
    private MimeMultipart anew() throws MessagingException {
        MimeMultipart copy = new MimeMultipart();
        for (int i = 0; i < multipart.getCount(); i++) {
            copy.addBodyPart(multipart.getBodyPart(i));
        }
        return copy;
    }

    /**
     * The first text of a type in its tree, else its first text of any type, or null.
     *
     * @param wanted a type such as {@code text/html}
     */
    @Nullable
    String text(ContentType wanted) throws MessagingException, IOException {
        String text = text(multipart, wanted.getBaseType(), 0);
        return text != null ? text : text(multipart, "text/*", 0);
    }

    private static @Nullable String text(Multipart multipart, String type, int depth) throws MessagingException, IOException {
        for (int i = 0; i < multipart.getCount() && depth < MAX_DEPTH; i++) {
            BodyPart part = multipart.getBodyPart(i);
            String text = null;
            if (part.isMimeType("multipart/*")) {
                text = part.getContent() instanceof Multipart inner ? text(inner, type, depth + 1) : null;
            } else if (part.isMimeType(type)) {
                text = part.getContent() instanceof String content ? content : null;
            }
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /**
     * Those of the attachments that are not among its parts: camel-mail's consumer lists some parts as attachments,
     * too.
     */
    List<Map.Entry<String, Attachment>> others(Set<Map.Entry<String, Attachment>> attachments, Exchange exchange)
            throws MessagingException, IOException {
        List<ContentFingerprint> parts = new ArrayList<>();
        collect(multipart, parts, exchange, 0);
        List<Map.Entry<String, Attachment>> others = new ArrayList<>();
        for (Map.Entry<String, Attachment> attachment : attachments) {
            DataHandler content = attachment.getValue().getDataHandler();
            ContentFingerprint own = fingerprint(content.getContentType(), StoredContent.of(content, exchange));
            if (parts.stream().noneMatch(own::matches)) {
                others.add(attachment);
            }
        }
        return others;
    }

    private static void collect(Multipart multipart, List<ContentFingerprint> to, Exchange exchange, int depth)
            throws MessagingException, IOException {
        for (int i = 0; i < multipart.getCount() && depth < MAX_DEPTH; i++) {
            BodyPart part = multipart.getBodyPart(i);
            if (!part.isMimeType("multipart/*")) {
                DataHandler content = part.getDataHandler();
                to.add(fingerprint(
                        content.getContentType(), SpooledOctets.of(exchange, out -> transfer(content, out)).source()));
            } else if (part.getContent() instanceof Multipart inner) {
                collect(inner, to, exchange, depth + 1);
            }
        }
    }

    private static void transfer(DataHandler content, OutputStream out) throws IOException {
        try (InputStream in = content.getInputStream()) {
            in.transferTo(out);
        }
    }

    private static ContentFingerprint fingerprint(@Nullable String type, MessageSource octets) throws IOException {
        return ContentFingerprint.of(to -> to.add(String.valueOf(type)).add(octets));
    }
}
