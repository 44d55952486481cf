/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Properties;

import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages composed of options, headers, body and attachments, as the server gets them. */
class ComposedMessageTest extends SmtpxTestSupport {

    @Test
    void composesFromOptionsAndBody() throws Exception {
        Exchange exchange = deliver("from=RAW(Ann Änder <ann@example.com>)&to=bob@example.org&cc=RAW(Cc <cc@example.org>)"
                                    + "&bcc=secret@example.org&replyTo=answers@example.com&subject=Grüße",
                "Hallo Bob,\n\nschöne Grüße");

        assertThat(server.message().sender()).isEqualTo("ann@example.com");
        assertThat(server.message().to()).containsExactly("bob@example.org", "cc@example.org", "secret@example.org");
        MimeMessage message = parsed();
        assertThat(message.getFrom()).containsExactly(new InternetAddress("ann@example.com", "Ann Änder", "UTF-8"));
        assertThat(message.getRecipients(RecipientType.TO)).containsExactly(new InternetAddress("bob@example.org"));
        assertThat(message.getRecipients(RecipientType.CC)).containsExactly(new InternetAddress("cc@example.org", "Cc"));
        assertThat(message.getReplyTo()).containsExactly(new InternetAddress("answers@example.com"));
        assertThat(message.getSubject()).isEqualTo("Grüße");
        assertThat(message.getContentType()).startsWith("text/plain").containsIgnoringCase("utf-8");
        assertThat(message.getContent().toString().stripTrailing()).isEqualTo("Hallo Bob,\r\n\r\nschöne Grüße");
        assertThat(message.getSentDate()).isNotNull();
        assertThat(message.getMessageID()).isNotNull().isEqualTo(header(exchange, SmtpxConstants.MESSAGE_ID));
        assertThat(server.message().text()).doesNotContain("secret@example.org");
    }

    @Test
    void theMessageIdIsKnownOfARefusedMessageToo() {
        server.onContent().reply("554 5.7.1 spam");
        Exchange exchange = send("from=ann@example.com&to=bob@example.org", "Hello");
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(header(exchange, SmtpxConstants.MESSAGE_ID, String.class)).matches("<.+@.+>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
               textBlock = """
                       https://example.com/leave?id=7                              | <https://example.com/leave?id=7>
                       <mailto:leave@example.com>,<https://example.com/leave?id=7> | <mailto:leave@example.com>, <https://example.com/leave?id=7>
                       """)
    void readersLeaveTheListByOneClick(String uris, String field) throws Exception {
        deliver("from=ann@example.com&to=bob@example.org&oneClick=true&listUnsubscribe=RAW(" + uris + ")", "Hello",
                Map.of("List-Unsubscribe", "<https://example.com/another>"));
        assertThat(MimeUtility.unfold(parsed().getHeader("List-Unsubscribe", null))).isEqualTo(field);
        assertThat(parsed().getHeader("List-Unsubscribe-Post", null)).isEqualTo("List-Unsubscribe=One-Click");
    }

    @Test
    void oneClickTakesTheHeaderOfTheExchange() throws Exception {
        deliver("from=ann@example.com&to=bob@example.org&oneClick=true", "Hello",
                Map.of("List-Unsubscribe", "<https://example.com/leave/bob>"));
        assertThat(parsed().getHeader("List-Unsubscribe", null)).isEqualTo("<https://example.com/leave/bob>");
        assertThat(parsed().getHeader("List-Unsubscribe-Post", null)).isEqualTo("List-Unsubscribe=One-Click");
    }

    @Test
    void oneClickWithoutAnHttpsUriIsAnError() {
        Exchange exchange = send("from=ann@example.com&to=bob@example.org&oneClick=true", "Hello",
                Map.of("List-Unsubscribe", "<mailto:leave@example.com>"));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("oneClick").hasMessageContaining("https");
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void setsTheTypeOfTheBody() throws Exception {
        deliver("from=ann@example.com&to=bob@example.org&contentType=RAW(text/html; charset=UTF-8)", "<p>Grüße</p>");
        assertThat(parsed().isMimeType("text/html")).isTrue();
        assertThat(parsed().getContent().toString().strip()).isEqualTo("<p>Grüße</p>");
    }

    @Test
    void addsAttachments() throws Exception {
        byte[] octets = { 0, 1, 2, -1 };
        template.send(smtpx("from=ann@example.com&to=bob@example.org"), exchange -> {
            exchange.getMessage(AttachmentMessage.class).setBody("see attachment");
            exchange.getMessage(AttachmentMessage.class).addAttachment("Übersicht.bin",
                    new DataHandler(new ByteArrayDataSource(octets, "application/octet-stream")));
        });
        Multipart parts = (Multipart) parsed().getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContent().toString().strip()).isEqualTo("see attachment");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(octets);
        assertThat(MimeUtility.decodeText(parts.getBodyPart(1).getFileName()))
                .isEqualTo("Übersicht.bin");
    }

    @Test
    void putsAPlainTextBesideHtml() throws Exception {
        deliver("from=ann@example.com&to=bob@example.org&contentType=text/html&alternativeBodyHeader=plain", "<p>Hi</p>",
                Map.of("plain", "Hi"));
        Multipart parts = (Multipart) parsed().getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContent().toString().strip()).isEqualTo("Hi");
        assertThat(parts.getBodyPart(1).getContent().toString().strip()).isEqualTo("<p>Hi</p>");
    }

    @Test
    void headersCountOnlyWhenTheEndpointAllowsThem() throws Exception {
        Map<String, Object> headers = Map.of("From", "eve@x.org", "To", "to@x.org", "Cc", "cc@x.org", "Bcc", "bcc@x.org",
                "Subject", "from the header", "Reply-To", "answers@x.org");
        deliver("from=ann@example.com&to=bob@example.org&subject=of the option", "Hello", headers);
        assertThat(server.message().to()).containsExactly("bob@example.org");
        assertThat(server.message().text()).doesNotContain("x.org").doesNotContain("from the header");

        deliver("useHeaderFrom=true&useHeaderRecipients=true&useHeaderSubject=true&useHeaderReplyTo=true", "Hello", headers);
        assertThat(server.messages().get(1).sender()).isEqualTo("eve@x.org");
        assertThat(server.messages().get(1).to()).containsExactly("to@x.org", "cc@x.org", "bcc@x.org");
        assertThat(server.messages().get(1).text()).contains("Subject: from the header", "Reply-To: answers@x.org");
    }

    @Test
    void refusesAMessageWithoutAnAuthor() {
        Exchange exchange = send("to=bob@example.org", "Hello");
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining("from");
        assertThat(server.connections()).isZero();
    }

    private MimeMessage parsed() throws Exception {
        byte[] octets = server.message().octets();
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }
}
