/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.pool.LimitedServer.End;
import org.apache.camel.component.smtpx.internal.pool.LimitedServer.Limits;
import org.apache.camel.component.smtpx.internal.traffic.Rate;
import org.apache.camel.component.smtpx.internal.traffic.TrafficSettings;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.mail.ServerLimits.State;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Two servers of one client, each with limits of its own. */
@Timeout(60)
class ServerListTest {

    private final SmtpThreads threads = new SmtpThreads(1, "list-test", Executors.newCachedThreadPool(), true);
    private PooledClient client;
    private LimitedServer first;
    private LimitedServer second;

    @AfterEach
    void stop() throws Exception {
        client.close(Duration.ofSeconds(5));
        threads.close();
        first.close();
        second.close();
    }

    private void connect(TrafficSettings traffic) throws Exception {
        SSLContext tls = SSLContext.getDefault();
        List<Route> routes = Arrays.asList(first, second).stream().map(server -> new Route(
                "localhost", server.port(), false, () -> tls, "localhost", true, SocketSettings.DIRECT)).toList();
        client = new PooledClient(
                ClientSettings.builder(routes).hello("client.test").startTls(StartTls.NEVER).traffic(traffic)
                        .deadlines(Timeouts.of(Duration.ofSeconds(20))).build(),
                threads);
    }

    private List<CompletableFuture<Outcome>> begin(int messages) {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            outcomes.add(client.send(
                    Envelope.of("ann@example.com", "r@example.org"),
                    MessageSource.of(("m" + i + "\r\n\r\nHello.\r\n").getBytes(StandardCharsets.US_ASCII))));
        }
        return outcomes;
    }

    private void send(int messages) throws Exception {
        for (CompletableFuture<Outcome> outcome : begin(messages)) {
            assertThat(outcome.get(30, TimeUnit.SECONDS).any(Fate.DELIVERED)).as("%s", outcome.join()).isTrue();
        }
    }

    private State state(int server) {
        return client.serverLimits().get(server).state();
    }

    @Test
    void connectionsBeyondTheLimitOfAServerGoToTheNext() throws Exception {
        first = new LimitedServer(Limits.NONE.withConnections(2, End.REPLY_421).withMessages(5, End.FIN), "PIPELINING");
        second = new LimitedServer(Limits.NONE, "PIPELINING");
        connect(TrafficSettings.DEFAULT);
        send(400);
        assertThat(client.serverLimits().get(0)).returns(State.LIMITED, ServerLimits::state).returns(2,
                ServerLimits::connections);
        assertThat(state(1)).isEqualTo(State.OPEN);
        // Those that were opened together at the beginning, and few since
        assertThat(first.refusedConnections).hasValueLessThan(12);
        assertThat(first.accepted).hasValueGreaterThan(10);
        assertThat(client.unavailableServers()).isEmpty();
    }

    @Test
    void messagesThatComeTooFastForAServerGoToTheNext() throws Exception {
        first = new LimitedServer(Limits.NONE, 2, 1000, "PIPELINING");
        second = new LimitedServer(Limits.NONE, "PIPELINING");
        connect(TrafficSettings.DEFAULT);
        long began = System.nanoTime();
        send(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(state(0)).isNotEqualTo(State.OPEN);
        assertThat(state(1)).isEqualTo(State.OPEN);
        assertThat(second.accepted).hasValueGreaterThan(0);
    }

    @Test
    void aGivenRateIsWaitedForAtTheFirstServer() throws Exception {
        first = new LimitedServer(Limits.NONE, "PIPELINING");
        second = new LimitedServer(Limits.NONE, "PIPELINING");
        connect(new TrafficSettings(true, Rate.parse("maxRate", "20/s"), null, null));
        send(40);
        assertThat(first.accepted).hasValueGreaterThan(0);
        assertThat(second.accepted).hasValue(0);
        assertThat(state(0)).isEqualTo(State.OPEN);
    }
}
