/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The application is closed while mails are on their way; each of them gets its outcome. */
class ShutdownUnderLoadTest {

    private static final int MAILS = 40;
    private static final int CONNECTIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final MailServer server = MailServer.behind(gate);

    @AfterEach
    void close() {
        gate.countDown();
        server.close();
    }

    @Test
    void messagesInFlightAreDeliveredBeforeTheApplicationStops() throws Exception {
        ConfigurableApplicationContext application = start(60);
        List<CompletableFuture<Exchange>> sends = sendMany(application);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
        await().atMost(PATIENCE).until(() -> isClosing(application));
        assertThat(sends).noneMatch(CompletableFuture::isDone);

        gate.countDown();

        closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(fates(sends)).hasSize(MAILS).containsOnly(Fate.DELIVERED);
        assertThat(server.accepted()).hasSize(MAILS);
    }

    @Test
    void unansweredMessageIsUnknownAndUnsentOneIsFailed() throws Exception {
        ConfigurableApplicationContext application = start(1);
        List<CompletableFuture<Exchange>> sends = sendMany(application);

        CompletableFuture.runAsync(application::close).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        List<Fate> fates = fates(sends);
        assertThat(fates).hasSize(MAILS).containsOnly(Fate.UNKNOWN, Fate.FAILED);
        assertThat(fates).filteredOn(Fate.UNKNOWN::equals).hasSize(CONNECTIONS);
        gate.countDown();
        await().atMost(PATIENCE).until(() -> server.waiting() == 0);
        assertThat(server.accepted()).hasSizeLessThanOrEqualTo(CONNECTIONS);
    }

    /** @param seconds that Camel waits for exchanges under way */
    private ConfigurableApplicationContext start(int seconds) {
        return MailApplication.start(
                server, "camel.component.smtpx.max-connections=" + CONNECTIONS, "camel.main.shutdown-timeout=" + seconds);
    }

    /** All have left the caller; as many as there are connections wait for the server's last word. */
    private List<CompletableFuture<Exchange>> sendMany(ConfigurableApplicationContext application) {
        ProducerTemplate template = application.getBean(ProducerTemplate.class);
        List<CompletableFuture<Exchange>> sends = IntStream.range(0, MAILS)
                .mapToObj(i -> template.asyncSend("direct:in", exchange -> exchange.getMessage().setBody("Mail " + i)))
                .toList();
        CamelContext camel = application.getBean(CamelContext.class);
        await().atMost(PATIENCE).until(() -> server.waiting() == CONNECTIONS && camel.getInflightRepository().size() == MAILS);
        return sends;
    }

    private static boolean isClosing(ConfigurableApplicationContext application) {
        ServiceStatus status = application.getBean(CamelContext.class).getStatus();
        return status.isStopping() || status == ServiceStatus.Suspending;
    }

    private static List<Fate> fates(List<CompletableFuture<Exchange>> sends) {
        return sends.stream().map(send -> send.getNow(null)).flatMap(ShutdownUnderLoadTest::results)
                .map(RecipientResult::fate).toList();
    }

    private static Stream<RecipientResult> results(Exchange exchange) {
        assertThat(exchange).as("no send is left without an outcome").isNotNull();
        Outcome outcome = exchange.getException() instanceof SmtpxException e
                ? e.getOutcome()
                : exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        assertThat(outcome).as("%s", exchange.getException()).isNotNull();
        return outcome.results().stream();
    }
}
