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
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import jakarta.mail.BodyPart;
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
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Mail as camel-mail's consumer produces it is forwarded: smtpx sends whatever camel-mail's producer sends. */
class ForwardedMailTest extends SmtpxTestSupport {

    private static final String OPTIONS
            = "from=list@example.com&to=bob@example.org&useHeaderSubject=true&useHeaderReplyTo=true";
    private static final String OWN_ADDRESSES
            = "useHeaderFrom=true&useHeaderRecipients=true&useHeaderSubject=true&useHeaderReplyTo=true";

    private static final String ALL_HEADERS = "&includeHeaders=*";

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
    void theLongLinesOfAMultipartAreEncodedAnew() throws Exception {
        String long1 = "AAECAwQF".repeat(500);
        String long2 = "Hello \u0000 " + "x".repeat(2000);
        byte[] mail
                = MULTIPART.replace("AAECAwQF", long1).replace("Hello", long2).replace("filename=a.pdf", "filename=\"a b.pdf\"")
                        .replace("name=a.pdf\r\n",
                                "name=a.pdf\r\nContent-ID:\r\n <a@example.net>\r\nContent-Description: r\u00E9port\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        Exchange exchange = template.send("smtpx:" + server.address() + "?" + OWN_ADDRESSES, exchange(mail));
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(SmtpxConstants.WARNINGS)).asString().contains("encoded anew");
        byte[] octets = server.message().octets();
        assertThat(new String(octets, StandardCharsets.US_ASCII).lines()).allMatch(line -> line.length() <= 998);
        MimeMultipart forwarded = (MimeMultipart) message(octets).getContent();
        MimeMultipart texts = (MimeMultipart) forwarded.getBodyPart(0).getContent();
        assertThat(texts.getContentType()).startsWith("multipart/alternative");
        assertThat(texts.getBodyPart(0).getContent()).isEqualTo(long2);
        assertThat(texts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=us-ascii");
        BodyPart file = forwarded.getBodyPart(1);
        assertThat(file.getFileName()).isEqualTo("a b.pdf");
        assertThat(file.getHeader("Content-ID")).containsExactly("<a@example.net>");
        assertThat(file.getInputStream()).hasBinaryContent(Base64.getDecoder().decode(long1));
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

    private static Stream<Arguments> receivedMail() {
        return Stream.of(
                field("a subject folded before a tab", "Subject: a long\r\n\tsubject"),
                field("a subject folded twice, with a blank line end", "Subject: a\r\n \r\n b"),
                field("a subject of blanks", "Subject:   "),
                field("a subject in UTF-8 without encoding", "Subject: Grüße"),
                field("a subject in an unknown charset", "Subject: =?x-unknown?B?AAECAwQF?="),
                field("a subject with half an encoded-word", "Subject: =?UTF-8?B?R3LD"),
                field("a subject with an encoded line end", "Subject: =?UTF-8?Q?a=0D=0ABcc:_eve@example.net?="),
                field("a subject of one long word", "Subject: " + "x".repeat(3000)),
                field("a recipient whose name is folded", "To: \"Bob, the\r\n builder\" <bob@example.org>"),
                field("a recipient behind a tab", "To:\tbob@example.org\t"),
                field("an empty place among the recipients", "To: bob@example.org,, carol@example.org,"),
                field("recipients in a group", "To: friends: bob@example.org, Carol <carol@example.org>;"),
                field("an empty group beside a recipient", "To: undisclosed-recipients:;, bob@example.org"),
                field("local mailboxes beside a recipient", "To: bob@example.org, root, admin"),
                field("a recipient whose domain has an underscore", "To: bob@my_host.example"),
                field("a recipient with a quoted local part", "To: \"bob builder\"@example.org"),
                field("a recipient at an address literal", "To: bob@[192.0.2.1]"),
                field("a recipient with a comment", "To: bob@example.org (Bob \\) (the) builder)"),
                field("recipients in two fields", "To: bob@example.org", "To: carol@example.org"),
                field("an author's name with a colon", "From: Eve: sales <eve@example.net>"),
                field("an author's name in UTF-8 without encoding", "From: Zoë <eve@example.net>"),
                field("an author twice", "From: eve@example.net", "From: mallory@example.net"),
                field("a reply address that is none", "Reply-To: <>"),
                field("a reply address without a domain", "Reply-To: desk"),
                field("a sender that is none", "Sender: (nobody)"),
                field("a date that is none", "Date: yesterday"),
                field("an identifier that is none", "Message-ID: 42"),
                field("references with a comment", "References: <a@example.net> (was: x)\r\n\t<b@example.net>"),
                field("a list's name beyond US-ASCII", "List-Id: München <muc.example.net>"),
                field("a list's URI with blanks and umlauts",
                        "List-Unsubscribe: <https://example.net/a b/ü>, <mailto:x@example.net>"),
                field("a long list of keywords", "Keywords: " + "one, , two,\r\n ".repeat(200) + "three"),
                field("a priority with its meaning", "X-Priority: 1 (Highest)"),
                field("a priority beyond US-ASCII", "Importance: h\u00F6chste"),
                field("a list's URI that is none", "List-Unsubscribe: gr\u00FCn"),
                field("a list's identifier beyond US-ASCII", "List-Id: Liste <m\u00FCnchen.example.net>"),
                field("a field name with a blank", "X Tenant: 1"),
                field("a field name beyond US-ASCII", "X-Größe: 1"),
                field("an organization with a control character", "Organization: a\u0007b"),
                field("a notice of receipt to no mailbox", "Disposition-Notification-To: yes"),
                text("a text of another charset", "text/plain; charset=windows-1252", "8bit", "Gr\u00FC\u00DFe"),
                text("a text of an unnamed charset", "text/plain", "8bit", "Gr\u00FC\u00DFe"),
                text("a text with a line of 5,000 characters", "text/plain", "7bit", "x".repeat(5000)),
                text("a text with NUL", "text/plain", "binary", "a\u0000b"),
                text("a text with bare CR and LF", "text/plain", "7bit", "a\rb\nc\r\r\nd"),
                text("a text with dots", "text/plain", "7bit", ".\r\n..\r\n.\r\n"),
                text("no text", "text/plain", "7bit", ""),
                text("HTML in quoted-printable", "text/html; charset=utf-8", "quoted-printable",
                        "<p>Gr=C3=BC=C3=9Fe =\r\n</p>"),
                text("quoted-printable that is none", "text/plain", "quoted-printable", "a=zz=\r\n=C3"),
                text("a picture", "image/png", "base64", "iVBORw0KGgo="),
                text("an invitation", "text/calendar; method=REQUEST; charset=utf-8", "7bit", "BEGIN:VCALENDAR"),
                text("a multipart without its end", "multipart/mixed; boundary=b", "7bit",
                        "--b\r\n\r\nHello\r\n--b\r\nContent-Type: image/png\r\n\r\nx"),
                text("a multipart with a boundary in quotes", "multipart/mixed; boundary=\"a b/=?\"", "7bit",
                        "--a b/=?\r\n\r\nHello\r\n--a b/=?--\r\n"),
                text("a multipart with a line of 5,000 characters", "multipart/mixed; boundary=b", "7bit",
                        "--b\r\n\r\n" + "x".repeat(5000) + "\r\n--b--\r\n"),
                text("a multipart with NUL in a picture", "multipart/mixed; boundary=b", "binary",
                        "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\na\u0000b\r\n--b--\r\n"),
                text("an attached message of 8 bits", "multipart/mixed; boundary=b", "8bit",
                        "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: Gr\u00FC\u00DFe\r\n\r\nGr\u00FC\u00DFe\r\n--b--\r\n"));
    }

    private static Arguments field(String name, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        for (String other : new String[] { "From: eve@example.net", "To: bob@example.org", "Subject: Hello" }) {
            String field = other.substring(0, other.indexOf(':') + 1);
            if (all.stream().noneMatch(each -> each.startsWith(field))) {
                all.add(other);
            }
        }
        return Arguments.of(name, (String.join("\r\n", all) + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments text(String name, String type, String encoding, String body) {
        String mail = "From: eve@example.net\r\nTo: bob@example.org\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n"
                      + "Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body;
        return Arguments.of(name, mail.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Received mail of the kinds that public collections have. camel-mail sends most of it, to the same recipients. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("receivedMail")
    void receivedMailIsForwarded(String name, byte[] mail) throws Exception {
        String options = "?sender=list@example.com&" + OWN_ADDRESSES;
        assertThat(send("smtpx:" + server.address() + options, mail)).isNull();
        assertThat(send("smtpx:" + server.address() + options + ALL_HEADERS, mail)).isNull();
        if (send("smtp:" + peer.address() + "?" + OWN_ADDRESSES, mail) == null) {
            assertThat(server.messages().get(0).to()).containsExactlyElementsOf(peer.message().to());
        }
        for (ReceivedMessage forwarded : server.messages()) {
            MimeMessage read = message(forwarded.octets());
            assertThat(read.getHeader("Bcc")).isNull();
            assertThat(read.getHeader("Subject")).hasSizeLessThan(2);
            assertThat(new String(forwarded.octets(), StandardCharsets.ISO_8859_1).lines())
                    .allMatch(line -> line.length() <= 998);
        }
    }

    /** {@code -Dsmtpx.mail.corpus=folder}: every file in it, forwarded by both. */
    @ParameterizedTest
    @ValueSource(strings = { OPTIONS, OWN_ADDRESSES, OPTIONS + ALL_HEADERS })
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
                Exception byCamelMail = send("smtp:" + peer.address() + "?" + options.replace(ALL_HEADERS, ""), mail);
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
