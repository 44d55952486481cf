/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a pool does when connections die, when it is full, and when it is closed. */
@Timeout(60)
class PoolTest {

    private static final byte[] MAIL = "Subject: hello\r\n\r\nHello Bob.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    private final SmtpThreads engine = new SmtpThreads(1, "pool-test", Executors.newCachedThreadPool(), true);
    private final AtomicLong skipped = new AtomicLong();
    private PooledClient client;

    @AfterEach
    void stop() {
        if (client != null) {
            client.close(Duration.ofSeconds(5));
        }
        engine.close();
    }

    private void client(int connections, Duration acquireTimeout, int maxPending, int perConnection) throws Exception {
        client(server.port(), connections, acquireTimeout, maxPending, perConnection);
    }

    private void client(int port, int connections, Duration acquireTimeout, int maxPending, int perConnection)
            throws Exception {
        SSLContext tls = SSLContext.getDefault();
        Route route = new Route("localhost", port, false, () -> tls, "localhost", true, SocketSettings.DIRECT);
        PoolLimits limits = PoolLimits.builder().maxConnections(connections).maxInFlight(1)
                .maxMessagesPerConnection(perConnection).idleTimeout(LONG).maxConnectionAge(Duration.ZERO)
                .acquireTimeout(acquireTimeout).maxPending(maxPending).loginPause(Duration.ZERO).build();
        client = new PooledClient(
                ClientSettings.builder(List.of(route)).hello("client.test").startTls(StartTls.NEVER).limits(limits)
                        .deadlines(Timeouts.of(LONG)).build(),
                engine, () -> System.nanoTime() + skipped.get());
    }

    private CompletableFuture<Outcome> send() throws IOException {
        Envelope envelope = new Envelope(
                Address.parse("ann@example.com"), List.of(Recipient.of("bob@example.org")), MailParameters.NONE);
        return client.send(envelope, MessageSource.of(MAIL));
    }

