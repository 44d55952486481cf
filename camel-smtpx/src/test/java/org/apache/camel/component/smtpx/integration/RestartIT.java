/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that is ended at once in the middle of a load, and comes back. For every message the server accepted at
 * least as many copies as were DELIVERED and at most one more for each UNKNOWN; what FAILED is sent again, as a route
 * would.
 */
@ExtendWith(ServerTally.class)
class RestartIT {

    private static final int MESSAGES = 400;

    @ParameterizedTest(name = "{0}, {1} in flight")
    @CsvSource({ "postfix,1", "postfix,16", "exim,1", "exim,16" })
    void nothingIsLostAndNothingDoubledByARestart(String name, int inFlight) throws IOException {
        DebianServer server = DebianServer.named(name);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        try (TestClient client = TestClient.of(server.port()).limits(PoolLimits.DEFAULT.withConnections(2, inFlight))) {
            Map<String, CompletableFuture<Outcome>> begun = new LinkedHashMap<>();
            for (int i = 0; i < MESSAGES; i++) {
                String to = TestClient.fresh("restart");
                begun.put(to, client.begin(TestClient.envelope(to), Sample.PLAIN.source()));
            }
            TestClient.result(begun.values().stream().skip(MESSAGES / 4).findFirst().orElseThrow());
            server.kill();
            for (Map.Entry<String, CompletableFuture<Outcome>> one : begun.entrySet()) {
                outcomes.put(one.getKey(), TestClient.result(one.getValue()));
            }
            server.restart();
            List<String> failed = outcomes.keySet().stream().filter(to -> fate(outcomes.get(to)) == Fate.FAILED).toList();
            assertThat(failed).isNotEmpty();
            for (String to : failed) {
                assertThat(outcomes.get(to).isTransient()).isTrue();
                Outcome again = client.send(Sample.PLAIN.source(), to);
                assertThat(again.delivered()).as(again.toString()).hasSize(1);
                outcomes.put(to, again);
            }
        }
        outcomes.forEach((to, outcome) -> {
            if (fate(outcome) == Fate.DELIVERED) {
                server.mails().atLeastOne(to);
            }
            Set<String> copies = server.mails().to(to).stream().map(RecordedMail::queueId).collect(Collectors.toSet());
            assertThat(copies).as(to + " " + outcome).hasSizeLessThanOrEqualTo(1);
        });
    }

    private static Fate fate(Outcome outcome) {
        return outcome.results().get(0).fate();
    }
}
