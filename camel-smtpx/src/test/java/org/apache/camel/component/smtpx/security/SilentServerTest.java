/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.util.concurrent.CountDownLatch;

import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When no connection is free in time, the error tells what the connection being opened waits for. */
class SilentServerTest {

    private static final String LOGIN = "&username=ann&password=secret-7&allowCleartextAuth=true";

    @ParameterizedTest
    @CsvSource({
            "GREETING, starttls=never, the greeting of", "TLS, ssl=true, the TLS handshake with",
            "EHLO, starttls=never, the reply to EHLO of", "STARTTLS, starttls=required, the reply to STARTTLS of",
            "HANDSHAKE, starttls=required, the TLS handshake with", "AUTH, starttls=never, the login at" })
    void errorNamesTheAwaitedReply(String silentAt, String options, String wait) throws Exception {
        for (String synchronous : new String[] { "", "&synchronous=true" }) {
            CountDownLatch over = new CountDownLatch(1);
            try (ScriptedServer server = new ScriptedServer(session -> {
                play(session, silentAt);
                over.await();
            });
                 MailRoute route = new MailRoute(server, options + LOGIN + "&acquireTimeout=1500" + synchronous)) {
                route.send("hello");
                over.countDown();
                Exception failure = route.last().getException();
                assertThat(failure).isInstanceOf(SmtpxTransientException.class)
                        .hasMessageContaining("no connection was free within 1500 ms (acquireTimeout)")
                        .hasMessageMatching(".*; the one being opened has waited \\d+ ms for " + wait + " localhost:"
                                            + server.port() + ".*");
                assertThat(failure.getMessage().contains("ssl=true")).isEqualTo(silentAt.equals("GREETING"));
            } finally {
                over.countDown();
            }
        }
    }

    /** Says nothing any more from a certain point on. */
    private static void play(ServerSession session, String silentAt) throws Exception {
        if (silentAt.equals("GREETING") || silentAt.equals("TLS")) {
            return;
        }
        session.say("220 mx.example.test ESMTP");
        session.expect("EHLO");
        if (silentAt.equals("EHLO")) {
            return;
        }
        session.say("250-mx.example.test", "250-STARTTLS", "250 AUTH PLAIN");
        session.hear();
        if (silentAt.equals("HANDSHAKE")) {
            session.say("220 2.0.0 go ahead");
        }
    }
}
