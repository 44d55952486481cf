/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.transcript.TcpPlayer.Transport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Plays the transcripts between the real client and a scripted server, over TCP and over TLS. */
class TcpTranscriptTest {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static SmtpThreads engine;

    @BeforeAll
    static void start() {
        engine = new SmtpThreads(1, "transcript", THREADS, false);
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

    static Stream<Script> blockingScripts() {
        return scripts().filter(TcpTranscriptTest::oneAfterTheOther);
    }

    static Stream<Script> blockingTlsScripts() {
        return tlsScripts().filter(TcpTranscriptTest::oneAfterTheOther);
    }

    static Stream<Script> blockingSplittable() {
        return splittable().filter(TcpTranscriptTest::oneAfterTheOther);
    }

    /** Blocking callers share no connection, and idle connections are not read. */
    private static boolean oneAfterTheOther(Script script) {
        boolean several = script.steps().get(0) instanceof Script.Directive directive && directive.word().equals("send");
        return !several && !script.name().equals("unasked-reply-while-idle");
    }

    static Stream<Script> plans() {
        return scripts().filter(script -> List.of("one-flight", "gated", "data-group", "lock-step").contains(script.name()));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void playsOverTcp(Script script) throws Exception {
        play(script, Transport.TCP, Arrival.WHOLE);
    }

    @ParameterizedTest
    @MethodSource("tlsScripts")
    void playsOverTls(Script script) throws Exception {
        play(script, Transport.TLS, Arrival.WHOLE);
    }

    @ParameterizedTest
    @MethodSource("splittable")
    void playsOverTcpOctetByOctet(Script script) throws Exception {
        play(script, Transport.TCP, Arrival.SINGLY);
    }

    @ParameterizedTest
    @MethodSource("blockingScripts")
    void playsOnTheCallingThread(Script script) throws Exception {
        play(script, Transport.BLOCKING_TCP, Arrival.WHOLE);
    }

    @ParameterizedTest
    @MethodSource("blockingTlsScripts")
    void playsOnTheCallingThreadOverTls(Script script) throws Exception {
        play(script, Transport.BLOCKING_TLS, Arrival.WHOLE);
    }

    @ParameterizedTest
    @MethodSource("blockingSplittable")
    @Tag("slow")
    void playsOnTheCallingThreadOctetByOctet(Script script) throws Exception {
        play(script, Transport.BLOCKING_TCP, Arrival.SINGLY);
    }

    private static void play(Script script, Transport transport, Arrival arrival) throws Exception {
        try (TcpPlayer player = new TcpPlayer(script, engine, THREADS, transport, arrival)) {
            player.play();
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void neverSendsAgainWhenAFreshConnectionIsCut(Script script) throws Exception {
        cut(script, Transport.TCP);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void neverSendsAgainOnTheCallingThreadWhenAFreshConnectionIsCut(Script script) throws Exception {
        cut(script, Transport.BLOCKING_TCP);
    }

    private static void cut(Script script, Transport transport) throws Exception {
        for (int lines = 0; lines < script.serverLines(); lines++) {
            MemoryPlayer model = new MemoryPlayer(script, Arrival.BY_LINE).playUntil(lines);
            try (TcpPlayer player = new TcpPlayer(script, engine, THREADS, transport, Arrival.WHOLE)) {
                Outcome outcome = player.playUntil(lines);
                List<Fate> expected = fates(model.result(0));
                assertThat(fates(outcome.results())).as("%s, cut after server line %d", script, lines).isEqualTo(expected);
            }
        }
    }

    private static List<Fate> fates(List<RecipientResult> results) {
        return results.stream().map(RecipientResult::fate).toList();
    }
}
