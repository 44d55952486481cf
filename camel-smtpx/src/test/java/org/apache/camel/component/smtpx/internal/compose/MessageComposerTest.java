/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.component.smtpx.SmtpxHeaderFilterStrategy;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageComposerTest {

    @Test
    void writesTheFieldsOfTheOptions() throws Exception {
        Composing composing = Composing.body("Hello").to("bob@example.net, Carol <carol@example.net>").subject("Greetings");
        composing.cc = "dave@example.net";
        composing.replyTo = "desk@example.org";
        MimeMessage message = composing.read();
        assertThat(message.getFrom()).containsExactly(new InternetAddress("ann@example.org"));
        assertThat(message.getHeader("To", null)).isEqualTo("bob@example.net, Carol <carol@example.net>");
        assertThat(message.getHeader("Cc", null)).isEqualTo("dave@example.net");
        assertThat(message.getHeader("Reply-To", null)).isEqualTo("desk@example.org");
        assertThat(message.getSubject()).isEqualTo("Greetings");
        assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(message.getSentDate()).isCloseTo(new Date(), 60_000);
        assertThat(message.getContent()).isEqualTo("Hello");
    }

    @Test
    void namesSenderAndRecipientsForTheEnvelope() throws Exception {
        Composing composing = Composing.body("x").from("Ann <ann@example.org>").to("Bob <bob@example.net>; carol@example.net");
        composing.cc = "bob@example.net";
        composing.bcc = "eve@example.net";
        ComposedMessage composed = composing.compose();
        assertThat(composed.sender()).isEqualTo("ann@example.org");
        assertThat(composed.recipients()).containsExactly("bob@example.net", "carol@example.net", "eve@example.net");
        assertThat(composed.needsUtf8()).isFalse();
    }

    @Test
    void doesNotTellTheBlindRecipients() throws Exception {
        Composing composing = Composing.headers(Map.of("Bcc", "frank@example.net", "bcc", "frank@example.net")).allHeaders();
        composing.bcc = "eve@example.net";
        assertThat(composing.text()).doesNotContainIgnoringCase("bcc").doesNotContain("eve@", "frank@");
    }

    @Test
    void takesBlindRecipientsFromAHeaderWithoutTellingThem() throws Exception {
        Composing composing = Composing.headers(Map.of("BCC", "eve@example.net")).to(null).useHeaders();
        assertThat(composing.compose().recipients()).containsExactly("eve@example.net");
        assertThat(composing.text()).doesNotContainIgnoringCase("bcc").doesNotContain("eve@");
    }

    @Test
    void ignoresHeadersThatMayNotSpeak() throws Exception {
        MimeMessage message = Composing
                .headers(Map.of("From", "mallory@example.com", "To", "mallory@example.com", "Cc", "mallory@example.com",
                        "Subject", "mallory", "Reply-To", "mallory@example.com"))
                .allHeaders().read();
        assertThat(message.getFrom()).containsExactly(new InternetAddress("ann@example.org"));
        assertThat(message.getAllRecipients()).containsExactly(new InternetAddress("bob@example.net"));
        assertThat(message.getHeader("Subject")).isNull();
        assertThat(message.getHeader("Reply-To")).isNull();
    }

    @Test
    void letsOptionsWinOverHeadersThatMaySpeak() throws Exception {
        Composing composing = Composing
                .headers(Map.of("From", "mallory@example.com", "Cc", "mallory@example.com", "Subject", "mallory"))
                .subject("ours").useHeaders();
        assertThat(composing.compose().recipients()).containsExactly("bob@example.net");
        assertThat(composing.read().getFrom()).containsExactly(new InternetAddress("ann@example.org"));
        assertThat(composing.read().getSubject()).isEqualTo("ours");
    }

    @Test
    void usesHeadersWhateverTheirCase() throws Exception {
        Composing composing = Composing.headers(new HashMap<>(
                Map.of("fRoM", "Zoë <zoe@example.org>", "TO",
                        List.of("bob@example.net", "carol@example.net"), "SUBJECT", "Grüße", "reply-TO", "desk@example.org")));
        MimeMessage message = composing.from(null).to(null).useHeaders().read();
        assertThat(message.getFrom()).containsExactly(new InternetAddress("zoe@example.org", "Zoë", "UTF-8"));
        assertThat(message.getRecipients(RecipientType.TO)).hasSize(2);
        assertThat(message.getSubject()).isEqualTo("Grüße");
        assertThat(message.getReplyTo()).containsExactly(new InternetAddress("desk@example.org"));
    }

    @Test
    void asksForAnAuthor() {
        assertThatIllegalArgumentException()
                .isThrownBy(Composing.headers(Map.of("From", "ann@example.org")).from(null)::compose)
                .withMessageContaining("option from");
    }

    @Test
    void refusesASecondAuthor() {
        assertThatIllegalArgumentException().isThrownBy(Composing.body("x").from("a@example.org, b@example.org")::compose)
                .withMessageContaining("More than one author");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<@relay.example:a@example.org>", "a@b@example.org", "a@", "@b",
            "a b@example.org", "\"unclosed@example.org", "<a@example.org> NOTIFY=NEVER", "bob", "a@example.org> SIZE=1 <x",
            "<a@example.org", "a@example.org (x", "<>", "<a,b@example.org>", "a\\b@example.org", "<bob>",
            "Re: a@example.org", "bob@example.org <a@example.org>", "a@ü_.example", "a\u200B@example.org" })
    void refusesWhatIsNotAMailbox(String text) {
        assertThatIllegalArgumentException().isThrownBy(Composing.body("x").to(text)::composer)
                .withMessageStartingWith("to: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "bob@my_host.example", "\tbob@my_host.example\t", "Bob\t<bob@my_host.example>",
            "[x] Bob <bob@my_host.example>", "Bob:bob@my_host.example;" })
    void readsToAsTheEnvelopeIsRead(String text) throws Exception {
        assertThat(Composing.body("x").to(text).compose().recipients()).containsExactly("bob@my_host.example");
        assertThat(Address.parseList(text)).extracting(Address::toString).containsExactly("bob@my_host.example");
    }

    @Test
    void writesGroupsAsGroups() throws Exception {
        Composing composing = Composing.body("x")
                .to("undisclosed-recipients:;, Müller & Co: Ann <ann@example.net>, bob@example.net;");
        composing.cc = "carol@example.net";
        composing.replyTo = "undisclosed-recipients:";
        assertThat(composing.compose().recipients())
                .containsExactly("ann@example.net", "bob@example.net", "carol@example.net");
        MimeMessage message = composing.read();
        assertThat(message.getHeader("To", null).replaceAll("\\s+", " ")).isEqualTo(
                "undisclosed-recipients:;, =?UTF-8?B?TcO8bGxlciAmIENv?=: Ann <ann@example.net>, bob@example.net;");
        assertThat(message.getHeader("Reply-To", null)).isEqualTo("undisclosed-recipients:;");
    }

    @Test
    void aNameFromOutsideAddsNoRecipient() throws Exception {
        Composing composing = Composing.headers(new HashMap<>(
                Map.of("From", Mailbox.of("Dee, \"x\" <y>", "dee@example.org"),
                        "To",
                        List.of(Mailbox.of("Müller, Bob", "bob@example.net"),
                                Mailbox.of("victim@example.org, Dee", "dee@example.net"),
                                Mailbox.of("=?UTF-8?Q?x?=", "eve@example.net"), "fay@example.net"))));
        composing.from(null).to(null).useHeaders();
        assertThat(composing.compose().recipients())
                .containsExactly("bob@example.net", "dee@example.net", "eve@example.net", "fay@example.net");
        MimeMessage message = composing.read();
        assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo("Dee, \"x\" <y>");
        assertThat(((InternetAddress) message.getAllRecipients()[0]).getPersonal()).isEqualTo("Müller, Bob");
        assertThat(((InternetAddress) message.getAllRecipients()[1]).getPersonal()).isEqualTo("victim@example.org, Dee");
    }

    @Test
    void keepsAQuotedLocalPart() throws Exception {
        Composing composing = Composing.body("x").to("\"a@evil.example x, y\"@example.net");
        assertThat(composing.compose().recipients()).containsExactly("\"a@evil.example x, y\"@example.net");
        assertThat(composing.read().getAllRecipients()).hasSize(1);
    }

    @Test
    void encodesDisplayNames() throws Exception {
        Composing composing = Composing.body("x").from("Jürgen Müller <ann@example.org>")
                .to("\"Doe, Jane\" <jane@example.net>");
        assertThat(composing.text()).contains("From: =?UTF-8?").doesNotContain("Ã");
        MimeMessage message = composing.read();
        assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo("Jürgen Müller");
        assertThat(((InternetAddress) message.getAllRecipients()[0]).getPersonal()).isEqualTo("Doe, Jane");
    }

    @Test
    void writesDomainsAsALabels() throws Exception {
        Composing composing = Composing.body("x").from("ann@bücher.example").to("Bob <bob@straße.example>");
        assertThat(composing.compose().needsUtf8()).isFalse();
        assertThat(composing.compose().sender()).isEqualTo("ann@xn--bcher-kva.example");
        assertThat(composing.text()).contains("From: ann@xn--bcher-kva.example").doesNotContain("Ã");
        assertThat(composing.compose().messageId()).endsWith("@xn--bcher-kva.example>");
    }

    @Test
    void writesAnUtf8LocalPartAndDeclaresSmtpUtf8() throws Exception {
        Composing composing = Composing.body("x").to("Jörg <jörg@bücher.example>");
        ComposedMessage composed = composing.compose();
        assertThat(composed.needsUtf8()).isTrue();
        assertThat(composed.recipients()).containsExactly("jörg@xn--bcher-kva.example");
        assertThat(new String(composing.octets(), "UTF-8")).contains("<jörg@xn--bcher-kva.example>");
    }

    @Test
    void leavesUtf8OfBlindRecipientsToTheEnvelope() throws Exception {
        Composing composing = Composing.body("x");
        composing.bcc = "jörg@example.net";
        assertThat(composing.compose().needsUtf8()).isFalse();
        assertThat(composing.compose().recipients()).contains("jörg@example.net");
    }

    @Test
    void copiesOnlyHeadersOfTheAllowList() throws Exception {
        MimeMessage message = Composing
                .headers(Map.of("In-Reply-To", "<1@example.net>", "References", "<1@example.net>", "List-Unsubscribe",
                        "<https://example.org/u>", "List-Unsubscribe-Post", "List-Unsubscribe=One-Click", "X-Mine", "1",
                        "Authorization", "Basic secret", "auto-submitted", "auto-generated", "Priority", "u=1, i"))
                .read();
        assertThat(message.getHeader("In-Reply-To")).containsExactly("<1@example.net>");
        assertThat(message.getHeader("References")).containsExactly("<1@example.net>");
        assertThat(message.getHeader("List-Unsubscribe")).containsExactly("<https://example.org/u>");
        assertThat(message.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("X-Mine")).isNull();
        assertThat(message.getHeader("Authorization")).isNull();
        assertThat(message.getHeader("Priority")).isNull();
    }

    @Test
    void copiesWhatTheEndpointsStrategyLetsThrough() throws Exception {
        MimeMessage message
                = Composing.body("x").header("X-Mine", "Grüße").header("X-Many", List.of("1", 2)).allHeaders().read();
        assertThat(jakarta.mail.internet.MimeUtility.decodeText(message.getHeader("X-Mine", null))).isEqualTo("Grüße");
        assertThat(message.getHeader("X-Many")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "CamelSmtpxRecipients", "cAmElFileName", "org.apache.camel.X", "Received", "dkim-signature", "Return-Path",
            "Resent-To", "Content-Length", "Content-Transfer-Encoding", "MIME-version", "ARC-Seal", "BCC" })
    void neverCopiesForbiddenHeadersWhateverTheStrategy(String name) throws Exception {
        Composing composing = Composing.headers(new HashMap<>(Map.of(name, "sentinel")));
        composing.filter = new SmtpxHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToCamelHeaders(String header, Object value, org.apache.camel.Exchange exchange) {
                return false;
            }
        };
        assertThat(composing.text()).doesNotContain("sentinel");
    }

    @Test
    void takesMessageIdAndDateOnlyThroughTheStrategyAndIfValid() throws Exception {
        Map<String, Object> given = Map.of("Message-ID", "<given@example.org>", "Date", "Tue, 15 Nov 1994 08:12:31 +0000");
        MimeMessage ours = Composing.headers(given).read();
        assertThat(ours.getMessageID()).isNotEqualTo("<given@example.org>");
        assertThat(ours.getSentDate()).isAfter("2020-01-01");
        Composing open = Composing.headers(given).allHeaders();
        assertThat(open.compose().messageId()).isEqualTo("<given@example.org>");
        assertThat(open.read().getMessageID()).isEqualTo("<given@example.org>");
        assertThat(open.read().getSentDate()).isEqualTo(new Date(784887151000L));
        MimeMessage bad = Composing.headers(Map.of("Message-ID", "given", "Date", "soon")).allHeaders().read();
        assertThat(bad.getMessageID()).matches("<[0-9a-z]+\\.[0-9a-z]+@example\\.org>");
        assertThat(bad.getSentDate()).isCloseTo(new Date(), 60_000);
    }

    @Test
    void readsTheLineEndsOfAReceivedReferencesHeader() throws Exception {
        MimeMessage message = Composing.body("x").header("References", "<1@example.net>\r\n\t<2@example.net>").read();
        assertThat(message.getHeader("References", null).replaceAll("\\s+", " ")).isEqualTo("<1@example.net> <2@example.net>");
    }

    @Test
    void encodesADisplayNameThatNoLineCanHold() throws Exception {
        for (String name : new String[] { "x".repeat(2000), "Doe, " + "y".repeat(1500), "a,b ".repeat(500).strip() }) {
            Composing composing = Composing.body("x").to("\"" + name + "\" <bob@example.net>");
            assertThat(composing.longestLine()).isLessThanOrEqualTo(998);
            assertThat(((InternetAddress) composing.read().getAllRecipients()[0]).getPersonal()).isEqualTo(name);
        }
    }

    @Test
    void foldsALongSubject() throws Exception {
        String subject = "wort für wort ".repeat(20_000).strip();
        Composing composing = Composing.body("x").subject(subject);
        assertThat(composing.longestLine()).isLessThanOrEqualTo(998);
        assertThat(composing.read().getSubject()).isEqualTo(subject);
    }
}
