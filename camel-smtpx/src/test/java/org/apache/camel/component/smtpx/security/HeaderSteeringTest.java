/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Headers of an exchange, which may come from anybody: which of them count, and that no other does. */
@SuppressWarnings("try") // A route is closed before what its server heard is looked at.
class HeaderSteeringTest {

    private static ScriptedServer server() throws Exception {
        return new ScriptedServer(new MailService().offers("DSN", "SIZE", "AUTH PLAIN"));
    }

    private static String received(ScriptedServer server) {
        assertThat(server.session().messages()).hasSize(1);
        return new String(server.session().messages().get(0), StandardCharsets.UTF_8);
    }

    /** What one mail with these headers makes the server hear and receive, without what differs from mail to mail. */
    private static List<String> conversation(String options, Map<String, Object> headers) throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, options)) {
            route.send("hello", headers);
            route.delivered();
            assertThat(route.last().getMessage().getHeader(SmtpxConstants.HOST)).isEqualTo("localhost:" + server.port());
            route.close();
            server.settle();
            // The Message-ID is not always of the same length, and so is the size.
            List<String> all = new ArrayList<>();
            server.heard().forEach(line -> all.add(line.replaceAll(" SIZE=[0-9]+", " SIZE")));
            received(server).lines().map(line -> line.replaceAll("^(Message-ID|Date): .*", "$1")).forEach(all::add);
            return all;
        }
    }

    @Test
    void noHeaderButThoseOfTheListChangesAnything() throws Exception {
        Map<String, Object> hostile = new LinkedHashMap<>();
        for (String name : List.of("CamelSmtpxHost", "cAmElSmTpXpOrT", "CamelSmtpxPort", "CamelSmtpxTo", "CamelSmtpxFrom",
                "CamelSmtpxCc", "CamelSmtpxBcc", "CamelSmtpxHello", "CamelSmtpxTls", "CamelSmtpxSsl", "CamelSmtpxStarttls",
                "CamelSmtpxUsername", "CamelSmtpxPassword", "CamelSmtpxAccessToken", "CamelSmtpxOperation", "CamelSmtpxTimeout",
                "CamelSmtpxFinalTimeout", "CamelSmtpxMaxConnections", "CamelSmtpxSize", "CamelSmtpxBodyType", "CamelSmtpxVerp",
                "CamelSmtpxMailVerb", "CamelSmtpxSkipBad", "CamelSmtpxRaw", "CamelSmtpxLocalAddress", "CamelSmtpxArgument",
                "CamelSmtpxOutcome", "CamelSmtpxDelivered", "CamelSmtpxEarlierAttempt", "mail.smtp.host", "mail.smtp.port",
                "mail.smtp.auth", "mail.smtp.starttls.enable", "mail.smtp.socks.host", "mail.smtp.ssl.trust", "mail.smtp.from",
                "mail.smtp.dsn.notify", "smtpx.password", "smtpx.host", "host", "port", "username", "password", "To", "Cc",
                "Bcc",
                "From", "Sender", "Subject", "Reply-To", "Resent-To", "Resent-From", "Return-Path", "Received",
                "DKIM-Signature",
                "X-Mailer", "CamelRedelivered", "CamelHttpUri", "CamelMailSubject", "CamelToEndpoint",
                "org.apache.camel.smtpx.host")) {
            hostile.put(name, "evil@evil.test");
        }
        assertThat(conversation("", hostile)).isEqualTo(conversation("", Map.of()));
    }

    private static final List<String> STEERING = List.of("CamelSmtpxRecipients", "camelsmtpxrecipients", "CAMELSMTPXRECIPIENTS",
            "cAmElSmTpXsEnDeR", "CAMELSMTPXSENDER", "CamelSmtpxSender", "cAMELsMTPXdSNnOTIFY", "CamelSmtpxDsnNotify",
            "CAMELSmtpxEnvelopeId", "CamelSmtpxAuthSubmitter", "camelSmtpxOriginalRecipient", "CAMELSMTPXDSNRETURN",
            "CamelSmtpxArgument", "CamelSmtpxHost", "mail.smtp.host", "mail.smtp.from", "To", "Bcc", "From", "Subject",
            "Reply-To");

    private static Map<String, String> steering() {
        Map<String, String> hostile = new LinkedHashMap<>();
        STEERING.forEach(
                name -> hostile.put(name, name.equalsIgnoreCase(SmtpxConstants.DSN_NOTIFY) ? "NEVER" : "evil@evil.test"));
        return hostile;
    }

    @Test
    void httpHeadersNeverSteer() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "");
             HttpFront front = new HttpFront(route, new DefaultHeaderFilterStrategy())) {
            assertThat(front.post("hello", steering())).isEqualTo(200);
            route.delivered();
            assertThat(server.heard()).contains("RCPT TO:<bob@example.test>")
                    .anyMatch(line -> line.matches("MAIL FROM:<ann@example.test> SIZE=[0-9]+"))
                    .noneMatch(line -> line.contains("evil") || line.contains("NOTIFY"));
            assertThat(received(server)).doesNotContainIgnoringCase("evil").doesNotContainIgnoringCase("camel");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "envelopeHeaders=none", "recipients=bob@example.test&sender=ann@example.test&envelopeHeaders=recipients" })
    void aConsumerThatFiltersNothingSteersNothingThatIsClosed(String options) throws Exception {
        HeaderFilterStrategy nothing = new DefaultHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
                return false;
            }
        };
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, options);
             HttpFront front = new HttpFront(route, nothing)) {
            assertThat(front.post("hello", steering())).isEqualTo(200);
            route.delivered();
            assertThat(server.heard()).contains("RCPT TO:<bob@example.test>")
                    .noneMatch(line -> line.contains("evil") || line.contains("NOTIFY"));
            assertThat(received(server)).doesNotContainIgnoringCase("evil").doesNotContainIgnoringCase("camel");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "CamelSmtpxRecipients", "CAMELSMTPXSENDER", "camelfoo", "cAmElFoo", "org.apache.camel.x", "BCC", "bcc",
            "resent-to", "RECEIVED", "return-path", "dkim-signature", "MIME-version", "cOnTeNt-Disposition", "ARC-Seal" })
    void noStrategyLetsTheseHeadersIntoTheMessage(String name) throws Exception {
        HeaderFilterStrategy everything = new HeaderFilterStrategy() {
            @Override
            public boolean applyFilterToCamelHeaders(String header, Object value, Exchange exchange) {
                return false;
            }

            @Override
            public boolean applyFilterToExternalHeaders(String header, Object value, Exchange exchange) {
                return false;
            }
        };
        try (ScriptedServer server = server();
             MailRoute route = new MailRoute(server, "envelopeHeaders=none&headerFilterStrategy=#everything")
                     .bind("everything", everything)) {
            route.send("hello", Map.of(
                    name, "canary@evil.test", "X-Mine", "mine", "X:Y", "canary", "X-\u00FC", "canary", "X Y", "canary"));
            route.delivered();
            assertThat(received(server)).contains("X-Mine: mine").doesNotContain("canary");
        }
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "headerFilterStrategy=#everything")
                .bind("everything", everything)) {
            for (Map<String, Object> hostile : List.<Map<String, Object>> of(Map.of("X-A\r\nBcc", "v@x.test"),
                    Map.of("X-A", "hi\r\nBcc: v@x.test"),
                    Map.of("X-A", "hi\n.\r\n"),
                    Map.of("X-A", "a\0b"), Map.of("X-A", List.of("good", "bad\rBcc: v@x")), Map.of("X-A", Map.of("a", "b")))) {
                route.send("hello", hostile);
                route.refusedHere();
            }
            assertThat(server.sessions()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({ "all,true,true,true", "recipients,true,false,false", "none,false,false,false" })
    void endpointSelectsTheHeadersThatCount(String choice, boolean recipients, boolean sender, boolean parameters)
            throws Exception {
        Map<String, Object> headers = new HashMap<>(
                Map.of(SmtpxConstants.RECIPIENTS, "other@example.test", SmtpxConstants.SENDER,
                        "else@example.test", SmtpxConstants.DSN_NOTIFY, "NEVER", SmtpxConstants.ENVELOPE_ID, "id42"));
        List<String> heard = conversation("envelopeHeaders=" + choice, headers);
        assertThat(heard.stream().anyMatch(line -> line.startsWith("RCPT TO:<other@example.test>"))).isEqualTo(recipients);
        assertThat(heard.stream().anyMatch(line -> line.startsWith("RCPT TO:<bob@example.test>"))).isEqualTo(!recipients);
        assertThat(heard.stream().anyMatch(line -> line.startsWith("MAIL FROM:<else@example.test>"))).isEqualTo(sender);
        assertThat(heard.stream().anyMatch(line -> line.contains("NOTIFY=NEVER"))).isEqualTo(parameters);
        assertThat(heard.stream().anyMatch(line -> line.contains("ENVID=id42"))).isEqualTo(parameters);
    }

    @Test
    void theOptionsOfTheEnvelopeWinAndNothingIsMerged() throws Exception {
        List<String> heard = conversation("recipients=carol@example.test&sender=list@example.test",
                Map.of(SmtpxConstants.RECIPIENTS, "evil@evil.test", SmtpxConstants.SENDER, "evil@evil.test"));
        assertThat(heard).contains("RCPT TO:<carol@example.test>").noneMatch(line -> line.contains("evil"));
    }

    @Test
    void messageHeadersCountOnlyIfEnabledAndNoOptionIsSet() throws Exception {
        Map<String, Object> headers = Map.of("To", "evil@evil.test", "Cc", "evil@evil.test", "Bcc", "evil@evil.test", "From",
                "evil@evil.test", "Subject", "evil", "Reply-To", "evil@evil.test");
        assertThat(conversation("", headers)).noneMatch(line -> line.contains("evil"));
        assertThat(conversation("useHeaderFrom=true&useHeaderRecipients=true&subject=mine&useHeaderSubject=true", headers))
                .noneMatch(line -> line.contains("evil"));
    }

    @Test
    void anAttackersSubjectStaysOneLine() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "useHeaderSubject=true")) {
            for (Object subject : List.of("hi\r\nBcc: v@x.test", "hi\n.\r\n", "a\0b", "a\rb", "x".repeat(20_000))) {
                route.send("hello", Map.of("Subject", subject));
                if (route.last().getException() != null) {
                    route.refusedHere();
                }
            }
            assertThat(server.sessions()).allSatisfy(session -> assertThat(session.messages()).allSatisfy(
                    message -> assertThat(new String(message, StandardCharsets.UTF_8).lines())
                            .allMatch(line -> line.length() <= 998).noneMatch(line -> line.startsWith("Bcc"))));
        }
    }

    @Test
    void bccNeverLeavesInTheMessage() throws Exception {
        assertThat(conversation("bcc=carol@example.test", Map.of())).contains("RCPT TO:<carol@example.test>")
                .filteredOn(line -> line.contains("carol")).hasSize(1);
        try (ScriptedServer server = server();
             MailRoute route = MailRoute.toNobody(server, "raw=false&from=ann@example.test&useHeaderRecipients=true")) {
            route.send("hello", Map.of("To", "bob@example.test", "bCC", "carol@example.test"));
            route.delivered();
            assertThat(server.heard()).contains("RCPT TO:<carol@example.test>");
            assertThat(received(server)).doesNotContain("carol").doesNotContainIgnoringCase("bcc");
        }
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom("ann@example.test");
        message.setRecipients(Message.RecipientType.BCC, "carol@example.test");
        message.setHeader("bCC", "dave@example.test");
        message.setText("hello");
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "")) {
            route.send(message);
            route.delivered();
            assertThat(received(server)).doesNotContain("carol").doesNotContain("dave").doesNotContainIgnoringCase("bcc:");
        }
    }
}
