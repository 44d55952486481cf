/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** {@code process(exchange, callback)} never throws, never waits for a source, and calls its callback once. */
@Timeout(60)
class ThrowingExchangeTest extends SmtpxTestSupport {

    private static final String COMPOSED = "from=ann@example.com&to=bob@example.org";
    private static final String RAW = "raw=true&" + ENVELOPE;

    private ThreadPoolExecutor bounded;

    /** One exchange and what its callback has seen. */
    private static final class Call {
        private final Exchange exchange;
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch done = new CountDownLatch(1);
        private boolean returned;

        Call(Exchange exchange) {
            this.exchange = exchange;
        }

        Outcome outcome() throws InterruptedException {
            assertThat(done.await(20, TimeUnit.SECONDS)).as("the callback was called").isTrue();
            assertThat(calls.get()).isEqualTo(1);
            Outcome outcome = header(exchange, SmtpxConstants.OUTCOME, Outcome.class);
            return outcome != null || !(exchange.getException() instanceof SmtpxException thrown)
                    ? outcome : thrown.getOutcome();
        }
    }

    /** What is thrown by code of a user. */
    enum Kind {
        RUNTIME_EXCEPTION(() -> new IllegalStateException("thrown by a test")),
        ERROR(() -> new AssertionError("thrown by a test")),
        STACK_OVERFLOW(StackOverflowError::new);

        private final Supplier<Throwable> thrown;

        Kind(Supplier<Throwable> thrown) {
            this.thrown = thrown;
        }

        void raise() {
            throw ThrowingExchangeTest.<RuntimeException> sneaky(thrown.get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @BeforeAll
    static void collectReports() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> assertThat(thrown).isNotNull());
    }

    @AfterAll
    static void endReports() {
        Thread.setDefaultUncaughtExceptionHandler(null);
    }

    private AsyncProducer producer(String options) throws Exception {
        AsyncProducer producer = context.getEndpoint(smtpx(options)).createAsyncProducer();
        producer.start();
        return producer;
    }

    private static Call call(AsyncProducer producer, Object body) {
        Call call = new Call(producer.getEndpoint().createExchange());
        call.exchange.getMessage().setBody(body);
        return call(producer, call, () -> {
        });
    }

    private static Call call(AsyncProducer producer, Call call, Runnable callback) {
        call.returned = producer.process(call.exchange, doneSync -> {
            call.calls.incrementAndGet();
            call.done.countDown();
            callback.run();
        });
        return call;
    }

    private static void delivered(Call call) throws Exception {
        Outcome outcome = call.outcome();
        assertThat(call.exchange.getException()).isNull();
        assertThat(outcome.any(Fate.DELIVERED)).isTrue();
    }

