/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.support.DefaultPooledExchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A thread that waits for an outcome is interrupted. */
class InterruptedCallerTest extends SmtpxTestSupport {

    private final CountDownLatch whole = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    private SmtpxEndpoint endpoint() {
        return context.getEndpoint(smtpx("raw=true&" + ENVELOPE), SmtpxEndpoint.class);
    }

    private static DefaultPooledExchange pooled(SmtpxEndpoint endpoint) {
        DefaultPooledExchange exchange = DefaultPooledExchange.newFromEndpoint(endpoint);
        exchange.setAutoRelease(false);
        exchange.getMessage().setBody(MAIL);
        return exchange;
    }

    /** Sends, and interrupts the thread once the server has the message. Whether the thread is still interrupted. */
    private boolean interrupted(SmtpxProducer producer, Exchange exchange) throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                producer.process(exchange);
                flag.complete(Thread.currentThread().isInterrupted());
            } catch (Exception e) {
                flag.completeExceptionally(e);
            }
        });
        caller.start();
        assertThat(whole.await(20, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        return flag.get(20, TimeUnit.SECONDS);
    }

    @Test
    void theOutcomeIsUnknownAndAPooledExchangeIsNotTouchedAfterwards() throws Exception {
        server.onContent().signal(whole).hold(gate);
        SmtpxEndpoint endpoint = endpoint();
        SmtpxProducer producer = endpoint.createProducer();
        producer.start();
        DefaultPooledExchange exchange = pooled(endpoint);

        assertThat(interrupted(producer, exchange)).isTrue();

        assertThat(exchange.getException()).isInstanceOf(SmtpxUnknownOutcomeException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(header(exchange, SmtpxConstants.OUTCOME, Outcome.class).results()).extracting(RecipientResult::fate)
                .containsExactly(Fate.UNKNOWN);
        exchange.done();
        exchange.getMessage().setBody("of another caller");
        gate.countDown();
        await().until(() -> server.messages().size() == 1);
        assertThat(endpoint.getUnknown()).isEqualTo(1);
        producer.stop();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders()).isEqualTo(Map.of());
        assertThat(exchange.getProperties()).isEqualTo(Map.of());
        assertThat(exchange.getMessage().getBody()).isEqualTo("of another caller");
        assertThat(server.messages()).hasSize(1);
    }

    /** Camel lets the caller wait, and gives it the exchange back when it is interrupted; the send goes on. */
    @Test
    void anExchangeThatTheCallerOfATemplateHasBackIsNotTouchedAfterwards() throws Exception {
        server.onContent().signal(whole).hold(gate);
        SmtpxEndpoint endpoint = endpoint();
        DefaultPooledExchange exchange = pooled(endpoint);
        Thread caller = new Thread(() -> template.send(endpoint, exchange));
        caller.start();
        assertThat(whole.await(20, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join(20_000);
        assertThat(exchange.getException()).isNotNull();
        exchange.done();
        exchange.getMessage().setBody("of another caller");

        gate.countDown();
        await().until(() -> endpoint.getDelivered() == 1);
        context.stop();

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders()).isEqualTo(Map.of());
        assertThat(exchange.getProperties()).isEqualTo(Map.of());
        assertThat(exchange.getMessage().getBody()).isEqualTo("of another caller");
    }

    @Test
    void aRetryWithTheSameExchangeDoesNotSendToTheUnknownRecipient() throws Exception {
        server.onContent().signal(whole).hold(gate);
        SmtpxEndpoint endpoint = endpoint();
        SmtpxProducer producer = endpoint.createProducer();
        producer.start();
        DefaultPooledExchange exchange = pooled(endpoint);
        interrupted(producer, exchange);
        gate.countDown();
        await().until(() -> server.messages().size() == 1);
        assertThat(endpoint.getUnknown()).isEqualTo(1);
        exchange.setException(null);
        producer.process(exchange);
        producer.stop();
        assertThat(exchange.getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void aPooledExchangeForgetsTheFailedMailsOfItsLastUse() throws Exception {
        server.onContent().times(1).drop();
        SmtpxEndpoint endpoint = endpoint();
        SmtpxProducer producer = endpoint.createProducer();
        producer.start();
        DefaultPooledExchange exchange = pooled(endpoint);
        producer.process(exchange);
        assertThat(exchange.getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
        exchange.done();
        exchange.getMessage().setBody(MAIL);
        producer.process(exchange);
        producer.stop();
        assertThat(exchange.getException()).isNull();
        assertThat(server.messages()).hasSize(1);
    }
}
