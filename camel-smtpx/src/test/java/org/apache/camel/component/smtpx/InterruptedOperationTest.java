/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A thread that waits for the reply to a command is interrupted. */
@Timeout(60)
class InterruptedOperationTest extends SmtpxTestSupport {

    @ParameterizedTest
    @CsvSource({
            "verify, VRFY, false", "help, HELP, false", "noop, NOOP, false", "etrn, ETRN, false",
            "verify, VRFY, true", "noop, NOOP, true" })
    void theExchangeEndsOnceAndTheConnectionIsFree(String operation, String verb, boolean synchronous) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        server.offersAlso("ETRN");
        server.on(verb).times(1).signal(arrived).hold(gate);
        SmtpxEndpoint endpoint = context.getEndpoint(
                smtpx("maxConnections=1&operation=" + operation + "&synchronous=" + synchronous), SmtpxEndpoint.class);
        SmtpxProducer producer = endpoint.createProducer();
        producer.start();
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody("example.org");
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            producer.process(exchange);
            flag.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();

        assertThat(flag.get(20, TimeUnit.SECONDS)).as("the thread is interrupted still").isTrue();
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).hasMessageContaining("interrupted");
        Exception thrown = exchange.getException();
        exchange.getMessage().setBody("of another caller");
        gate.countDown();

        await().untilAsserted(() -> assertThat(endpoint.getConnectionsInUse()).isZero());
        assertThat(exchange.getMessage().getBody()).isEqualTo("of another caller");
        assertThat(exchange.getException()).isSameAs(thrown);
        Exchange next = endpoint.createExchange();
        next.getMessage().setBody("example.org");
        producer.process(next);
        assertThat(next.getException()).isNull();
        producer.stop();
    }
}