    private List<CompletableFuture<Outcome>> send(int count) throws IOException {
        List<CompletableFuture<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(send());
        }
        return all;
    }

    private static Outcome get(CompletableFuture<Outcome> outcome) throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    private static void delivered(List<CompletableFuture<Outcome>> all) throws Exception {
        for (CompletableFuture<Outcome> outcome : all) {
            Outcome known = get(outcome);
            assertThat(known.any(Fate.DELIVERED)).as(known.toString()).isTrue();
        }
    }

    @Test
    void closedConnectionIsEvictedAtOnce() throws Exception {
        client(4, LONG, 100, 0);
        delivered(send(4));
        // A connection that is still being opened may reach the server behind the restart, and stays.
        await().until(() -> client.counts().connections() == client.counts().idle());
        assertThat(client.counts().connections()).isPositive();
        server.restart();
        await().atMost(5, TimeUnit.SECONDS).until(() -> client.counts().connections() == 0);
    }

    @Test
    void restartOfTheServerLosesNoMessage() throws Exception {
        client(4, LONG, 100, 0);
        for (int i = 0; i < 15; i++) {
            delivered(send(8));
            server.restart();
        }
        assertThat(server.messages()).hasSize(15 * 8);
    }

    /** The server may have been restarted between the opening of the connection and the send. */
    @Test
    void sendIsRepeatedWhenAnOlderConnectionIsDead() throws Exception {
        CountDownLatch accepted = new CountDownLatch(1);
        CountDownLatch greeting = new CountDownLatch(1);
        CountDownLatch content = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        client(2, LONG, 100, 0);
        delivered(send(1));
        server.onGreeting().times(1).signal(accepted).hold(greeting);
        server.onContent().times(1).signal(arrived).hold(content);
        // The first send is held on the open connection; a second connection is opened for the next one, which leaves.
        CompletableFuture<Outcome> first = send();
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Outcome> second = send();
        assertThat(accepted.await(20, TimeUnit.SECONDS)).isTrue();
        content.countDown();
        delivered(List.of(first, second));
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        server.onContent().times(1).signal(held).hold(busy);
        CompletableFuture<Outcome> third = send();
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        server.on("MAIL").times(1).drop();
        CompletableFuture<Outcome> fourth = send();
        greeting.countDown();
        delivered(List.of(fourth));
        busy.countDown();
        delivered(List.of(third));
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void connectionThatBreaksAfterEhloDoesNotCount() throws Exception {
        client(1, Duration.ofSeconds(5), 100, 0);
        server.on("EHLO").times(1).reply("250 mx.example.org", "PIPELINING\r\n250 2.0.0 nobody asked");
        Outcome first = get(send());
        assertThat(first.any(Fate.FAILED)).as(first.toString()).isTrue();
        assertThat(client.counts().connections()).isZero();
        delivered(send(2));
    }

    /** A connection may be gone before we know that there was one. */
    @Test
    void connectionClosedBeforeTheGreetingDoesNotCount() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                while (!rude.isClosed()) {
                    try {
                        rude.accept().close();
                    } catch (IOException e) {
                        assertThat(rude.isClosed()).isTrue();
                    }
                }
            });
            thread.start();
            client(rude.getLocalPort(), 4, Duration.ofSeconds(10), 10_000, 0);
            for (int i = 0; i < 8; i++) {
                for (CompletableFuture<Outcome> outcome : send(20)) {
                    assertThat(get(outcome).any(Fate.FAILED)).isTrue();
                }
            }
            await().atMost(5, TimeUnit.SECONDS).until(() -> client.counts().connections() == 0);
        }
    }

    @Test
    void sendFailsAtTheAcquireTimeout() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.onContent().hold(gate);
        client(1, Duration.ofMillis(200), 100, 0);
        CompletableFuture<Outcome> first = send();
        long began = System.nanoTime();
        Outcome second = get(send());
        assertThat(second.stage()).isEqualTo(Stage.POOL);
        assertThat(second.isTransient()).isTrue();
        assertThat(second.failure().text()).contains("within 200 ms (acquireTimeout)");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(190), Duration.ofSeconds(10));
        gate.countDown();
        delivered(List.of(first));
    }

    @Test
    void requestWithAnOpeningConnectionIsNotPending() throws Exception {
        client(4, LONG, 0, 0);
        delivered(send(4));
    }

    @Test
    void sendBeyondMaxPendingFailsAtOnce() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.onContent().hold(gate);
        client(1, LONG, 2, 0);
        CompletableFuture<Outcome> first = send();
        await().until(() -> client.counts().pending() == 0 && client.counts().inUse() == 1);
        List<CompletableFuture<Outcome>> waiting = send(2);
        Outcome refused = get(send());
        assertThat(refused.stage()).isEqualTo(Stage.POOL);
        assertThat(refused.failure().text()).contains("2 sends wait already (maxPending)");
        gate.countDown();
        delivered(List.of(first));
        delivered(waiting);
    }

    @Test
    void connectionClosesAfterMaxMessagesPerConnection() throws Exception {
        client(1, LONG, 100, 2);
        delivered(send(5));
        await().until(() -> server.commands("QUIT").size() == 2);
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void closeWaitsForTransactionsInFlight() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(4);
        server.onContent().hold(gate).signal(arrived);
        client(4, LONG, 100, 0);
        List<CompletableFuture<Outcome>> all = send(6);
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> client.close(LONG));
        Outcome waiting = get(all.get(5));
        assertThat(waiting.any(Fate.FAILED)).isTrue();
        assertThat(waiting.failure().text()).contains("closing");
        assertThat(get(send()).failure().text()).contains("closed");
        gate.countDown();
        closed.get(20, TimeUnit.SECONDS);
        delivered(all.subList(0, 4));
        assertThat(client.counts().connections()).isZero();
        assertThat(server.messages()).hasSize(4);
    }

    @Test
    void sendsBeyondTheGraceAreUnknownAfterTheCommitPointAndFailedBeforeIt() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().hold(gate).signal(arrived);
        client(2, LONG, 100, 0);
        CompletableFuture<Outcome> committed = send();
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        CountDownLatch atMail = new CountDownLatch(1);
        server.on("MAIL").hold(gate).signal(atMail);
        CompletableFuture<Outcome> early = send();
        assertThat(atMail.await(20, TimeUnit.SECONDS)).isTrue();
        client.close(Duration.ofMillis(100));
        assertThat(get(committed).any(Fate.UNKNOWN)).isTrue();
        assertThat(get(early).any(Fate.FAILED)).isTrue();
        gate.countDown();
    }

    @Test
    void idleConnectionIsProbedBeforeItsNextMessage() throws Exception {
        client(1, LONG, 100, 0);
        delivered(send(1));
        delivered(send(1));
        assertThat(server.commands("RSET")).isEmpty();
        skipped.addAndGet(Duration.ofMillis(1100).toNanos());
        delivered(send(1));
        assertThat(server.commands("RSET")).hasSize(1);
        assertThat(server.connections()).isEqualTo(1);
        // An answer other than yes, and the connection carries nothing any more.
        server.on("RSET").reply("421 4.3.2 going down");
        skipped.addAndGet(Duration.ofMillis(1100).toNanos());
        delivered(send(1));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void connectionClosedBy421CarriesNoMoreMail() throws Exception {
        client(1, LONG, 100, 0);
        delivered(send(1));
        server.on("MAIL").times(1).reply("421 4.3.2 going down");
        delivered(send(3));
        assertThat(server.connections()).isEqualTo(2);
        await().until(() -> server.openConnections() == 1);
    }
}
