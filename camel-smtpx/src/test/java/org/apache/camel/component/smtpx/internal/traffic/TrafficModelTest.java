/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.internal.traffic.ModelServer.Counting;
import org.apache.camel.component.smtpx.mail.ServerLimits.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The control loop against servers with limits, in virtual time. */
class TrafficModelTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration ROUND_TRIP = Duration.ofMillis(20);
    private static final int SEEDS = 5;

    private static ModelClient client(ModelServer server, TrafficSettings settings, int seed) {
        return new ModelClient(server, settings, 8, ROUND_TRIP, seed);
    }

    private static ModelClient client(ModelServer server, int seed) {
        return client(server, TrafficSettings.DEFAULT, seed);
    }

    private static ModelServer rated(Counting counting, int rate, Duration period) {
        ModelServer server = new ModelServer();
        server.counting = counting;
        server.rate = rate;
        server.period = period.toNanos();
        return server;
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 5, 7 })
    void aLimitOnConnectionsIsFoundAtOnceAndRarelyTried(int limit) {
        ModelServer server = new ModelServer();
        server.maxConnections = limit;
        ModelClient client = client(server, limit).run(MINUTE);
        // All connections that are allowed, busy all the time
        double possible = limit * 60_000 / 20.0;
        assertThat((double) client.accepted).as(client.toString()).isGreaterThan(0.9 * possible);
        assertThat(client.refusedConnections).as(client.toString()).isLessThan(8 - limit + 8);
        assertThat(client.refusedPart()).as(client.toString()).isLessThan(0.01);
        assertThat(client.traffic.maxConnections()).isEqualTo(limit);
        assertThat(client.run(MINUTE.multipliedBy(60)).refusedConnections).as(client.toString()).isLessThan(20);
    }

    @Test
    void connectionsWithoutLimitAreOpenedTogether() {
        ModelClient client = client(new ModelServer(), 1).run(ROUND_TRIP);
        assertThat(client.openedConnections).isEqualTo(8);
        assertThat(client.run(MINUTE).traffic.change()).isNull();
    }

    @Test
    void aChangedLimitOnConnectionsIsFollowed() {
        ModelServer server = new ModelServer();
        server.maxConnections = 3;
        ModelClient client = client(server, 1).run(MINUTE);
        assertThat(client.traffic.change()).startsWith("limited");
        server.maxConnections = 6;
        assertThat(client.run(MINUTE.multipliedBy(2)).traffic.maxConnections()).as(client.toString()).isEqualTo(6);
        server.maxConnections = 0;
        assertThat(client.run(MINUTE.multipliedBy(10)).traffic.maxConnections()).as(client.toString()).isEqualTo(8);
        assertThat(client.traffic.change()).isEqualTo("no longer limited");
    }

    static Stream<Arguments> rates() {
        return Stream.of(Counting.values()).flatMap(counting -> Stream.of(
                Arguments.of(counting, 5, 1), Arguments.of(counting, 14, 1), Arguments.of(counting, 50, 1),
                Arguments.of(counting, 200, 1), Arguments.of(counting, 30, 60), Arguments.of(counting, 100, 60),
                Arguments.of(counting, 500, 10)));
    }

    @ParameterizedTest
    @MethodSource("rates")
    void aLimitOnTheRateIsLearned(Counting counting, int rate, int seconds) {
        double allowed = rate / (double) seconds;
        for (int seed = 0; seed < SEEDS; seed++) {
            ModelClient client = client(rated(counting, rate, Duration.ofSeconds(seconds)), seed);
            client.run(MINUTE);
            if (allowed >= 5) {
                assertThat((double) client.accepted).as(client.toString()).isGreaterThan(0.65 * allowed * 60);
            }
            if (allowed >= 50 && seconds == 1) {
                assertThat(client.refusedPart()).as(client.toString()).isLessThan(0.01);
            }
            // A limit by the minute shows itself once in a minute.
            client.run(MINUTE.multipliedBy(10));
            client.run(MINUTE.multipliedBy(20));
            assertThat((double) client.accepted).as(client.toString()).isGreaterThan(0.9 * allowed * 1200);
            assertThat(client.refusedPart()).as(client.toString()).isLessThan(0.01);
        }
    }

    /**
     * A limit by the minute shows itself once in a minute, and a rate of few messages grows slowly: see the test above.
     */
    @ParameterizedTest
    @CsvSource({ "14, 1", "50, 1", "200, 1", "200, 5", "500, 10" })
    void theAllowedRateIsReachedWithinAMinute(int rate, int seconds) {
        double allowed = rate * 60.0 / seconds;
        for (Counting counting : Counting.values()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                ModelClient client = client(rated(counting, rate, Duration.ofSeconds(seconds)), seed).run(MINUTE);
                assertThat((double) client.accepted).as("first minute, %s: %s", counting, client).isGreaterThan(0.7 * allowed);
                assertThat(client.refusedMessages).as("first minute, %s: %s", counting, client).isLessThan(25);
                client.run(MINUTE);
                assertThat((double) client.accepted).as("second minute, %s: %s", counting, client).isGreaterThan(0.9 * allowed);
                assertThat(client.refusedPart()).as("second minute, %s: %s", counting, client).isLessThan(0.01);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rates")
    void theLearnedRateDoesNotOscillate(Counting counting, int rate, int seconds) {
        double allowed = rate / (double) seconds;
        ModelClient client = client(rated(counting, rate, Duration.ofSeconds(seconds)), 1);
        client.run(MINUTE.multipliedBy(15));
        for (int i = 0; i < 1200; i++) {
            client.run(SECOND);
            double learned = client.traffic.status("model", 0).perSecond();
            assertThat(learned).as("second %s: %s", i, client).isBetween(0.75 * allowed, 1.2 * allowed);
        }
    }

    @ParameterizedTest
    @CsvSource({ "50, 10", "50, 5", "20, 10" })
    void aLowerRateIsFollowed(int before, int after) {
        ModelServer server = rated(Counting.FIXED, before, SECOND);
        ModelClient client = client(server, 1).run(MINUTE);
        server.rate = after;
        client.run(MINUTE);
        client.run(MINUTE);
        assertThat((double) client.accepted).as(client.toString()).isGreaterThan(0.85 * after * 60);
        assertThat(client.refusedPart()).as(client.toString()).isLessThan(0.02);
    }

    @Test
    void aHigherRateIsFollowed() {
        ModelServer server = rated(Counting.FIXED, 10, SECOND);
        ModelClient client = client(server, 1).run(MINUTE);
        server.rate = 40;
        client.run(MINUTE.multipliedBy(3));
        client.run(MINUTE);
        assertThat((double) client.accepted).as(client.toString()).isGreaterThan(0.9 * 40 * 60);
        assertThat(client.refusedPart()).as(client.toString()).isLessThan(0.01);
    }

    @Test
    void aLimitThatIsLiftedIsForgotten() {
        ModelServer server = rated(Counting.FIXED, 50, SECOND);
        ModelClient client = client(server, 1).run(MINUTE);
        assertThat(client.traffic.change()).isEqualTo("limited: 450");
        server.rate = 0;
        client.run(MINUTE.multipliedBy(60));
        assertThat(client.traffic.status("model", 0).state()).as(client.toString()).isEqualTo(State.OPEN);
        assertThat(client.traffic.change()).isEqualTo("no longer limited");
    }

    @Test
    void aLimitOnTheMessagesOfAConnectionIsKeptTo() {
        ModelServer server = new ModelServer();
        server.maxMessagesPerConnection = 10;
        ModelClient client = client(server, 1).run(MINUTE);
        assertThat(client.traffic.messagesPerConnection(0)).isEqualTo(10);
        assertThat(client.refusedMessages).as(client.toString()).isLessThanOrEqualTo(8);
        assertThat(client.run(MINUTE).refusedMessages).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void limitsAreLearnedTogether(int seed) {
        Random random = new Random(seed);
        ModelServer server = rated(Counting.values()[random.nextInt(2)], 10 + random.nextInt(90), SECOND);
        server.maxConnections = 1 + random.nextInt(8);
        server.maxMessagesPerConnection = random.nextBoolean() ? 0 : 5 + random.nextInt(50);
        ModelClient client = client(server, seed).run(MINUTE);
        client.run(MINUTE.multipliedBy(10));
        // A connection that is closed and opened again carries nothing for a round trip.
        double perConnection = 50 * (server.maxMessagesPerConnection == 0
                ? 1 : server.maxMessagesPerConnection / (server.maxMessagesPerConnection + 1.0));
        double possible = Math.min(server.rate, server.maxConnections * perConnection) * 600;
        assertThat((double) client.accepted).as("%s", client).isGreaterThan(0.9 * possible);
        assertThat(client.refusedPart()).as("%s", client).isLessThan(0.01);
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 20).boxed();
    }

    @Test
    void oneSlowServerTakesNothingFromAnother() {
        ModelServer slow = rated(Counting.FIXED, 1, SECOND);
        slow.maxConnections = 1;
        ModelClient limited = client(slow, 1);
        ModelClient free = client(new ModelServer(), 1);
        for (int i = 0; i < 60; i++) {
            limited.run(SECOND);
            assertThat(free.run(SECOND).accepted).isGreaterThan(350);
        }
        assertThat(free.traffic.status("model", 0).state()).isEqualTo(State.OPEN);
    }

    @ParameterizedTest
    @CsvSource({ "5/s, 1", "30/m, 60", "600/m, 60", "100/s, 1" })
    void aGivenRateIsUsedAndKeptToExactly(String text, int seconds) {
        Rate rate = Rate.parse("maxRate", text);
        for (Counting counting : Counting.values()) {
            ModelServer server = rated(counting, rate.count(), Duration.ofSeconds(seconds));
            ModelClient client = client(server, new TrafficSettings(true, rate, null, null), 1);
            client.run(MINUTE.multipliedBy(10));
            assertThat((double) client.accepted).as(client.toString()).isGreaterThan(0.94 * rate.perSecond() * 600);
            assertThat(client.refusedMessages).as(client.toString()).isZero();
            assertThat(client.traffic.change()).isNull();
        }
    }

    @Test
    void aGivenRateOfRecipientsCountsThemAll() {
        TrafficSettings settings = new TrafficSettings(true, null, null, Rate.parse("maxRecipientRate", "100/s"));
        ModelClient client = client(new ModelServer(), settings, 1);
        client.recipients = 50;
        assertThat(client.run(MINUTE).accepted).isBetween(114, 121);
    }

    @Test
    void aGivenRateOfConnectionsIsKeptTo() {
        ModelServer server = new ModelServer();
        server.maxMessagesPerConnection = 1;
        TrafficSettings settings = new TrafficSettings(true, null, Rate.parse("maxConnectionRate", "10/s"), null);
        ModelClient client = client(server, settings, 1).run(MINUTE);
        assertThat(client.openedConnections).isBetween(570, 601);
        assertThat(client.refusedConnections).isZero();
    }

    @Test
    void nothingIsLearnedWithoutThrottling() {
        ModelServer server = rated(Counting.FIXED, 10, SECOND);
        server.maxConnections = 3;
        ModelClient client = client(server, new TrafficSettings(false, null, null, null), 1).run(SECOND);
        assertThat(client.refusedMessages).isGreaterThan(100);
        assertThat(client.traffic.change()).isNull();
        assertThat(client.traffic.maxConnections()).isEqualTo(8);
    }
}
