/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Code of users at every hook throws, blocks or interrupts its thread, at random. {@code process} returns soon, the
 * callback is called once with an outcome, and every place in the pool is free in the end.
 * <p>
 * {@code -Dsmtpx.usercode.cases=100000} plays more cases, {@code -Dsmtpx.usercode.seed=7} others.
 */
@Timeout(120)
class RandomUserCodeTest extends SmtpxTestSupport {

    private static final int CASES = Integer.getInteger("smtpx.usercode.cases", 3_000);
    private static final long SEED = Long.getLong("smtpx.usercode.seed", 1);
    private static final long NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("smtpx.usercode.seconds", 20));
    private static final int BATCH = 8;
    private static final String TRANSCRIPT = " wire - ";
    private static final String COMPOSED = "from=ann@example.com&to=bob@example.org";
    /** Blocked code returns after this time, which is shorter than any deadline. */
    private static final long BLOCKED_MILLIS = 20;

    private final Random random = new Random(SEED);
    private final AtomicInteger reports = new AtomicInteger();
    private final PrintStream errors = System.err;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Rejects what its two threads and its queue have no place for. */
    private final ExecutorService few = new ThreadPoolExecutor(
            2, 2, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(2), new ThreadPoolExecutor.AbortPolicy());
    private final List<AsyncProducer> producers = new ArrayList<>();
    private volatile boolean hostile;

    @BeforeEach
    void collectReports() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> reports.incrementAndGet());
        System.setErr(new HostileLog(errors));
    }

    @AfterEach
    void endReports() {
        hostile = false;
        System.setErr(errors);
        Thread.setDefaultUncaughtExceptionHandler(null);
        threads.shutdownNow();
        few.shutdownNow();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getRegistry().bind("meters", new HostileMeters());
        camel.getRegistry().bind("filter", new DefaultHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
                call(60);
                return super.applyFilterToCamelHeaders(name, value, exchange);
            }
        });
        camel.getRegistry().bind("credentials", (CredentialsSupplier) () -> {
            call(4);
            return Credentials.password("ann", "sesame");
        });
        addComponent(camel, "hostile", new HookedExecutor(threads, () -> call(20), () -> call(20)));
        addComponent(camel, "bounded", few);
        return camel;
    }

    private static void addComponent(CamelContext camel, String name, ExecutorService workers) {
        SmtpxComponent component = new SmtpxComponent();
        component.setWorkerPool(workers);
        camel.addComponent(name, component);
    }

    private int draw(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    /** Code of a user: once in so many calls it throws, blocks for a while, or leaves its thread interrupted. */
    private void call(int oneIn) {
        if (!hostile || draw(oneIn) > 0) {
            return;
        }
        int act = draw(Thrown.values().length + 2);
        if (act < Thrown.values().length) {
            Thrown.values()[act].raise();
        } else if (act == Thrown.values().length) {
            Thread.currentThread().interrupt();
        } else {
            new BlockedCode().block();
        }
    }

    /** Code that waits for something of its own. */
    private static final class BlockedCode {
        private final CountDownLatch never = new CountDownLatch(1);

        void block() {
            try {
                assertThat(never.await(BLOCKED_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class HostileMeters extends SimpleMeterRegistry {
        @Override
        protected Counter newCounter(Meter.Id id) {
            return new CumulativeCounter(id) {
                @Override
                public void increment(double amount) {
                    call(20);
                    super.increment(amount);
                }
            };
        }
    }

    /** The lines of transcripts go nowhere. */
    private final class HostileLog extends PrintStream {
        HostileLog(PrintStream others) {
            super(others, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String line) {
            if (line.contains(TRANSCRIPT)) {
                call(60);
            } else {
                super.println(line);
            }
        }
    }

    private final class HostileStream extends FilterInputStream {
        HostileStream() {
            super(new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            call(4);
            return super.read(octets, offset, Math.min(length, 1 + draw(40)));
        }

        @Override
        public void close() throws IOException {
            call(4);
            super.close();
        }
    }

    private final class HostileMime extends MimeMessage {
        HostileMime() throws MessagingException {
            super(null, new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public void writeTo(OutputStream to, String[] unsent) throws IOException {
            byte[] octets = MAIL.getBytes(StandardCharsets.US_ASCII);
            to.write(octets, 0, octets.length / 2);
            call(3);
            to.write(octets, octets.length / 2, octets.length - octets.length / 2);
        }
    }

    private final class HostileText {
        @Override
        public String toString() {
            call(3);
            return MAIL;
        }
    }

    private final class HostileMessage extends DefaultMessage {
        HostileMessage(CamelContext camel) {
            super(camel);
        }

        @Override
        public void setHeader(String name, Object value) {
            if (name.startsWith("CamelSmtpx")) {
                call(40);
            }
            super.setHeader(name, value);
        }
    }

    private Object body() throws MessagingException {
        return switch (draw(6)) {
            case 0, 1 -> new HostileStream();
            case 2 -> new HostileMime();
            case 3 -> new HostileText();
            default -> MAIL;
        };
    }

    /** One exchange: how often its callback was called, and whether process() threw or was slow. */
    private final class Send {
        private final AsyncProducer producer = producers.get(draw(producers.size()));
        private final Exchange exchange = producer.getEndpoint().createExchange();
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch done = new CountDownLatch(1);
        private long nanos;

        Send() throws MessagingException {
            exchange.setIn(new HostileMessage(context));
            exchange.getMessage().setBody(body());
            exchange.getMessage().setHeader("Subject", draw(4) == 0 ? new HostileText() : "hello");
        }

        Send begin() {
            long begun = System.nanoTime();
            producer.process(exchange, doneSync -> {
                calls.incrementAndGet();
                done.countDown();
                call(4);
            });
            nanos = System.nanoTime() - begun;
            boolean interrupted = Thread.interrupted();
            assertThat(interrupted && !hostile).isFalse();
            return this;
        }

        Send end() throws InterruptedException {
            assertThat(done.await(30, TimeUnit.SECONDS)).as(this + ": the callback was called").isTrue();
            assertThat(calls).as(toString()).hasValue(1);
            Outcome outcome = header(exchange, SmtpxConstants.OUTCOME, Outcome.class);
            if (outcome == null) {
                assertThat(exchange.getException()).as(toString()).isInstanceOfSatisfying(
                        SmtpxException.class, e -> assertThat(e.getOutcome()).as(toString()).isNotNull());
            }
            // The calling thread runs code of users too, which blocks for a while.
            assertThat(nanos).as(this + ": process() has returned").isLessThan(TimeUnit.SECONDS.toNanos(10));
            return this;
        }

        @Override
        public String toString() {
            Object given = exchange.getMessage().getHeader("Subject");
            return producer.getEndpoint() + " " + given.getClass().getSimpleName() + ": " + exchange.getException();
        }
    }

    @Test
    void everyExchangeEndsOnceAndEveryPlaceIsFree() throws Exception {
        server.authenticates("ann", "sesame");
        String common = "&maxConnections=2&loginPause=0&acquireTimeout=20000";
        String login = "&credentialsSupplier=#credentials&allowCleartextAuth=true&starttls=never";
        String raw = "raw=true&" + ENVELOPE;
        for (String endpoint : List.of(
                "hostile:%s?" + raw, "hostile:%s?" + raw + "&debug=true", "hostile:%s?" + raw + "&synchronous=true",
                "hostile:%s?" + COMPOSED + "&useHeaderSubject=true&headerFilterStrategy=#filter",
                "hostile:%s?" + COMPOSED + "&synchronous=true&debug=true&headerFilterStrategy=#filter",
                "bounded:%s?" + raw, "bounded:%s?" + COMPOSED + "&useHeaderSubject=true")) {
            AsyncProducer producer
                    = context.getEndpoint(endpoint.formatted(server.address()) + common + login).createAsyncProducer();
            producer.start();
            producers.add(producer);
        }
        long end = System.nanoTime() + NANOS;
        int delivered = 0;
        for (int i = 0; i < CASES && System.nanoTime() < end; i += BATCH) {
            hostile = true;
            List<Send> sends = new ArrayList<>();
            for (int n = 0; n < BATCH; n++) {
                sends.add(new Send().begin());
            }
            for (Send send : sends) {
                delivered += send.end().exchange.getException() == null ? 1 : 0;
            }
            hostile = false;
        }
        assertThat(delivered).as("some are delivered").isPositive();
        assertThat(reports).as("what is thrown is reported").hasPositiveValue();
        for (AsyncProducer producer : producers) {
            SmtpxEndpoint endpoint = (SmtpxEndpoint) producer.getEndpoint();
            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
                assertThat(endpoint.getConnectionsInUse()).isZero();
                assertThat(endpoint.getPending()).isZero();
            });
        }
        for (int i = 0; i < 2 * producers.size(); i++) {
            Send send = new Send();
            send.exchange.getMessage().setBody(MAIL);
            send.exchange.getMessage().setHeader("Subject", "hello");
            assertThat(send.begin().end().exchange.getException()).isNull();
        }
    }
}
