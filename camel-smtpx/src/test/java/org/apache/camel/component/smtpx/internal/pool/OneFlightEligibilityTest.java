/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** After a loss with several messages in flight, a connection carries one message at a time. */
@Timeout(60)
class OneFlightEligibilityTest {

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    private final SmtpThreads engine = new SmtpThreads(1, "one-flight-test", Executors.newCachedThreadPool(), true);
    private final CountDownLatch never = new CountDownLatch(1);
    private PooledClient client;
    private int number;

    enum Loss {
        CLOSES,
        SAYS_421,
        STALLS
    }

    @AfterEach
    void stop() {
        never.countDown();
        client.close(Duration.ofSeconds(5));
        engine.close();
    }

    private void connect() throws Exception {
        SSLContext tls = SSLContext.getDefault();
        Route route = new Route("localhost", server.port(), false, () -> tls, "localhost", true, SocketSettings.DIRECT);
        client = new PooledClient(
                ClientSettings.builder(List.of(route)).hello("client.test").startTls(StartTls.NEVER)
                        .limits(PoolLimits.builder().maxConnections(1).build())
                        .deadlines(Timeouts.DEFAULTS.with(TimeoutKind.FINAL, Duration.ofMillis(500))).build(),
                engine);
    }

    private CompletableFuture<Outcome> send() throws IOException {
        Envelope envelope
                = Envelope.of(Address.parse("ann@example.com"), List.of(Recipient.of("r" + number++ + "@example.org")));
        return client.send(envelope, MessageSource.of("Subject: hello\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    private List<Outcome> burst(int count) throws Exception {
        List<CompletableFuture<Outcome>> begun = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            begun.add(send());
        }
        List<Outcome> all = new ArrayList<>();
        for (CompletableFuture<Outcome> each : begun) {
            all.add(each.get(20, TimeUnit.SECONDS));
        }
        return all;
    }

    private static boolean inOneFlight(Outcome outcome) {
        return SendPlan.ONE_FLIGHT.name().equals(outcome.via().plan());
    }

    @ParameterizedTest
    @EnumSource
    void lossReturnsToOneMessageAtATime(Loss loss) throws Exception {
        connect();
        List<Outcome> all = new ArrayList<>();
        while (all.isEmpty() || !inOneFlight(all.get(all.size() - 1))) {
            all.addAll(burst(1));
            assertThat(all).as("messages until the server is proven").hasSizeLessThan(200);
        }
        all.addAll(burst(16));
        assertThat(all).allMatch(outcome -> outcome.any(Fate.DELIVERED));
        switch (loss) {
            case CLOSES -> server.onContent().times(1).drop();
            case SAYS_421 -> server.onContent().times(1).closeWith("421 4.3.2 one at a time, please");
            case STALLS -> server.onContent().times(1).hold(never);
        }
        List<Outcome> broken = burst(16);
        if (loss != Loss.SAYS_421) {
            // A 421 that is alone in flight is the answer to its message, which is sent again.
            assertThat(broken).anyMatch(outcome -> !outcome.any(Fate.DELIVERED));
        }
        List<Outcome> after = burst(16);
        assertThat(after).allMatch(outcome -> outcome.any(Fate.DELIVERED)).noneMatch(OneFlightEligibilityTest::inOneFlight);
        all.addAll(broken);
        all.addAll(after);
        for (Outcome outcome : all) {
            String recipient = outcome.results().get(0).recipient().address().toString();
            long copies = server.messages().stream().filter(message -> message.to().contains(recipient)).count();
            long delivered = outcome.any(Fate.DELIVERED) ? 1 : 0;
            long unknown = outcome.any(Fate.UNKNOWN) ? 1 : 0;
            assertThat(copies).as(outcome.toString()).isBetween(delivered, delivered + unknown);
        }
    }
}
