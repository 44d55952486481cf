/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who waits for what he sends, as a ProducerTemplate does, goes on on his own thread; nobody else is ever held up. */
@Timeout(60)
class WaitingCallerTest extends SmtpxTestSupport {

    /** More than enough to be known. */
    private static final int SOON = 200;

    private final CountDownLatch gate = new CountDownLatch(1);

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").to(smtpx("raw=true&" + ENVELOPE))
                        .process(exchange -> exchange.setProperty("thread", Thread.currentThread()));
            }
        };
    }

    /** The thread that a route goes on on when this one sends a mail and waits. */
    private Thread waiting() {
        Exchange exchange = template.request("direct:mail", mail -> mail.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isNull();
        assertThat(header(exchange, SmtpxConstants.REPLY_CODE)).isEqualTo(250);
        return exchange.getProperty("thread", Thread.class);
    }

    /** Sends and waits until that is known of this thread. */
    private void becomeKnown() {
        for (int i = 0; i < SOON; i++) {
            if (waiting() == Thread.currentThread()) {
                return;
            }
        }
        throw new AssertionError("not known after " + SOON + " mails");
    }

    /** The thread that a route goes on on when this one sends a mail and hears of it some other way. */
    private Thread notWaiting(AsyncProducer route) throws Exception {
        CompletableFuture<Thread> over = new CompletableFuture<>();
        Exchange exchange = context.getEndpoint("direct:mail").createExchange();
        exchange.getMessage().setBody(MAIL);
        route.process(exchange, done -> over.complete(exchange.getProperty("thread", Thread.class)));
        return over.get(20, TimeUnit.SECONDS);
    }

    private AsyncProducer route() throws Exception {
        AsyncProducer route = context.getEndpoint("direct:mail").createAsyncProducer();
        route.start();
        return route;
    }

    @Test
    void whoWaitsGoesOnHimself() {
        assertThat(waiting()).as("nothing is known of him yet").isNotSameAs(Thread.currentThread());
        becomeKnown();
        for (int i = 0; i < 100; i++) {
            assertThat(waiting()).isSameAs(Thread.currentThread());
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void whoDoesNotWaitIsNeverHeldUp() throws Exception {
        AsyncProducer route = route();
        for (int i = 0; i < 2 * SOON; i++) {
            assertThat(notWaiting(route)).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void whoWaitsNoLongerIsFoundOut() throws Exception {
        becomeKnown();
        AsyncProducer route = route();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i <= WaitingThreads.BELIEVED + 1; i++) {
            threads.add(notWaiting(route));
        }
        assertThat(threads.get(threads.size() - 1)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void whatIsKnownOfOneThreadIsNotBelievedOfAnother() throws Exception {
        becomeKnown();
        AsyncProducer route = route();
        CompletableFuture<Thread> other = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                other.complete(notWaiting(route));
            } catch (Exception e) {
                other.completeExceptionally(e);
            }
        });
        thread.start();
        assertThat(other.get(20, TimeUnit.SECONDS)).isNotSameAs(thread);
    }

    /** Does something while the next mail waits for the server's answer, which comes when the gate is open. */
    private Thread whenTheServerHasTheMail(Runnable something) {
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().times(1).signal(arrived).hold(gate);
        Thread thread = new Thread(() -> {
            try {
                arrived.await();
                something.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void anInterruptEndsTheWaitAndTheMailIsCountedAllTheSame() throws Exception {
        becomeKnown();
        SmtpxEndpoint endpoint = context.getEndpoint(smtpx("raw=true&" + ENVELOPE), SmtpxEndpoint.class);
        long before = endpoint.getDelivered();
        Thread self = Thread.currentThread();
        Thread interrupting = whenTheServerHasTheMail(self::interrupt);
        Exchange exchange = template.request("direct:mail", mail -> mail.getMessage().setBody(MAIL));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(exchange.getException()).isInstanceOf(InterruptedException.class);
        interrupting.join();
        gate.countDown();
        await().until(() -> endpoint.getDelivered() == before + 1);
    }

    @Test
    void stoppingTellsWhoWaits() throws Exception {
        becomeKnown();
        context.getShutdownStrategy().setTimeout(1);
        Thread stopping = whenTheServerHasTheMail(context::stop);
        Exchange exchange = template.request("direct:mail", mail -> mail.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).hasMessageContaining("the client was closed");
        gate.countDown();
        stopping.join();
    }
}
