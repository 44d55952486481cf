/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that repeats the password of one connection on the next, or that sends text which hides or turns text. */
class RepeatedSecretsTest {

    private static final String PASSWORD = "Canary-pa55+W0rd";
    private static final String LOGIN = "username=ann&password=RAW(" + PASSWORD + ")&allowCleartextAuth=true&starttls=never"
                                        + "&loginPause=0&debug=true";

    private static List<String> forms() {
        byte[] octets = PASSWORD.getBytes(StandardCharsets.UTF_8);
        return List.of(PASSWORD, PASSWORD.toUpperCase(Locale.ROOT), PASSWORD.toLowerCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(octets), Base64.getUrlEncoder().encodeToString(octets),
                Base64.getEncoder().encodeToString(("ann:" + PASSWORD).getBytes(StandardCharsets.UTF_8)),
                URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8));
    }

    /** All that a context shows of a send. */
    private static String shown(MailRoute route, Exchange exchange) throws Exception {
        StringWriter all = new StringWriter();
        exchange.getMessage().getHeaders().forEach((name, value) -> all.append(name + "=" + value + "\n"));
        Outcome outcome = exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        if (outcome != null) {
            outcome.via().transcript().forEach(line -> all.append(line + "\n"));
        }
        if (exchange.getException() != null) {
            exchange.getException().printStackTrace(new PrintWriter(all));
        }
        ByteArrayOutputStream management = new ByteArrayOutputStream();
        new ManagementView(route.context, new PrintStream(management, true, StandardCharsets.UTF_8)).show();
        return all + management.toString(StandardCharsets.UTF_8);
    }

    /** Takes the first login; on later connections every reply of one command repeats the password. */
    private static ScriptedServer repeating(String command, int code, String secret) throws Exception {
        AtomicInteger connections = new AtomicInteger();
        return new ScriptedServer(session -> {
            SaslLogin login = new SaslLogin("ann", PASSWORD, null);
            MailService service = new MailService().offers("AUTH PLAIN LOGIN").login(login);
            if (connections.incrementAndGet() > 1) {
                service.answering(command, code + "-that is " + secret + "\r\n" + code + " it\r\n");
            }
            service.play(session);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "EHLO", "MAIL", "RCPT", "DATA", "." })
    void thePasswordOfAnEarlierConnectionIsNotShown(String command) throws Exception {
        for (String form : forms()) {
            for (String options : List.of("", "&synchronous=true")) {
                try (ScriptedServer server = repeating(command, 554, form);
                     MailRoute route = new MailRoute(server, LOGIN + "&maxMessagesPerConnection=1" + options)) {
                    ManagementView.watch(route.context);
                    route.send("hello");
                    route.delivered();
                    Exchange exchange = route.send("hello");
                    assertThat(exchange.getException()).as(command).isNotNull();
                    String shown = shown(route, exchange);
                    assertThat(shown).contains("that is ***").doesNotContainIgnoringCase(form);
                    assertThat(server.sessions()).hasSizeGreaterThanOrEqualTo(2);
                }
            }
        }
    }

    /** A server may know the password from a login before this client was made. */
    @Test
    void thePasswordIsNotShownBeforeTheFirstLogin() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                new MailService().answering("", "554 5.7.1 that is " + PASSWORD + "\r\n"));
             MailRoute route = new MailRoute(server, LOGIN)) {
            ManagementView.watch(route.context);
            assertThat(shown(route, route.send("hello"))).contains("that is ***").doesNotContainIgnoringCase(PASSWORD);
        }
    }

    /** Characters that hide, turn or break text, in UTF-8. */
    private static List<Integer> unseen() {
        List<Integer> unseen = new ArrayList<>();
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    unseen.add(c);
                default -> {
                }
            }
        }
        return unseen;
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "EHLO", "MAIL", "RCPT", "DATA", "." })
    void unseenCharactersOfAServerAreShownAsEscapes(String command) throws Exception {
        List<Integer> unseen = unseen();
        assertThat(unseen).contains(0x202E, 0x2066, 0x2028, 0x200B, 0xFEFF, 0xAD, 0xE0041);
        for (int from = 0; from < unseen.size(); from += 30) {
            StringBuilder text = new StringBuilder();
            for (int c : unseen.subList(from, Math.min(unseen.size(), from + 30))) {
                text.append('<').appendCodePoint(c);
            }
            String octets = new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            try (ScriptedServer server = new ScriptedServer(
                    new MailService().answering(command, "421 4.7.1 " + octets + "\r\n"));
                 MailRoute route = new MailRoute(server, "debug=true&starttls=never")) {
                ManagementView.watch(route.context);
                String shown = shown(route, route.send("hello"));
                assertThat(shown).contains(String.format(Locale.ROOT, unseen.get(from) > 0xFFFF ? "<\\u{%X}" : "<\\u%04X",
                        unseen.get(from)));
                assertThat(shown.codePoints().filter(c -> c >= 0x80).filter(unseen::contains).mapToObj(Integer::toHexString))
                        .as(command).isEmpty();
            }
        }
    }

    @Test
    void oneLineOfATranscriptHasNoControlCharacter() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                new MailService().answering("RCPT", "550 5.1.1 \u0007\u001b[31m\u007f no\r\n"));
             MailRoute route = new MailRoute(server, "starttls=never")) {
            String shown = shown(route, route.send("hello"));
            assertThat(shown).contains("\\u0007\\u001B[31m\\u007F no");
            assertThat(shown.chars()).noneMatch(c -> c == 0x07 || c == 0x1B || c == 0x7F);
        }
    }
}
