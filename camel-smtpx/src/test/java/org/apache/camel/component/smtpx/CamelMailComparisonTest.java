/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.attachment.DefaultAttachment;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The same endpoint options and the same exchange through camel-mail and smtpx: a reader sees the same mail. */
class CamelMailComparisonTest extends SmtpxTestSupport {

    private static final String FROM_TO = "from=ann@example.com&to=bob@example.org";
    private static final byte[] OCTETS = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, -1 };

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void aReaderSeesTheSame(String name, String options, String camelMailOptions, Consumer<AttachmentMessage> mail)
            throws Exception {
        send("smtp:" + server.address() + "?" + options + camelMailOptions, mail);
        send("smtpx:" + server.address() + "?" + options, mail);

        List<ReceivedMessage> received = server.messages();
        assertThat(received).hasSize(2);
        assertThat(received.get(1).sender()).isEqualTo(received.get(0).sender());
        assertThat(received.get(1).to()).isEqualTo(received.get(0).to());
        assertThat(read(received.get(1))).isEqualTo(read(received.get(0)));
    }

    static Stream<Arguments> mails() {
        return Stream.of(
                mail("plain text", FROM_TO + "&subject=Hello", "", message -> message.setBody("Dear Bob,\n\nhello.\n")),
                mail("no subject and no body", FROM_TO, "", message -> message.setBody("")),
                mail("characters beyond US-ASCII", FROM_TO + "&subject=Grüße aus Köln", "&contentType=text/plain;charset=UTF-8",
                        message -> message.setBody("Schöne Grüße 😀")),
                mail("every address option",
                        "from=RAW(Ann Änder <ann@example.com>)&to=RAW(Bob <bob@example.org>, eve@example.org)"
                                             + "&cc=cc@example.org&bcc=secret@example.org&replyTo=RAW(A <a@example.com>)",
                        "", message -> message.setBody("x")),
                mail("addresses and subject by header",
                        "useHeaderFrom=true&useHeaderRecipients=true&useHeaderSubject=true&useHeaderReplyTo=true", "",
                        message -> {
                            message.setBody("x");
                            message.setHeader("From", "Ann <ann@example.com>");
                            message.setHeader("To", "bob@example.org");
                            message.setHeader("Cc", "cc@example.org");
                            message.setHeader("Bcc", "secret@example.org");
                            message.setHeader("Subject", "Prices in €");
                            message.setHeader("Reply-To", "answers@example.com");
                        }),
                mail("headers that the endpoint does not let", FROM_TO + "&subject=mine", "", message -> {
                    message.setBody("x");
                    message.setHeader("To", "eve@example.net");
                    message.setHeader("Subject", "not mine");
                }),
                mail("HTML", FROM_TO + "&contentType=text/html", "", message -> message.setBody("<p>Hello</p>")),
                mail("plain text beside HTML", FROM_TO + "&contentType=text/html", "", message -> {
                    message.setBody("<p>Hello</p>");
                    message.setHeader("CamelMailAlternativeBody", "Hello");
                }),
                mail("a plain text of another header", FROM_TO + "&contentType=text/html&alternativeBodyHeader=plain", "",
                        message -> {
                            message.setBody("<p>Hello</p>");
                            message.setHeader("plain", "Hello");
                        }),
                mail("attachments", FROM_TO, "", message -> {
                    message.setBody("see attachments");
                    message.addAttachment("one.png", content("image/png"));
                    message.addAttachment("two.pdf", content("application/pdf"));
                }),
                mail("an attachment with headers", FROM_TO, "", message -> {
                    message.setBody("see attachment");
                    DefaultAttachment attachment = new DefaultAttachment(content("image/png"));
                    attachment.addHeader("Content-Description", "a picture");
                    message.addAttachmentObject("one.png", attachment);
                }),
                mail("an image inside HTML, with plain text", FROM_TO + "&contentType=text/html", "&useInlineAttachments=true",
                        message -> {
                            message.setBody("<img src='cid:logo'>");
                            message.setHeader("CamelMailAlternativeBody", "Hello");
                            message.addAttachment("cid:logo", content("image/png"));
                        }));
    }

    private static Arguments mail(String name, String options, String camelMailOptions, Consumer<AttachmentMessage> mail) {
        return Arguments.of(name, options, camelMailOptions, mail);
    }

    private static DataHandler content(String type) {
        return new DataHandler(new ByteArrayDataSource(OCTETS, type));
    }

    private void send(String uri, Consumer<AttachmentMessage> mail) {
        Exchange exchange
                = template.request(uri, one -> mail.accept(one.getMessage(AttachmentMessage.class)));
        assertThat(exchange.getException()).isNull();
    }

    /** What a reader sees, without the date, the Message-ID and how things are encoded. */
    private static String read(ReceivedMessage received) throws Exception {
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(received.octets()));
        assertThat(message.getSentDate()).isNotNull();
        assertThat(message.getMessageID()).isNotNull();
        StringBuilder seen = new StringBuilder();
        seen.append("From ").append(mailboxes(message.getFrom()))
                .append("\nTo ").append(mailboxes(message.getRecipients(RecipientType.TO)))
                .append("\nCc ").append(mailboxes(message.getRecipients(RecipientType.CC)))
                .append("\nBcc ").append(mailboxes(message.getRecipients(RecipientType.BCC)))
                .append("\nReply-To ").append(mailboxes(message.getReplyTo()))
                .append("\nSubject ").append(message.getSubject()).append('\n');
        part(message, "", seen);
        return seen.toString();
    }

    private static List<String> mailboxes(Address[] addresses) {
        return addresses == null
                ? List.of()
                : Arrays.stream(addresses).map(address -> ((InternetAddress) address).toUnicodeString()).toList();
    }

    private static void part(Part part, String indent, StringBuilder seen) throws Exception {
        ContentType type = new ContentType(part.getContentType());
        seen.append(indent).append(type.getBaseType().toLowerCase(Locale.ROOT)).append(header(part, "Content-ID"))
                .append(header(part, "Content-Description"));
        if (part.getFileName() != null) {
            seen.append(' ').append(part.getDisposition()).append(' ').append(MimeUtility.decodeText(part.getFileName()));
        }
        if (part.getContent() instanceof Multipart parts) {
            seen.append('\n');
            for (int i = 0; i < parts.getCount(); i++) {
                part(parts.getBodyPart(i), indent + "  ", seen);
            }
        } else if (part.getContent() instanceof String text) {
            seen.append(": ").append(text.stripTrailing()).append('\n');
        } else {
            seen.append(": ").append(Base64.getEncoder().encodeToString(part.getInputStream().readAllBytes())).append('\n');
        }
    }

    private static String header(Part part, String name) throws MessagingException {
        String[] values = part.getHeader(name);
        return values == null ? "" : " " + name + "=" + values[0];
    }
}
