/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.mail.MailBinding;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Mail as camel-mail's consumer produces it is forwarded: smtpx sends whatever camel-mail's producer sends. */
class ForwardedMailTest extends SmtpxTestSupport {

    private static final String OPTIONS
            = "from=list@example.com&to=bob@example.org&useHeaderSubject=true&useHeaderReplyTo=true";
    private static final String OWN_ADDRESSES
            = "useHeaderFrom=true&useHeaderRecipients=true&useHeaderSubject=true&useHeaderReplyTo=true";

    private static final String MAIL = """
            Return-Path: <bounces@example.net>
            Received: from a.example.net by b.example.net;
             Tue, 1 Dec 2026 08:00:00 +0000
            Message-ID:
             <1@example.net>
            Date: Tue, 1 Dec 2026 08:00:00 +0000
            From: Eve
             <eve@example.net>
            To: "Bob, the
             builder" <bob@example.org>,
            \tCarol <carol@example.org>
            Cc: dave@example.org,
             erin@example.org
            Reply-To: Desk
             <desk@example.net>
            Subject: a long
             =?UTF-8?Q?s=C3=BCbject?=
            Subject: another
            List-Id: The list
             <list.example.net>
            List-Unsubscribe: <https://example.net/1>,
             <mailto:leave@example.net>
            Organization: Example
             Limited
            Comments: one
            Comments: two,
             folded
            References: <a@example.net>
             <b@example.net>
            X-Priority: 1
            Disposition-Notification-To: Eve
             <eve@example.net>
            MIME-Version: 1.0
            Content-Type: text/plain;
             charset=us-ascii

            Hello
            """;

    /** The server of camel-mail, which declares neither 8BITMIME nor SMTPUTF8: its violations are not ours. */
    private final SmtpxTestServer peer = new SmtpxTestServer();

