/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;

/** What the tests of sessions share: a server with a script, and a session with it. */
abstract class SessionTestBase {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final List<AutoCloseable> open = new ArrayList<>();
    LineServer server;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    LineServer play(String... script) throws IOException {
        LineServer playing = LineServer.of(script);
        open.add(playing);
        return playing;
    }

    /** Plays greeting and EHLO, with these keywords, and then the script; the session has said hello. */
    SmtpSession session(List<String> keywords, String... script) throws IOException {
        return session(settings -> {
        }, keywords, script);
    }

    SmtpSession session(Consumer<SessionSettings> more, List<String> keywords, String... script) throws IOException {
        List<String> whole = new ArrayList<>(List.of("S: 220 mx.test ready", "C: EHLO c.test"));
        whole.add(keywords.isEmpty() ? "S: 250 mx.test" : "S: 250-mx.test");
        for (int i = 0; i < keywords.size(); i++) {
            whole.add((i < keywords.size() - 1 ? "S: 250-" : "S: 250 ") + keywords.get(i));
        }
        whole.addAll(List.of(script));
        server = play(whole.toArray(String[]::new));
        SessionSettings settings = settings(server);
        more.accept(settings);
        return open(settings);
    }

    SmtpSession open(SessionSettings settings) throws IOException {
        SmtpSession session = SmtpSession.open(settings);
        open.add(session);
        return session;
    }

    void closeLater(AutoCloseable one) {
        open.add(one);
    }

    static SessionSettings settings(LineServer... servers) {
        List<String> hosts = new ArrayList<>();
        for (LineServer one : servers) {
            hosts.add(one.host());
        }
        return new SessionSettings(hosts).hello("c.test").timeout(TIMEOUT);
    }
}
