/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.util.List;

import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that offers STARTTLS and cannot do it, as OpenSMTPD built with another library than it was made for. */
class BrokenStartTlsTest {

    /** A fatal alert: internal_error (RFC 8446, section 6). */
    private static final byte[] ALERT = { 21, 3, 3, 0, 2, 2, 80 };

    private static void play(ServerSession session) throws Exception {
        session.say("220 mx.example.test ESMTP OpenSMTPD");
        session.expect("EHLO ");
        session.say("250-mx.example.test Hello, pleased to meet you", "250-8BITMIME", "250-STARTTLS", "250 HELP");
        if (session.hear().equals("STARTTLS")) {
            session.say("220 2.0.0 Ready to start TLS");
            session.take(1);
            session.write(ALERT);
            return;
        }
        session.say("250 2.0.0 Ok");
        session.expect("RCPT ");
        session.say("250 2.1.5 Recipient ok");
        session.expect("DATA");
        session.say("354 go ahead");
        session.message();
        session.say("250 2.0.0 Message accepted for delivery");
        session.expect("QUIT");
        session.say("221 2.0.0 Bye");
    }

    @Test
    void aHandshakeThatAlwaysFailsIsNoReasonToGoOnInClear() throws Exception {
        try (ScriptedServer server = new ScriptedServer(BrokenStartTlsTest::play);
             MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertThat(route.failed(Stage.TLS)).hasMessageContaining("the TLS handshake with localhost failed")
                    .hasMessageContaining("internal_error");
            assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void suchAServerIsReachedWhenTlsIsForbidden() throws Exception {
        try (ScriptedServer server = new ScriptedServer(BrokenStartTlsTest::play);
             MailRoute route = new MailRoute(server, "starttls=never")) {
            route.send("hello");
            assertThat(route.delivered().via().tlsProtocol()).isNull();
            assertThat(server.sessions()).map(ServerSession::messages).map(List::size).containsExactly(1);
        }
    }
}
