/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The calling thread does the sending itself. */
@Timeout(60)
class SynchronousTest extends SmtpxTestSupport {

    private static final String HERE = "raw=true&" + ENVELOPE;

    private final CountDownLatch gate = new CountDownLatch(1);

    @Override
    boolean synchronous() {
        return true;
    }

    /** What became of one send, and the thread that was told. */
    private record Told(Exchange exchange, boolean here, boolean doneHere, Thread caller, Thread thread,
            boolean interrupted) {

        Fate fate() {
            Outcome outcome = header(exchange, SmtpxConstants.OUTCOME, Outcome.class);
            return outcome.results().get(0).fate();
        }
    }

    private Told call(AsyncProducer producer, Object body) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(body);
        List<Object> told = new ArrayList<>();
        boolean here = producer.process(exchange, doneHere -> {
            told.add(doneHere);
            told.add(Thread.currentThread());
        });
        assertThat(told).as("told before the call returns, once").hasSize(2);
        return new Told(
                exchange, here, (Boolean) told.get(0), Thread.currentThread(), (Thread) told.get(1),
                Thread.interrupted());
    }

    private AsyncProducer producer(String options) throws Exception {
        AsyncProducer producer = context.getEndpoint(smtpx(options)).createAsyncProducer();
        producer.start();
        return producer;
    }

    /** A thread of its own that sends one mail. */
    private final class Sender {
        private final CompletableFuture<Told> told = new CompletableFuture<>();
        private final Thread thread;

        Sender(AsyncProducer producer) {
            thread = new Thread(() -> {
                try {
                    told.complete(call(producer, MAIL));
                } catch (Throwable e) {
                    told.completeExceptionally(e);
                }
            });
            thread.start();
        }

        Told told() throws Exception {
            return told.get(30, TimeUnit.SECONDS);
        }
    }

    /** A sender whose mail is answered when the gate opens. */
    private Sender heldUp(AsyncProducer producer) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().times(1).signal(arrived).hold(gate);
        Sender sender = new Sender(producer);
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        return sender;
    }

    private int pending(AsyncProducer producer) {
        return ((SmtpxEndpoint) producer.getEndpoint()).getPending();
    }

    @Test
    void theCallbackComesOnTheCallingThreadBeforeTheCallReturns() throws Exception {
        Told told = call(producer(HERE), MAIL);
        assertThat(told.here()).isTrue();
        assertThat(told.doneHere()).isTrue();
        assertThat(told.thread()).isSameAs(Thread.currentThread());
        assertThat(told.fate()).isEqualTo(Fate.DELIVERED);
        assertThat(header(told.exchange(), SmtpxConstants.REPLY_CODE)).isEqualTo(250);
        assertThat(server.message().text()).isEqualTo(MAIL);
    }

    @Test
    void unsendableMessageFailsOnTheCallingThread() throws Exception {
        Told told = call(producer("raw=true&sender=ann@example.com"), MAIL);
        assertThat(told.here()).isTrue();
        assertThat(told.exchange().getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(server.connections()).isZero();
    }

    @Test
    void everyRecipientHasItsFate() throws Exception {
        server.onRecipient("carl@example.org").reply("550 5.1.1 no such user");
        Exchange exchange = send("raw=true&skipBad=true&sender=ann@example.com", MAIL,
                Map.of(SmtpxConstants.RECIPIENTS, "bob@example.org,carl@example.org"));
        assertThat(exchange.getException()).isNull();
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(List.of("bob@example.org"));
        assertThat(header(exchange, SmtpxConstants.REFUSED)).isEqualTo(Map.of("carl@example.org", "550 5.1.1 no such user"));
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void manyMailsTakeOneConnection() throws Exception {
        AsyncProducer producer = producer(HERE);
        for (int i = 0; i < 200; i++) {
            assertThat(call(producer, MAIL).fate()).isEqualTo(Fate.DELIVERED);
        }
        assertThat(server.messages()).hasSize(200).extracting(ReceivedMessage::connection).containsOnly(1);
    }

    @Test
    void aConnectionThatWasClosedWhileItLayIdleIsNotNoticed() throws Exception {
        // Nothing is held back, so that a mail that left would be in doubt.
        AsyncProducer producer = producer(HERE + "&oneFlight=always");
        server.onContent().times(1).closeWith("250 2.0.0 ok, and good bye");
        assertThat(call(producer, MAIL).fate()).isEqualTo(Fate.DELIVERED);
        await().until(() -> server.openConnections() == 0);
        assertThat(call(producer, MAIL).fate()).isEqualTo(Fate.DELIVERED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionThatWasClosedWhileItLayIdleLeavesThePool() throws Exception {
        // It is looked at every three seconds.
        AsyncProducer producer = producer(HERE + "&idleTimeout=6000");
        server.onContent().times(1).closeWith("250 2.0.0 ok, and good bye");
        assertThat(call(producer, MAIL).fate()).isEqualTo(Fate.DELIVERED);
        SmtpxEndpoint endpoint = (SmtpxEndpoint) producer.getEndpoint();
        await().atMost(5, TimeUnit.SECONDS).until(() -> endpoint.getConnections() == 0);
    }

    @Test
    void callerWaitingForAConnectionResumesOnItsOwnThread() throws Exception {
        AsyncProducer producer = producer(HERE + "&maxConnections=1");
        Sender first = heldUp(producer);
        Sender second = new Sender(producer);
        await().until(() -> pending(producer) == 1);
        gate.countDown();
        for (Sender sender : List.of(first, second)) {
            assertThat(sender.told().fate()).isEqualTo(Fate.DELIVERED);
            assertThat(sender.told().thread()).isSameAs(sender.thread);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void acquireTimeoutFailsTheCallerOnItsOwnThread() throws Exception {
        AsyncProducer producer = producer(HERE + "&maxConnections=1&acquireTimeout=200");
        Sender first = heldUp(producer);
        Sender second = new Sender(producer);
        assertThat(second.told().thread()).isSameAs(second.thread);
        assertThat(second.told().fate()).isEqualTo(Fate.FAILED);
        assertThat(second.told().exchange().getException()).hasMessageContaining("acquireTimeout");
        gate.countDown();
        assertThat(first.told().fate()).isEqualTo(Fate.DELIVERED);
    }

    @Test
    void closingFailsQueuedAndInFlightSends() throws Exception {
        AsyncProducer producer = producer(HERE + "&maxConnections=1");
        Sender first = heldUp(producer);
        Sender second = new Sender(producer);
        await().until(() -> pending(producer) == 1);
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
        // The server has the whole message of the first.
        assertThat(first.told().fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(first.told().exchange().getException()).hasMessageContaining("the client was closed");
        assertThat(second.told().fate()).isEqualTo(Fate.FAILED);
        assertThat(second.told().exchange().getException()).hasMessageContaining("the client is closing");
        gate.countDown();
    }

    @Test
    void anInterruptEndsTheWaitForTheServerWithTheTruth() throws Exception {
        AsyncProducer producer = producer(HERE);
        Sender sender = heldUp(producer);
        sender.thread.interrupt();
        assertThat(sender.told().fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(sender.told().interrupted()).isTrue();
        gate.countDown();
        await().until(() -> server.openConnections() == 0);
        assertThat(call(producer, MAIL).fate()).isEqualTo(Fate.DELIVERED);
    }

    @Test
    void anInterruptBeforeThatChangesNothing() throws Exception {
        AsyncProducer producer = producer(HERE + "&maxConnections=1");
        Sender first = heldUp(producer);
        Sender second = new Sender(producer);
        await().until(() -> pending(producer) == 1);
        second.thread.interrupt();
        gate.countDown();
        assertThat(second.told().fate()).isEqualTo(Fate.DELIVERED);
        assertThat(second.told().interrupted()).isTrue();
        assertThat(first.told().interrupted()).isFalse();
        Thread.currentThread().interrupt();
        Told third = call(producer, MAIL);
        assertThat(third.fate()).isEqualTo(Fate.DELIVERED);
        assertThat(third.interrupted()).isTrue();
    }

    @Test
    void theHealthCheckIsNotHeldUp() throws Exception {
        server.on("NOOP").hold(gate);
        CompletableFuture<Reply> answer = ((SmtpxEndpoint) context.getEndpoint(smtpx(HERE))).acquireClient().ping();
        assertThat(answer).isNotDone();
        gate.countDown();
        assertThat(answer.get(20, TimeUnit.SECONDS).code()).isEqualTo(250);
    }
}
