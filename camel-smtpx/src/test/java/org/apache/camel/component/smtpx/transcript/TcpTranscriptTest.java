/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.client.Engine;
import org.apache.camel.component.smtpx.protocol.Outcome;
import org.apache.camel.component.smtpx.protocol.RecipientResult;
import org.apache.camel.component.smtpx.protocol.RecipientResult.Fate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Plays the transcripts between the real client and a scripted server, over TCP and over TLS. */
class TcpTranscriptTest {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = new Engine(1, "transcript", THREADS, false);
    }

    @AfterAll
    static void stop() {
        engine.close();
        THREADS.shutdown();
    }

    static Stream<Script> scripts() {
        return Transcripts.all().stream().filter(script -> !script.uses("after", "stall", "deaf", "full"));
    }

    static Stream<Script> tlsScripts() {
        return scripts().filter(script -> !script.options().has("notls") && !script.clientSays("STARTTLS"));
    }

    static Stream<Script> splittable() {
        return scripts().filter(script -> !script.options().has("nosplit"));
    }

    static Stream<Script> plans() {
        return scripts().filter(script -> List.of("one-flight", "gated", "data-group", "lock-step").contains(script.name()));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void playsOverTcp(Script script) throws Exception {
        play(script, false, Arrival.WHOLE);
    }

    @ParameterizedTest
    @MethodSource("tlsScripts")
    void playsOverTls(Script script) throws Exception {
        play(script, true, Arrival.WHOLE);
    }

    @ParameterizedTest
    @MethodSource("splittable")
    void playsOverTcpOctetByOctet(Script script) throws Exception {
        play(script, false, Arrival.SINGLY);
    }

    private static void play(Script script, boolean tls, Arrival arrival) throws Exception {
        try (TcpPlayer player = new TcpPlayer(script, engine, tls, arrival)) {
            player.play(THREADS);
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void neverSendsAgainWhenAFreshConnectionIsCut(Script script) throws Exception {
        for (int lines = 0; lines < script.serverLines(); lines++) {
            MemoryPlayer model = new MemoryPlayer(script, Arrival.BY_LINE).playUntil(lines);
            try (TcpPlayer player = new TcpPlayer(script, engine, false, Arrival.WHOLE)) {
                Outcome outcome = player.playUntil(lines, THREADS);
                List<Fate> expected = fates(model.result(0));
                assertThat(fates(outcome.results())).as("%s, cut after server line %d", script, lines).isEqualTo(expected);
            }
        }
    }

    private static List<Fate> fates(List<RecipientResult> results) {
        return results.stream().map(RecipientResult::fate).toList();
    }
}
