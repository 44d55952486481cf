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

import org.apache.camel.component.smtpx.client.PoolLimits;
import org.apache.camel.component.smtpx.message.MessageSource;
import org.apache.camel.component.smtpx.protocol.Outcome;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several transactions under way on one connection, against the servers that offer PIPELINING and CHUNKING: whatever
 * the depth, each message is accepted exactly once. Prints the rates; {@code -Dsmtpx.load=5000} makes them meaningful.
 */
@ExtendWith(ServerTally.class)
class InFlightIT {

    private static final int MESSAGES = Integer.getInteger("smtpx.load", 300);

    @ParameterizedTest(name = "{0}, {1} connections, {2} in flight")
    @CsvSource({
            "postfix,1,1", "postfix,1,4", "postfix,1,16", "postfix,1,64", "postfix,4,1", "postfix,4,4", "postfix,4,16",
            "postfix,4,64", "exim,1,1", "exim,1,4", "exim,1,16", "exim,1,64", "exim,4,1", "exim,4,4", "exim,4,16",
            "exim,4,64" })
    void everyMessageIsAcceptedOnce(String name, int connections, int inFlight) throws IOException {
        DebianServer server = DebianServer.named(name);
        PoolLimits limits = PoolLimits.STANDARD.withConnections(connections, inFlight);
        Map<String, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        byte[] message = ("Subject: load\r\n\r\n" + "0123456789abcdef\r\n".repeat(200)).getBytes();
        long elapsed;
        try (TestClient client = TestClient.of(server.port()).limits(limits)) {
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
