/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Addresses from strangers: what is no address is refused before a connection is made, what is one is sent as it is
 * meant.
 */
class HostileAddressTest {

    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer(new MailService().offers("8BITMIME"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private List<String> recipients() {
        return server.heard().stream().filter(line -> line.startsWith("RCPT")).toList();
    }

    private void refused(String header, Object value) throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            Map<String, Object> headers = new HashMap<>(
                    Map.of(SmtpxConstants.SENDER, "ann@example.test", SmtpxConstants.RECIPIENTS, "bob@example.test"));
            headers.put(header, value);
            route.send("hello", headers);
            assertThat(route.refusedHere()).hasMessageContaining(header)
                    .matches(e -> e.getMessage().length() < 1000, "short")
                    .matches(e -> e.getMessage().chars().allMatch(c -> c >= ' ' && c < 0x7F), "printable");
            assertThat(server.sessions()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "a@b.test\r\nRCPT TO:<evil@x>", "a@b.test\rDATA", "a@b.test\nDATA", "a@b.test\nc@d.test",
            "a\u000B@b.test", "a\u0000@b.test", "a\u007F@b.test", "a\u0085@b.test", "a\u2028@b.test", "a@b.test\u2029",
            "<a@b.test> NOTIFY=NEVER", "a@b.test> SIZE=1 <x", "a@b.test ORCPT=x", "\"a\r\nb\"@c.test", "\"a\\\u0000\"@c.test",
            "\"a@b> ORCPT=x\"@c.test>", "\"unclosed@b.test", "a@b@c", "a@", "@b", "a b@c.test", "undisclosed-recipients:",
            "undisclosed: a@b, c@d",
            "<@r1:a@b>", "<@r1,@r2:a@b.test>", "a@[127.0.0.1", "a@[IPv6:::g]", "a@[tag:x y]", "a@[127.0.0.1]> <x", ".@b.test",
            "..@b.test", "a.@b.test", "", "   ", "a@b..test", "a@-b.test", "a@b.test:25", "mailto:a@b.test" })
    void invalidAddressIsRefusedBeforeConnecting(String text) throws Exception {
        refused(SmtpxConstants.RECIPIENTS, text);
        refused(SmtpxConstants.RECIPIENTS, List.of("good@b.test", text));
        if (!text.isBlank()) {
            refused(SmtpxConstants.SENDER, text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<>\r\nRCPT TO:<x>", "<>\r\n", "\r\n", "a@b.test\r\n", "\r\na@b.test", "  ", "a@b AUTH=<>", "<> x", "<a@b> <c@d>",
            "a@b, c@d" })
    void invalidSenderIsRefused(String text) throws Exception {
        refused(SmtpxConstants.SENDER, text);
    }

    @Test
    void anAddressOfAnyLengthIsRefusedInNoTime() throws Exception {
        for (String text : List.of("x".repeat(65) + "@b.test", "a@" + "d".repeat(300), "a".repeat(10_240) + "@b.test",
                "(".repeat(100_000), "\"".repeat(100_001), "<".repeat(100_000), "a b,".repeat(100_000),
                "x: ".repeat(100_000) + ";", "\\".repeat(100_000))) {
            refused(SmtpxConstants.RECIPIENTS, text);
        }
    }

    @Test
    void malformedTextIsRefused() throws Exception {
        refused(SmtpxConstants.RECIPIENTS, new Object());
        refused(SmtpxConstants.RECIPIENTS, 42);
        refused(SmtpxConstants.RECIPIENTS, Map.of("a@b.test", "x"));
        refused(SmtpxConstants.RECIPIENTS, List.of(List.of("a@b.test")));
        refused(SmtpxConstants.RECIPIENTS, Collections.singletonList(null));
        refused(SmtpxConstants.RECIPIENTS, new Object[] { "a@b.test", new byte[] { 'a' } });
        refused(SmtpxConstants.RECIPIENTS, List.of());
        refused(SmtpxConstants.SENDER, List.of("a@b.test"));
        refused(SmtpxConstants.SENDER, "a@b.test".getBytes());
    }

    @Test
    void moreRecipientsThanAllowedAreRefused() throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            List<String> many = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                many.add("a" + i + "@b.test");
            }
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS, many));
            assertThat(route.refusedHere()).hasMessageContaining("maxRecipients");
            assertThat(server.sessions()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "a\u760D\u760ADATA@b.test", "j\u00F6rg@b.test", "a@b\u202Etest", "a@\u2488b.test", "a@x\uFE6Bevil.test" })
    void nonAsciiAddressIsNotSentWithoutSmtpUtf8(String text) throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS, text));
            route.refusedHere();
            assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("RCPT"));
        }
    }

    @Test
    void noCharacterBecomesALineEndWithSmtpUtf8() throws Exception {
        try (ScriptedServer utf8 = new ScriptedServer(new MailService().offers("SMTPUTF8", "8BITMIME"));
             MailRoute route = MailRoute.toNobody(utf8, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS, "a\u760D\u760ADATA@b.test"));
            route.delivered();
            assertThat(utf8.heard()).contains("RCPT TO:<a\u760D\u760ADATA@b.test>").doesNotContain("DATA@b.test>");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u00A7', value = {
            "\"a@evil.test x\"@internal.test | <\"a@evil.test x\"@internal.test>",
            "\"a@b> ORCPT=x\"@c.test | <\"a@b> ORCPT=x\"@c.test>",
            "\"<evil@x.test>\" <good@b.test> | <good@b.test>",
            "evil@x.test <good@b.test> | <good@b.test>",
            "a@[127.0.0.1] | <a@[127.0.0.1]>",
            "a@[IPv6:::1] | <a@[IPv6:::1]>",
            "a@b\u00FCcher.test | <a@xn--bcher-kva.test>",
            "a@xn--bcher-kva.test | <a@xn--bcher-kva.test>",
            "-oQ/tmp@b.test | <-oQ/tmp@b.test>",
            "\"..\"@b.test | <\"..\"@b.test>",
            "a@p\u0430ypal.test | <a@xn--pypal-4ve.test>" })
    void validAddressIsSentAsTheGrammarReadsIt(String text, String path) throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS, List.of(text)));
            if (text.startsWith("evil@")) {
                // An address where a name should be: no display name has an @ of its own
                route.refusedHere();
                assertThat(server.sessions()).isEmpty();
            } else {
                route.delivered();
                assertThat(recipients()).containsExactly("RCPT TO:" + path);
            }
        }
    }

    @Test
    void aListIsSplitWhereTheGrammarSplitsItAndNotAtAllWhenExact() throws Exception {
        String list = "\"Smith, Bob\" <bob@b.test>, eve@b.test";
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS, list));
            route.delivered();
            assertThat(recipients()).containsExactly("RCPT TO:<bob@b.test>", "RCPT TO:<eve@b.test>");
        }
        try (MailRoute route = MailRoute.toNobody(server, "exactAddresses=true")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS, list));
            route.refusedHere();
        }
    }

    @Test
    void duplicateRecipientIsSentOnce() throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS,
                    Arrays.asList("bob@b.test", "Bob <bob@B.TEST>", "bob@b.test", "Bob@b.test")));
            route.delivered();
            assertThat(recipients()).containsExactly("RCPT TO:<bob@b.test>", "RCPT TO:<Bob@b.test>");
        }
    }

    @Test
    void theMailboxesOfAGroupAreRecipients() throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS,
                    "undisclosed-recipients:;, Friends: bob@b.test, \"Eve, x\" <eve@b.test>;"));
            route.delivered();
            assertThat(recipients()).containsExactly("RCPT TO:<bob@b.test>", "RCPT TO:<eve@b.test>");
        }
    }

    @Test
    void aNameFromOutsideAddsNoRecipient() throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS,
                    List.of(Mailbox.of("victim@example.org, Dee", "dee@b.test"),
                            Mailbox.of("M\u00FCller, Bob", "bob@b.test"))));
            route.delivered();
            assertThat(recipients()).containsExactly("RCPT TO:<dee@b.test>", "RCPT TO:<bob@b.test>");
        }
    }

    @Test
    void aUnicodeDomainAndItsALabelAreOneRecipient() throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS,
                    List.of("bob@fa\u00DF.test", "bob@xn--fa-hia.test", "bob@FA\u00DF.TEST", "bob@fass.test")));
            route.delivered();
            assertThat(recipients()).containsExactly("RCPT TO:<bob@xn--fa-hia.test>", "RCPT TO:<bob@fass.test>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "<>", "", " <> " })
    void theNullSenderIsASender(String text) throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, text, SmtpxConstants.RECIPIENTS, "bob@b.test"));
            route.delivered();
            assertThat(server.heard()).contains("MAIL FROM:<>");
        }
    }

    @Test
    void oneBadRecipientDoesNotKeepTheOthersWaitingWithSkipBad() throws Exception {
        try (MailRoute route = MailRoute.toNobody(server, "skipBad=true")) {
            route.send("hello", Map.of(SmtpxConstants.SENDER, "<>", SmtpxConstants.RECIPIENTS,
                    List.of("bob@b.test", "evil@b.test\r\nRCPT TO:<x@y>", "eve@b.test")));
            assertThat(route.delivered().results()).extracting(RecipientResult::fate).containsOnly(Fate.DELIVERED).hasSize(2);
            assertThat(recipients()).containsExactly("RCPT TO:<bob@b.test>", "RCPT TO:<eve@b.test>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "cc=RAW(a@b.test\r\nRCPT TO:<x>)", "recipients=RAW(<a@b.test> NOTIFY=NEVER)", "sender=RAW(a@b@c)",
            "replyTo=RAW(\"a\u000Bb\"@c.test)", "cc=%0d%0aDATA", "bcc=RAW(a@b.test\u0000)" })
    void addressesOfOptionsAreCheckedWhenTheRouteStarts(String option) throws Exception {
        try (MailRoute route = new MailRoute(server, option)) {
            assertThatThrownBy(() -> route.send("hello")).isInstanceOf(Exception.class);
            assertThat(server.sessions()).isEmpty();
        }
    }
}
