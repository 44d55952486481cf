/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that limit connections and rates: 600 messages of eight threads arrive with the default settings. */
@ExtendWith(ServerTally.class)
@Timeout(120)
class ThrottlingIT {

    private static final int THREADS = 8;
    private static final int MESSAGES = 75;

    @ParameterizedTest
    @ValueSource(strings = { "exim", "postfix" })
    void aLimitOnConnectionsFailsNoMessage(String name) throws Exception {
        try (TestClient client = TestClient.of(DebianServer.named(name).limitedPort()).limits(PoolLimits.DEFAULT)) {
            sendAll(client);
            ServerLimits limits = client.client().serverLimits().get(0);
            assertThat(limits.isLimited()).as("%s", limits).isTrue();
            assertThat(limits.connections()).as("%s", limits).isBetween(1, 3);
        }
    }

    @Test
    void aLimitOnTheRateFailsNoMessage() throws Exception {
        try (TestClient client = TestClient.of(DebianServer.postfix().pacedPort()).limits(PoolLimits.DEFAULT)) {
            sendAll(client);
            assertThat(client.client().serverLimits().get(0).why()).contains("450 4.7.1 Error: too much mail from 127.0.0.1");
        }
    }

    private static void sendAll(TestClient client) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                tasks.add(() -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        Outcome outcome = client.send(Sample.PLAIN.source(), "user@void.test");
                        assertThat(outcome.delivered()).as("%s", outcome).hasSize(1);
                    }
                    return null;
                });
            }
            for (Future<Void> sender : senders.invokeAll(tasks)) {
                sender.get();
            }
        } finally {
            senders.shutdownNow();
        }
    }
}
