/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.PooledByteBufAllocator;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Starting and stopping leaves nothing behind. */
@Timeout(120)
class LifecycleTest {

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    @Test
    void twentyContextsLeaveNoThreadAndNoConnection() throws Exception {
        contextsLeaveNoThreadAndNoConnection(20);
    }

    @Test
    @Tag("slow")
    void aHundredContextsLeaveNoThreadAndNoConnection() throws Exception {
        contextsLeaveNoThreadAndNoConnection(100);
    }

    private void contextsLeaveNoThreadAndNoConnection(int cycles) throws Exception {
        for (int i = 0; i < cycles; i++) {
            CamelContext camel = new DefaultCamelContext();
            camel.addRoutes(route());
            camel.start();
            send(camel);
            camel.stop();
            await().alias("threads after cycle " + i).atMost(10, TimeUnit.SECONDS).until(() -> ours().isEmpty());
        }
        assertThat(server.messages()).hasSize(cycles);
        await().atMost(10, TimeUnit.SECONDS).until(() -> server.openConnections() == 0);
        assertThat(server.commands("QUIT")).hasSize(cycles);
    }

    @Test
    void twentyStartsOfARouteLeaveNoConnection() throws Exception {
        startsOfARouteLeaveNoConnection(20);
    }

    @Test
    @Tag("slow")
    void aHundredStartsOfARouteLeaveNoConnection() throws Exception {
        startsOfARouteLeaveNoConnection(100);
    }

