/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.attachment.DefaultAttachment;
import org.apache.camel.component.smtpx.SmtpxHeaderFilterStrategy;
import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/** A composer, an exchange, and what a reader makes of the octets. */
final class Composing {
    final CamelContext context = new DefaultCamelContext();
    final Exchange exchange = new DefaultExchange(context);
    String from = "ann@example.org";
    String to = "bob@example.net";
    String cc;
    String bcc;
    String replyTo;
    String subject;
    String contentType;
    boolean useHeaders;
    HeaderFilterStrategy filter = new SmtpxHeaderFilterStrategy();
    boolean eightBit;

    static Composing body(Object body) {
        Composing composing = new Composing();
        composing.exchange.getMessage().setBody(body);
        return composing;
    }

    static Composing html(String html) {
        return body(html).contentType("text/html");
    }

    static Composing headers(Map<String, Object> headers) {
        Composing composing = body("x");
        composing.exchange.getMessage().setHeaders(headers);
        return composing;
    }

    Composing contentType(String type) {
        contentType = type;
        return this;
    }

    Composing from(String mailbox) {
        from = mailbox;
        return this;
    }

    Composing to(String mailboxes) {
        to = mailboxes;
        return this;
    }

    Composing subject(String text) {
        subject = text;
        return this;
    }

    Composing header(String name, Object value) {
        exchange.getMessage().setHeader(name, value);
        return this;
    }

    Composing useHeaders() {
        useHeaders = true;
        return this;
    }

    Composing eightBit() {
        eightBit = true;
        return this;
    }

    /** Every header that may pass a strategy at all. */
    Composing allHeaders() {
        filter = new DefaultHeaderFilterStrategy();
        return this;
    }

    Composing attach(String name, String type, byte[] octets, String... headers) {
        return attach(name, new DataHandler(new ByteArrayDataSource(octets, type)), headers);
    }

    Composing attach(String name, DataHandler content, String... headers) {
        DefaultAttachment attachment = new DefaultAttachment(content);
        for (int i = 0; i < headers.length; i += 2) {
            attachment.addHeader(headers[i], headers[i + 1]);
        }
        exchange.getMessage(AttachmentMessage.class).addAttachmentObject(name, attachment);
        return this;
    }

    MessageComposer composer() {
        return new MessageComposer(
                new ComposeSettings(
                        from, to, cc, bcc, replyTo, subject, contentType, ComposeSettings.ALTERNATIVE_BODY_HEADER,
                        useHeaders, useHeaders, useHeaders, useHeaders, filter, new ListUnsubscribe(null, false)));
    }

    ComposedMessage compose() throws MessagingException, IOException {
        return composer().compose(exchange);
    }

    byte[] octets() throws MessagingException, IOException {
        PreparedMessage form = PreparedMessage.of(compose().source(), false)
                .fitting(eightBit ? TransferForm.EIGHT_BIT : TransferForm.SEVEN_BIT);
        try (InputStream in = form.source().open()) {
            return in.readAllBytes();
        }
    }

    /** The octets as a text, one character for each. */
    String text() throws MessagingException, IOException {
        return new String(octets(), StandardCharsets.ISO_8859_1);
    }

    int longestLine() throws MessagingException, IOException {
        return text().lines().mapToInt(String::length).max().orElse(0);
    }

    /** The message as a receiver reads it. */
    MimeMessage read() throws MessagingException, IOException {
        return read(octets());
    }

    static MimeMessage read(byte[] octets) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }

    MimeMultipart readMultipart() throws MessagingException, IOException {
        return (MimeMultipart) read().getContent();
    }

    static MimeMultipart multipart(MimeMultipart outer, int index) throws MessagingException, IOException {
        return (MimeMultipart) outer.getBodyPart(index).getContent();
    }

    /** The tree of types: {@code mixed(alternative(plain,html),pdf)}. */
    static String structure(jakarta.mail.Part part) throws MessagingException, IOException {
        String type = new jakarta.mail.internet.ContentType(part.getContentType()).getSubType();
        if (!(part.getContent() instanceof MimeMultipart multipart)) {
            return type;
        }
        StringBuilder tree = new StringBuilder(type).append('(');
        for (int i = 0; i < multipart.getCount(); i++) {
            tree.append(i == 0 ? "" : ",").append(structure(multipart.getBodyPart(i)));
        }
        return tree.append(')').toString();
    }
}