    private static InputStream raising(Kind kind) {
        return new InputStream() {
            @Override
            public int read() {
                kind.raise();
                return -1;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCallbackThatThrowsEndsNoOtherExchange(Kind kind) throws Exception {
        for (String synchronous : List.of("false", "true")) {
            AsyncProducer producer = producer(RAW + "&synchronous=" + synchronous);
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Call call = new Call(producer.getEndpoint().createExchange());
                call.exchange.getMessage().setBody(MAIL);
                calls.add(call(producer, call, kind::raise));
            }
            for (Call call : calls) {
                delivered(call);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBodyThatThrowsFailsItsMessageAlone(Kind kind) throws Exception {
        for (String options : List.of(RAW, COMPOSED, RAW + "&synchronous=true", COMPOSED + "&synchronous=true")) {
            AsyncProducer producer = producer(options + "&maxConnections=1");
            for (int i = 0; i < 3; i++) {
                Call call = call(producer, raising(kind));
                assertThat(call.outcome()).as(options).isNotNull();
                assertThat(call.outcome().any(Fate.DELIVERED)).isFalse();
                assertThat(call.exchange.getException()).isInstanceOf(SmtpxException.class);
            }
            delivered(call(producer, "Subject: hello\r\n\r\nHello.\r\n"));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anAttachmentThatThrowsFailsItsMessageAlone(Kind kind) throws Exception {
        AsyncProducer producer = producer(COMPOSED);
        Call call = new Call(producer.getEndpoint().createExchange());
        AttachmentMessage message = call.exchange.getMessage(AttachmentMessage.class);
        message.setBody("text");
        message.addAttachment("data.bin", new DataHandler(new RaisingSource(kind)));
        call(producer, call, () -> {
        });
        assertThat(call.outcome()).isNotNull();
        assertThat(call.exchange.getException()).isInstanceOf(SmtpxException.class);
        delivered(call(producer, "text"));
    }

    private record RaisingSource(Kind kind) implements DataSource {
        @Override
        public InputStream getInputStream() {
            return raising(kind);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            throw new IOException("read only");
        }

        @Override
        public String getContentType() {
            return "application/octet-stream";
        }

        @Override
        public String getName() {
            return "data.bin";
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void headersAndTheirFilterMayThrow(Kind kind) throws Exception {
        context.getRegistry().bind("filter", new DefaultHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
                kind.raise();
                return false;
            }
        });
        Object value = new Object() {
            @Override
            public String toString() {
                kind.raise();
                return "";
            }
        };
        Map<String, Object> headers = Map.of("Date", "now", "Subject", value, "To", value, SmtpxConstants.RECIPIENTS, value);
        for (String options : List.of(
                COMPOSED + "&headerFilterStrategy=#filter", COMPOSED + "&useHeaderSubject=true&useHeaderRecipients=true", RAW,
                "raw=true&sender=ann@example.com")) {
            AsyncProducer producer = producer(options);
            Call call = new Call(producer.getEndpoint().createExchange());
            call.exchange.getMessage().setBody("text");
            call.exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
            call(producer, call, () -> {
            });
            assertThat(call.outcome()).as(options).isNotNull();
        }
    }

    @Test
    void aPipeThatIsFilledAfterProcessHasReturnedIsSent() throws Exception {
        for (String options : List.of(RAW, COMPOSED)) {
            AsyncProducer producer = producer(options);
            PipedOutputStream pipe = new PipedOutputStream();
            Call call = call(producer, new PipedInputStream(pipe));
            assertThat(call.returned).isFalse();
            try (pipe) {
                pipe.write(MAIL.getBytes(StandardCharsets.US_ASCII));
            }
            delivered(call);
        }
    }

    @Test
    void aSourceThatGivesNothingFailsAfterBlockTimeout() throws Exception {
        for (String options : List.of(RAW, COMPOSED)) {
            AsyncProducer producer = producer(options + "&blockTimeout=300");
            try (PipedOutputStream pipe = new PipedOutputStream()) {
                Call call = call(producer, new PipedInputStream(pipe));
                assertThat(call.outcome().any(Fate.FAILED)).as(options).isTrue();
                assertThat(call.exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                        .hasMessageContaining("300 ms");
            }
        }
        await().untilAsserted(() -> assertThat(server.messages()).isEmpty());
    }

    @Test
    void aSourceWhoseReadsReturnNothingFails() throws Exception {
        for (String options : List.of(RAW, COMPOSED, RAW + "&synchronous=true")) {
            Call call = call(producer(options), new ByteArrayInputStream(new byte[10]) {
                @Override
                public int read(byte[] octets, int offset, int length) {
                    return 0;
                }
            });
            assertThat(call.outcome().any(Fate.DELIVERED)).as(options).isFalse();
            assertThat(call.exchange.getException()).hasStackTraceContaining("0 octets");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "abort", "callerRuns" })
    void aFullWorkerPoolEndsEveryExchange(String policy) throws Exception {
        RejectedExecutionHandler handler = policy.equals("abort")
                ? new ThreadPoolExecutor.AbortPolicy() : new ThreadPoolExecutor.CallerRunsPolicy();
        CountDownLatch gate = new CountDownLatch(1);
        bounded = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), handler);
        SmtpxComponent component = new SmtpxComponent();
        component.setWorkerPool(bounded);
        context.addComponent("bounded", component);
        for (int i = 0; i < 2; i++) {
            bounded.execute(() -> awaitGate(gate));
        }
        try {
            AsyncProducer producer = context.getEndpoint("bounded:" + server.address() + "?" + RAW).createAsyncProducer();
            producer.start();
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(call(producer, MAIL));
            }
            for (Call call : calls) {
                delivered(call);
            }
            if (policy.equals("abort")) {
                Call stream = call(producer, new PipedInputStream());
                assertThat(stream.outcome().any(Fate.FAILED)).isTrue();
                assertThat(stream.exchange.getException()).hasMessageContaining("the worker pool takes no further message");
            }
        } finally {
            gate.countDown();
            bounded.shutdown();
        }
    }

    /** Another attempt with the same exchange, as Camel's error handler makes it. */
    private static Call again(AsyncProducer producer, Call before) {
        before.exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, before.exchange.getException());
        before.exchange.setException(null);
        before.exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, 1);
        return call(producer, new Call(before.exchange), () -> {
        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aResultThatCannotBeWrittenIsNoReasonToSendAgain(Kind kind) throws Exception {
        AtomicInteger raising = new AtomicInteger(2);
        AsyncProducer producer = producer(RAW);
        Call first = new Call(producer.getEndpoint().createExchange());
        first.exchange.setIn(new DefaultMessage(context) {
            @Override
            public void setHeader(String name, Object value) {
                if (name.equals(SmtpxConstants.DELIVERED) && raising.getAndDecrement() > 0) {
                    kind.raise();
                }
                super.setHeader(name, value);
            }
        });
        first.exchange.getMessage().setBody(MAIL);
        call(producer, first, () -> {
        });
        assertThat(first.outcome().any(Fate.DELIVERED)).isTrue();
        assertThat(again(producer, first).outcome().any(Fate.DELIVERED)).isTrue();
        assertThat(first.exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        delivered(again(producer, first));
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void aReadThatEndsAfterItsExchangeDoesNotHideWhatEarlierAttemptsAchieved() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        bounded = new ThreadPoolExecutor(4, 4, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(8));
        SmtpxComponent component = new SmtpxComponent();
        component.setWorkerPool(bounded);
        context.addComponent("slow", component);
        MimeMessage body = new MimeMessage(null, new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.US_ASCII))) {
            @Override
            public void writeTo(OutputStream to, String[] unsent) throws IOException, MessagingException {
                if (reads.incrementAndGet() == 2) {
                    awaitGate(gate);
                }
                super.writeTo(to, unsent);
            }
        };
        try {
            AsyncProducer producer = context.getEndpoint(
                    "slow:" + server.address() + "?blockTimeout=2000&skipBad=true&failOnPartial=true&sender=ann@example.com"
                                                         + "&recipients=bob@example.org,carol@example.org")
                    .createAsyncProducer();
            producer.start();
            Call first = call(producer, body);
            assertThat(fates(first)).containsExactly(Fate.DELIVERED, Fate.FAILED);
            assertThat(fates(again(producer, first))).containsExactly(Fate.DELIVERED, Fate.FAILED);
            gate.countDown();
            await().until(() -> bounded.getActiveCount() == 0 && bounded.getQueue().isEmpty());
            assertThat(fates(again(producer, first))).containsExactly(Fate.DELIVERED, Fate.DELIVERED);
        } finally {
            gate.countDown();
            bounded.shutdown();
        }
        assertThat(server.messages()).extracting(ReceivedMessage::to)
                .containsExactly(List.of("bob@example.org"), List.of("carol@example.org"));
    }

    private static List<Fate> fates(Call call) throws InterruptedException {
        return call.outcome().results().stream().map(RecipientResult::fate).toList();
    }

    /** An exchange whose route leaves its thread interrupted is the last that notices. */
    @Test
    void anInterruptOfOneCallbackReachesNoOther() throws Exception {
        AsyncProducer producer = producer(RAW);
        List<Call> calls = new ArrayList<>();
        AtomicInteger interrupted = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            Call call = new Call(producer.getEndpoint().createExchange());
            call.exchange.getMessage().setBody(MAIL);
            calls.add(call(producer, call, () -> {
                interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                Thread.currentThread().interrupt();
            }));
        }
        for (Call call : calls) {
            delivered(call);
        }
        assertThat(interrupted).hasValue(0);
    }

    @Test
    void aWorkerPoolThatDiscardsTasksIsRefused() {
        for (RejectedExecutionHandler handler : List.of(
                new ThreadPoolExecutor.DiscardPolicy(), new ThreadPoolExecutor.DiscardOldestPolicy())) {
            bounded = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), handler);
            SmtpxComponent component = new SmtpxComponent();
            assertThatIllegalArgumentException().isThrownBy(() -> component.setWorkerPool(bounded))
                    .withMessageContaining("workerPool discards tasks");
            bounded.shutdown();
        }
    }

    /** Encoding errors are I/O exceptions in Java, but no further attempt can help. */
    @Test
    void aBodyThatIsNoTextIsRejectedForGood() {
        for (Object body : List.of("half a pair: \uD800", new byte[] { 'a', (byte) 0xFF, (byte) 0xFE })) {
            Exchange exchange = send(COMPOSED + "&contentType=RAW(text/plain; charset=UTF-8)", body);
            assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
            assertThat(header(exchange, SmtpxConstants.OUTCOME, Outcome.class).any(Fate.REJECTED)).isTrue();
        }
        assertThat(server.messages()).isEmpty();
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