    private void startsOfARouteLeaveNoConnection(int cycles) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(route());
        camel.start();
        for (int i = 0; i < cycles; i++) {
            send(camel);
            camel.getRouteController().stopRoute("mail");
            await().atMost(10, TimeUnit.SECONDS).until(() -> server.openConnections() == 0);
            camel.getRouteController().startRoute("mail");
        }
        camel.stop();
        assertThat(server.messages()).hasSize(cycles);
        await().atMost(10, TimeUnit.SECONDS).until(() -> ours().isEmpty());
    }

    /** What is under way ends, and is counted; nothing new begins. */
    @Test
    void stoppingARouteWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().signal(arrived).hold(gate);
        try (DefaultCamelContext camel = new DefaultCamelContext();
             ProducerTemplate template = camel.createProducerTemplate()) {
            camel.addRoutes(route());
            camel.start();
            CompletableFuture<Exchange> mail = template.asyncSend("direct:mail",
                    exchange -> exchange.getMessage().setBody(SmtpxTestSupport.MAIL));
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stop(camel));
            await().until(() -> camel.getRouteController().getRouteStatus("mail").isStopping()
                    || camel.getInflightRepository().size("mail") == 1);
            assertThat(stopped).isNotDone();
            gate.countDown();
            stopped.get(20, TimeUnit.SECONDS);
            assertThat(mail.get(20, TimeUnit.SECONDS).getException()).isNull();
            await().until(() -> server.openConnections() == 0);
        }
        assertThat(server.messages()).hasSize(1);
    }

    /** An endless message that pauses, and whether it was closed. */
    private static final class SlowBody extends InputStream {
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private int octets;

        @Override
        public int read() {
            if (++octets == 200_000) {
                reading.countDown();
                awaitGate();
            }
            return octets % 72 == 71 ? '\r' : octets % 72 == 0 ? '\n' : 'x';
        }

        /** Stopping the context interrupts its threads; file I/O may ignore the interrupt. */
        private void awaitGate() {
            boolean interrupted = false;
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** Its reader comes back when there is no event loop any more to tell. */
    @Test
    void aBodyThatIsReadWhileEverythingEndsIsClosedAllTheSame() throws Exception {
        SlowBody body = new SlowBody();
        CompletableFuture<Void> stopped;
        try (DefaultCamelContext camel = new DefaultCamelContext();
             ProducerTemplate template = camel.createProducerTemplate()) {
            camel.getShutdownStrategy().setTimeout(1);
            camel.setStreamCaching(false);
            camel.addRoutes(route());
            camel.start();
            template.asyncSend("direct:mail", exchange -> exchange.getMessage().setBody(body));
            assertThat(body.reading.await(20, TimeUnit.SECONDS)).isTrue();
            stopped = CompletableFuture.runAsync(camel::stop);
            await().atMost(30, TimeUnit.SECONDS).until(() -> ours().stream().noneMatch(name -> name.startsWith("smtpx-")));
            assertThat(stopped).as("the reader is still waited for").isNotDone();
            body.gate.countDown();
            assertThat(body.closed.await(20, TimeUnit.SECONDS)).as("closed").isTrue();
        }
        stopped.get(60, TimeUnit.SECONDS);
        assertThat(server.messages()).isEmpty();
    }

    private static void stop(CamelContext camel) {
        try {
            camel.getRouteController().stopRoute("mail");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Many sends wait for the server, and the thread that began them goes on. */
    @Test
    void asynchronousSendParksNoThread() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.onContent().hold(gate);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            AsyncProducer producer = camel.getEndpoint(
                    "smtpx:" + server.address() + "?raw=true&maxConnections=2&maxPending=500&" + SmtpxTestSupport.ENVELOPE)
                    .createAsyncProducer();
            producer.start();
            CountDownLatch over = new CountDownLatch(400);
            List<Exchange> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Exchange exchange = new DefaultExchange(camel);
                exchange.getMessage().setBody(SmtpxTestSupport.MAIL);
                all.add(exchange);
                assertThat(producer.process(exchange, done -> over.countDown())).as("done at once").isFalse();
            }
            assertThat(over.getCount()).isEqualTo(400);
            assertThat(ours()).as("threads of the component")
                    .hasSizeLessThan(2 * Runtime.getRuntime().availableProcessors() + 5);
            gate.countDown();
            assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(all).allMatch(exchange -> exchange.getException() == null);
            producer.stop();
        }
        assertThat(server.messages()).hasSize(400);
    }

    @Test
    void fullPoolFailsFastWithTheReason() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().signal(arrived).hold(gate);
        try (DefaultCamelContext camel = new DefaultCamelContext();
             ProducerTemplate template = camel.createProducerTemplate()) {
            camel.start();
            String uri = "smtpx:" + server.address() + "?raw=true&maxConnections=1&maxInFlight=1&maxPending=1&"
                         + SmtpxTestSupport.ENVELOPE;
            CompletableFuture<Exchange> first = template.asyncSend(uri,
                    exchange -> exchange.getMessage().setBody(SmtpxTestSupport.MAIL));
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Exchange> second = template.asyncSend(uri,
                    exchange -> exchange.getMessage().setBody(SmtpxTestSupport.MAIL));
            SmtpxEndpoint endpoint = camel.getEndpoint(uri, SmtpxEndpoint.class);
            await().until(() -> endpoint.getPending() == 1);
            Exchange third = template.send(uri, exchange -> exchange.getMessage().setBody(SmtpxTestSupport.MAIL));
            assertThat(third.getException()).isInstanceOf(SmtpxTransientException.class)
                    .hasMessageContaining("no connection is free").hasMessageContaining("maxPending");
            gate.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS).getException()).isNull();
            assertThat(second.get(20, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    @Test
    void twentyContextsLeaveNoBufferAndNoTimer() throws Exception {
        contextsLeaveNoBufferAndNoTimer(20);
    }

    @Test
    @Tag("slow")
    void aHundredContextsLeaveNoBufferAndNoTimer() throws Exception {
        contextsLeaveNoBufferAndNoTimer(100);
    }

    /** The memory outside the heap is what it was after the first contexts, and no context is reachable. */
    private void contextsLeaveNoBufferAndNoTimer(int cycles) throws Exception {
        List<WeakReference<CamelContext>> gone = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < cycles; i++) {
            gone.add(cycle());
            if (i == 10) {
                before = outsideTheHeap();
            }
        }
        assertThat(outsideTheHeap()).isLessThanOrEqualTo(before + (1 << 20));
        await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
            System.gc();
            assertThat(gone.stream().filter(each -> each.get() != null)).hasSizeLessThan(3);
        });
    }

    private WeakReference<CamelContext> cycle() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(route());
            camel.start();
            send(camel);
            camel.stop();
            await().atMost(10, TimeUnit.SECONDS).until(() -> ours().isEmpty());
            return new WeakReference<>(camel);
        }
    }

    private static long outsideTheHeap() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
               + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                       .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    private static void send(CamelContext camel) throws Exception {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBodyAndHeaders("direct:mail", SmtpxTestSupport.MAIL, Map.of());
        }
    }

    private RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").routeId("mail")
                        .to("smtpx:" + server.address() + "?raw=true&" + SmtpxTestSupport.ENVELOPE);
            }
        };
    }

    private static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.contains("smtpx"))
                .toList();
    }
}
