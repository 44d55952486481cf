/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.component.smtpx.SmtpxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Message bodies from strangers: one message stays one message, octet for octet, whatever its lines look like. */
@SuppressWarnings("try") // A route is closed before what its server heard is looked at.
class HostileBodyTest {

    private static final String HEAD = "Subject: x\r\n\r\n";

    private static ScriptedServer server(String... keywords) throws Exception {
        return new ScriptedServer(new MailService().offers(keywords));
    }

    private static String received(ScriptedServer server) {
        assertThat(server.session().messages()).hasSize(1);
        return new String(server.session().messages().get(0), StandardCharsets.UTF_8);
    }

    private static String canonical(String text) {
        return text.replaceAll("\r\n|\r|\n", "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "a\n.\r\nMAIL FROM:<evil@x.test>\r\nRCPT TO:<v@x.test>\r\nDATA\r\nb\r\n.\r\n", "a\n.\nb", "a\r.\rb", "a\r\n.\rb",
            "a\r\n.\nb", "a\r.\r\nb", "a\r\r\n.\r\nb", "a\n\n.\r\n", "\r\n.\r\n", ".", "..", ".\r\n", "a\r\n.", "a\r\n.\r", "",
            "\r\n", "\r", "\n", ".\r\r\n", "a\r\n..\r\n...\r\n" })
    void noLineOfTheBodyEndsTheMessage(String body) throws Exception {
        for (String[] keywords : List.of(new String[] {}, new String[] { "PIPELINING", "CHUNKING" })) {
            for (Object form : List.of(HEAD + body, (HEAD + body).getBytes(StandardCharsets.UTF_8),
                    new SingleOctets(HEAD + body))) {
                try (ScriptedServer server = server(keywords); MailRoute route = new MailRoute(server, "raw=true")) {
                    route.send(form);
                    route.delivered();
                    String sent = canonical(HEAD + body);
                    assertThat(received(server)).isIn(sent, sent + "\r\n");
                    route.close();
                    server.settle();
                    assertThat(server.heard()).noneMatch(line -> line.contains("evil") || line.contains("v@x"))
                            .noneMatch(line -> line.contains("no CR LF")).last().isEqualTo("QUIT");
                }
            }
        }
    }

    @Test
    void lineEndsSplitAtEveryBufferBorderStayWhole() throws Exception {
        for (String tail : List.of("\r\n.\r\n", "\n.\r\nRSET\r\n", "\r.\r", "\r\n.")) {
            for (int border : new int[] { 8192, 16384, 65536 }) {
                for (int shift = -5; shift <= 5; shift++) {
                    String body = HEAD + "y".repeat(70) + ("\r\n" + "x".repeat(70)).repeat((border + shift) / 72 - 2);
                    body = body + "z".repeat(border + shift - body.length()) + tail;
                    try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "raw=true")) {
                        route.send(body.getBytes(StandardCharsets.US_ASCII));
                        route.delivered();
                        assertThat(received(server)).isIn(canonical(body), canonical(body) + "\r\n");
                        assertThat(server.heard()).doesNotContain("RSET");
                    }
                }
            }
        }
    }

    @Test
    void nulIsRefusedHere() throws Exception {
        try (ScriptedServer server = server("8BITMIME", "CHUNKING"); MailRoute route = new MailRoute(server, "raw=true")) {
            route.send((HEAD + "a\0b").getBytes(StandardCharsets.US_ASCII));
            assertThat(route.last().getException()).isInstanceOf(SmtpxException.class).hasMessageContaining("NUL");
            assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("DATA"));
        }
    }

    @Test
    void eightBitOctetsGoToNoServerThatDoesNotTakeThem() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "raw=true")) {
            route.send(HEAD + "\u00FC");
            assertThat(route.last().getException()).isInstanceOf(SmtpxException.class).hasMessageContaining("8BITMIME");
            assertThat(server.session().messages()).isEmpty();
            assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
        }
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "")) {
            route.send("\u00FC composed");
            route.delivered();
            assertThat(received(server).chars()).allMatch(c -> c < 0x80);
        }
    }

    @Test
    void binaryGoesByBdatOrNotAtAll() throws Exception {
        byte[] binary = (HEAD + "\r\0\n.\r\n").getBytes(StandardCharsets.ISO_8859_1);
        try (ScriptedServer server = server("BINARYMIME", "8BITMIME");
             MailRoute route = new MailRoute(server, "raw=true&bodyType=binarymime")) {
            route.send(binary);
            assertThat(route.last().getException()).isInstanceOf(SmtpxException.class).hasMessageContaining("BINARYMIME");
            assertThat(server.session().messages()).isEmpty();
        }
        try (ScriptedServer server = server("BINARYMIME", "CHUNKING", "8BITMIME");
             MailRoute route = new MailRoute(server, "raw=true&bodyType=binarymime")) {
            route.send(binary);
            route.delivered();
            assertThat(server.session().messages().get(0)).isEqualTo(binary);
        }
    }

    @Test
    void aLineOfMegabytesOfAComposedTextIsWrappedByItsEncoding() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "")) {
            route.send("x".repeat(5 << 20));
            route.delivered();
            assertThat(received(server).lines()).allMatch(line -> line.length() <= 998);
        }
    }

    @Test
    void aLineOfMegabytesOfARawMessageIsLeftAsItIs() throws Exception {
        String mail = HEAD + "x".repeat(5 << 20) + "\r\n";
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "raw=true")) {
            route.send(mail.getBytes(StandardCharsets.US_ASCII));
            route.delivered();
            assertThat(received(server).equals(mail)).isTrue();
        }
    }

    @Test
    void aSourceThatFailsLeavesNoShortMessageBehind() throws Exception {
        for (String[] keywords : List.of(new String[] {}, new String[] { "PIPELINING", "CHUNKING" })) {
            try (ScriptedServer server = server(keywords); MailRoute route = new MailRoute(server, "raw=true")) {
                route.send(new Failing(300_000));
                assertThat(route.last().getException()).isNotNull();
                assertThat(route.outcome().delivered()).isEmpty();
                route.close();
                server.settle();
                assertThat(server.session().heard()).noneMatch(line -> line.endsWith("LAST"));
            }
        }
    }

    /** Gives one octet at a time. */
    private static final class SingleOctets extends ByteArrayInputStream {
        SingleOctets(String text) {
            super(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(len, 1));
        }

        @Override
        public String toString() {
            return "single octets";
        }
    }

    /** Fails after so many octets. */
    private static final class Failing extends InputStream {
        private int left;

        Failing(int octets) {
            left = octets;
        }

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw new IOException("the disk is gone");
            }
            return left % 50 == 0 ? '\n' : left % 50 == 1 ? '\r' : 'x';
        }
    }
}
