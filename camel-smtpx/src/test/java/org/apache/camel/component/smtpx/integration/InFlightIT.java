/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Several transactions under way on one connection, against the servers that offer PIPELINING and CHUNKING: whatever
 * the depth, each message is accepted exactly once. Prints the rates; {@code -Dsmtpx.load=2000} makes them meaningful.
 */
@ExtendWith(ServerTally.class)
class InFlightIT {

    private static final int MESSAGES = Integer.getInteger("smtpx.load", 200);

    static Stream<Arguments> servers() {
        return Stream.of("postfix", "exim", "dovecot").flatMap(name -> IntStream.of(1, 4).boxed().flatMap(
                connections -> IntStream.of(1, 2, 4, 8, 16, 64).mapToObj(depth -> arguments(name, connections, depth))));
    }

    @ParameterizedTest(name = "{0}, {1} connections, {2} in flight")
    @MethodSource("servers")
    void everyMessageIsAcceptedOnce(String name, int connections, int inFlight) throws IOException {
        DebianServer server = DebianServer.named(name);
        PoolLimits limits = PoolLimits.DEFAULT.withConnections(connections, inFlight);
        Map<String, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        byte[] message = ("Subject: load\r\n\r\n" + "0123456789abcdef\r\n".repeat(200)).getBytes();
        long elapsed;
        try (TestClient client = TestClient.of(server.port()).limits(limits)) {
            if (name.equals("dovecot")) {
                client.login(Credentials.password("user", "secret"));
            }
            long start = System.nanoTime();
            for (int i = 0; i < MESSAGES; i++) {
                String to = TestClient.fresh("load");
                outcomes.put(to, client.begin(TestClient.envelope(to), MessageSource.of(message)));
            }
            List<Outcome> refused = new ArrayList<>();
            for (CompletableFuture<Outcome> outcome : outcomes.values()) {
                if (TestClient.result(outcome).delivered().isEmpty()) {
                    refused.add(outcome.join());
                }
            }
            elapsed = System.nanoTime() - start;
            assertThat(refused).isEmpty();
        }
        outcomes.keySet().forEach(to -> server.mails().arrived(to));
        server.mails().clear();
        System.out.printf("[in flight] %s: %d connections, %d in flight: %d messages/s%n", name, connections, inFlight,
                MESSAGES * TimeUnit.SECONDS.toNanos(1) / elapsed);
    }
}