    @AfterEach
    void closePeer() {
        peer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = { "\n", "\r\n" })
    void foldedHeadersAreUnfolded(String lineEnd) throws Exception {
        byte[] mail = MAIL.replace("\n", lineEnd).getBytes(StandardCharsets.US_ASCII);
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES + "&includeHeaders=X-*,Message-ID,Date,Disposition-*",
                mail))
                .isNull();
        assertThat(server.message().to())
                .containsExactlyInAnyOrder("bob@example.org", "carol@example.org", "dave@example.org", "erin@example.org");
        MimeMessage received = message(server.message().octets());
        assertThat(received.getSubject()).isEqualTo("a long sübject");
        assertThat(received.getFrom()).extracting(Object::toString).containsExactly("Eve <eve@example.net>");
        assertThat(received.getReplyTo()).extracting(Object::toString).containsExactly("Desk <desk@example.net>");
        assertThat(received.getMessageID()).isEqualTo("<1@example.net>");
        assertThat(received.getHeader("Comments")).containsExactly("one", "two, folded");
        assertThat(received.getHeader("X-Priority")).containsExactly("1");
        assertThat(received.getHeader("List-Id", null)).isEqualTo("The list <list.example.net>");
        assertThat(received.getHeader("Organization", null)).isEqualTo("Example Limited");
        assertThat(received.getHeader("Disposition-Notification-To", null)).isEqualTo("Eve <eve@example.net>");
        assertThat(received.getHeader("Received")).isNull();
        assertThat(received.getHeader("Return-Path")).isNull();
    }

    @Test
    void foldedAddressesMayBeCopiedToTheEnvelope() throws Exception {
        Exchange exchange = exchange(MAIL.getBytes(StandardCharsets.US_ASCII));
        exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, exchange.getMessage().getHeader("To"));
        assertThat(template.send("smtpx:" + server.address() + "?" + OPTIONS, exchange).getException()).isNull();
        assertThat(server.message().to()).containsExactly("bob@example.org", "carol@example.org");
    }

    @Test
    void aBounceOfAnAuthorWithoutADomainIsForwardedWithTheNullSender() throws Exception {
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, mail("From: MAILER-DAEMON", "To: bob@example.org")))
                .isNull();
        assertThat(server.message().sender()).isEmpty();
        assertThat(message(server.message().octets()).getHeader("From")).containsExactly("MAILER-DAEMON");
        assertThat(message(server.message().octets()).getMessageID()).endsWith("@localhost>");
    }

    @Test
    void aCommentBehindAnAddressIsItsName() throws Exception {
        byte[] mail = mail("From: MAILER-DAEMON@mx.example.net (Mail Delivery System)",
                "To: bob@example.org (Bob), carol@example.org (a (b)), (Dave) dave@example.org, erin@example.org ()");
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, mail)).isNull();
        MimeMessage received = message(server.message().octets());
        assertThat(received.getHeader("From", null)).isEqualTo("Mail Delivery System <MAILER-DAEMON@mx.example.net>");
        assertThat(MimeUtility.unfold(received.getHeader("To", null)))
                .isEqualTo("Bob <bob@example.org>, carol@example.org, dave@example.org, erin@example.org");
    }

    @Test
    void anAddressAsTheNameOfAnotherIsItsName() throws Exception {
        byte[] mail = mail("From: eve@example.com <eve@example.net>", "Reply-To: eve@example.com <eve@example.net>",
                "To: bob@example.org");
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, mail)).isNull();
        assertThat(server.message().sender()).isEqualTo("eve@example.net");
        MimeMessage received = message(server.message().octets());
        assertThat(received.getHeader("From")).containsExactly("\"eve@example.com\" <eve@example.net>");
        assertThat(received.getHeader("Reply-To")).containsExactly("\"eve@example.com\" <eve@example.net>");
    }

    @ParameterizedTest
    @ValueSource(strings = { "no mailbox at all", "Smith, Ann <ann@example.org>", "a@b@c", "eve@example.com <x@example.net>" })
    void aHeaderThatNamesNoRecipientsMayBeBad(String bad) throws Exception {
        Exchange exchange = exchange(mail("From: eve@example.net", "To: dave@example.org, " + bad, "Reply-To: @ <>"));
        exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, "bob@example.org");
        assertThat(template.send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, exchange).getException()).isNull();
        assertThat(server.message().to()).containsExactly("bob@example.org");
        MimeMessage received = message(server.message().octets());
        assertThat(received.getHeader("To", null)).startsWith("dave@example.org");
        assertThat(received.getHeader("Reply-To")).isNull();
        assertThat(exchange.getMessage().getHeader(SmtpxConstants.WARNINGS)).asString()
                .contains("Left out of To: ", "Left out of Reply-To: ");
        assertThat(exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class).via().warnings())
                .isEqualTo(exchange.getMessage().getHeader(SmtpxConstants.WARNINGS));
    }

    @Test
    void aHeaderThatNamesTheRecipientsMayBeBadWithSkipBad() throws Exception {
        byte[] mail = mail("From: eve@example.net", "To: bob@example.org, no mailbox at all");
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, mail)).hasMessageContaining("To: invalid address");
        assertThat(server.messages()).isEmpty();
        Exchange exchange = template.send("smtpx:" + server.address() + "?failOnPartial=false&skipBad=true&" + OWN_ADDRESSES,
                exchange(mail));
        assertThat(exchange.getException()).isNull();
        assertThat(server.message().to()).containsExactly("bob@example.org");
        assertThat(exchange.getMessage().getHeader(SmtpxConstants.REFUSED)).asString().contains("no mailbox at all");
    }

    @Test
    void encodedWordsWithABlankBehindThemAreNotEncodedAgain() throws Exception {
        byte[] mail
                = mail("From: eve@example.net", "To: bob@example.org", "Subject: =?UTF-8?Q?s=C3=BC?=\r\n =?UTF-8?Q?bject?= ");
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, mail)).isNull();
        assertThat(message(server.message().octets()).getSubject()).isEqualTo("sübject");
    }

    private static byte[] mail(String... fields) {
        return (String.join("\r\n", fields) + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static final String MULTIPART = """
            From: Eve <eve@example.net>
            To: bob@example.org
            Subject: two texts and a file
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=us-ascii

            Hello
            --inner
            Content-Type: text/html; charset=us-ascii

            <p>Hello</p>
            --inner--
            --outer
            Content-Type: application/pdf; name=a.pdf
            Content-Disposition: attachment; filename=a.pdf
            Content-Transfer-Encoding: base64

            AAECAwQF
            --outer--
            """.replace("\n", "\r\n");

    @Test
    void aMultipartIsForwardedWholeAndItsAttachmentsOnce() throws Exception {
        byte[] mail = MULTIPART.getBytes(StandardCharsets.US_ASCII);
        Exchange exchange = exchange(mail);
        MimeMessage received = message(mail);
        Map<String, Attachment> attachments = new LinkedHashMap<>();
        new MailBinding().extractAttachmentsFromMail(received, attachments);
        assertThat(attachments).hasSize(1);
        exchange.getMessage().setBody(received.getContent());
        exchange.getMessage(AttachmentMessage.class).setAttachmentObjects(attachments);
        assertThat(template.send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, exchange).getException()).isNull();
        byte[] forwarded = server.message().octets();
        assertThat(body(forwarded)).isEqualTo(body(mail));
        assertThat(message(forwarded).getContentType()).isEqualTo("multipart/mixed; boundary=outer");
    }

    @Test
    void aMultipartWithoutATextIsNotSentAsTheNameOfItsClass() throws Exception {
        byte[] mail = MULTIPART.replace("text/plain", "image/png").replace("text/html", "image/gif")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, mail)).isNull();
        assertThat(body(server.message().octets())).isEqualTo(body(mail));
    }

    @Test
    void aMultipartWithoutABoundaryGetsOne() throws Exception {
        byte[] mail = MULTIPART.replace("; boundary=outer", "").getBytes(StandardCharsets.US_ASCII);
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, mail)).isNull();
        MimeMultipart forwarded = (MimeMultipart) message(server.message().octets()).getContent();
        assertThat(forwarded.getCount()).isEqualTo(2);
        assertThat(forwarded.getBodyPart(1).getFileName()).isEqualTo("a.pdf");
    }

    @Test
    void contentTypeChoosesATextOfAMultipart() throws Exception {
        byte[] mail = MULTIPART.getBytes(StandardCharsets.US_ASCII);
        assertThat(send("smtpx:" + server.address() + "?" + OWN_ADDRESSES + "&contentType=text/html", mail)).isNull();
        assertThat(message(server.message().octets()).getContent()).asString().isEqualTo("<p>Hello</p>");
    }

    private static String body(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf("--outer")).strip();
    }

    /** {@code -Dsmtpx.mail.corpus=folder}: every file in it, forwarded by both. */
    @ParameterizedTest
    @ValueSource(strings = { OPTIONS, OWN_ADDRESSES })
    @EnabledIfSystemProperty(named = "smtpx.mail.corpus", matches = ".+")
    void sendsEveryCorpusMessageThatCamelMailSends(String options) throws Exception {
        List<String> differing = new ArrayList<>();
        int sent = 0;
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("smtpx.mail.corpus")))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] mail = Files.readAllBytes(file);
                if (!isReadable(mail)) {
                    continue;
                }
                Exception byCamelMail = send("smtp:" + peer.address() + "?" + options, mail);
                Exception bySmtpx = send("smtpx:" + server.address() + "?" + options, mail);
                sent += bySmtpx == null ? 1 : 0;
                if (byCamelMail == null && bySmtpx != null) {
                    differing.add(file.getFileName() + ": " + bySmtpx.getMessage());
                }
            }
        }
        assertThat(differing).as("sent by camel-mail only; smtpx sent " + sent).isEmpty();
    }

    private Exception send(String uri, byte[] mail) throws Exception {
        return template.send(uri, exchange(mail)).getException();
    }

    /** Whether camel-mail's consumer produces an exchange at all. */
    private boolean isReadable(byte[] mail) throws Exception {
        try {
            Exchange exchange = exchange(mail);
            return exchange.getMessage().getHeaders() != null && exchange.getMessage().getBody() != null;
        } catch (RuntimeCamelException e) {
            return false;
        }
    }

    /** As the consumers of camel-mail make it. */
    private Exchange exchange(byte[] mail) throws Exception {
        MailEndpoint consumer = context.getEndpoint("imap:localhost?username=ann&password=secret", MailEndpoint.class);
        return consumer.createExchange(message(mail));
    }

    private static MimeMessage message(byte[] octets) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }
}
