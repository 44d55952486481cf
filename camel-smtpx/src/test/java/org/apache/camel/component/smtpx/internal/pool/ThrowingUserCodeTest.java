/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.HookedExecutor;
import org.apache.camel.component.smtpx.Thrown;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every hook through which code of others runs, throwing at every call in turn: each message in flight gets one
 * outcome, no connection stays taken, and later messages are delivered.
 */
@Timeout(60)
class ThrowingUserCodeTest {

    private static final byte[] MAIL = "Subject: hello\r\n\r\nHello Bob.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String USER = "ann";
    private static final String PASSWORD = "long-and-secret";
    private static final Envelope ENVELOPE = new Envelope(
            Address.parse("ann@example.com"), List.of(Recipient.of("bob@example.org")), MailParameters.NONE);
    private static final int MESSAGES = 6;
    /** Calls of a hook that throw, one in each run; hooks that are called less often never throw in the last runs. */
    private static final int CALLS = 8;

    private static final AtomicInteger REPORTS = new AtomicInteger();

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer().authenticates(USER, PASSWORD);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Trap trap = new Trap();
    private SmtpThreads engine;
    private PooledClient client;

    /** Hooks; the constant says what the code behind it is called for. */
    enum Hook {
        CALLBACK,
        CALLBACK_EXECUTOR,
        WORKER_POOL,
        WORKER_POOL_RUNS_THEN_THROWS,
        TRANSCRIPT,
        SOURCE_OPEN,
        SOURCE_READ,
        SOURCE_CLOSE,
        CREDENTIALS,
        MECHANISM,
        TLS_CONTEXT
    }

    /** Throws at one call of a hook. */
    private static final class Trap {
        private static final int ALWAYS = -1;
        private final AtomicInteger calls = new AtomicInteger();
        private Hook hook = Hook.CALLBACK;
        private Thrown kind = Thrown.ERROR;
        /** The call that throws, or {@link #ALWAYS}. */
        private volatile int at;

        void at(Hook called) {
            if (called == hook && (calls.incrementAndGet() == at || at == ALWAYS)) {
                kind.raise();
            }
        }
    }

    static Stream<Arguments> cases() {
        List<Arguments> all = new ArrayList<>();
        for (Hook hook : Hook.values()) {
            for (Thrown kind : Thrown.values()) {
                all.add(Arguments.of(hook, kind, false));
                all.add(Arguments.of(hook, kind, true));
            }
        }
        return all.stream();
    }

    /** What is thrown is reported to the handler of the thread, and not to standard error in this test. */
    @BeforeAll
    static void collectReports() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> REPORTS.incrementAndGet());
    }

    @AfterAll
    static void endReports() {
        Thread.setDefaultUncaughtExceptionHandler(null);
        assertThat(REPORTS.get()).isPositive();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest(name = "{0} throws {1}, synchronous {2}")
    @MethodSource("cases")
    void everyMessageGetsOneOutcomeAndNoConnectionIsLost(Hook hook, Thrown kind, boolean synchronous) throws Exception {
        trap.hook = hook;
        trap.kind = kind;
        boolean always = hook == Hook.TLS_CONTEXT;
        boolean handshake = always || hook == Hook.CREDENTIALS || hook == Hook.MECHANISM;
        ExecutorService pool = new HookedExecutor(
                threads, () -> trap.at(Hook.WORKER_POOL), () -> trap.at(Hook.WORKER_POOL_RUNS_THEN_THROWS));
        engine = new SmtpThreads(1, "throwing", pool, false);
        try {
            start(synchronous);
            for (int call = 1; call <= (always ? 1 : CALLS); call++) {
                if (handshake && call > 1) {
                    client.close(Duration.ofSeconds(2));
                    start(synchronous);
                }
                trap.calls.set(0);
                trap.at = always ? Trap.ALWAYS : call;
                List<Outcome> outcomes = send(MESSAGES, synchronous);
                assertThat(outcomes).as("call " + call).hasSize(MESSAGES).doesNotContainNull();
                trap.at = always ? Trap.ALWAYS : 0;
                assertThat(send(3, synchronous)).as("after call " + call)
                        .allSatisfy(outcome -> assertThat(outcome.any(Fate.DELIVERED)).as(outcome.toString()).isTrue());
                await().pollInterval(1, TimeUnit.MILLISECONDS).atMost(5, TimeUnit.SECONDS).untilAsserted(() -> {
                    assertThat(client.counts().inUse()).isZero();
                    assertThat(client.counts().pending()).isZero();
                });
            }
        } finally {
            client.close(Duration.ofSeconds(2));
            engine.close();
        }
    }

    /** Sends messages and waits until each of them has its outcome, once. */
    private List<Outcome> send(int messages, boolean synchronous) throws Exception {
        AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(messages);
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(messages);
        List<Future<?>> sending = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            int message = i;
            Runnable send = () -> client.send(ENVELOPE, source(message), false, synchronous ? this::callHere : this::callLater,
                    outcome -> {
                        calls.incrementAndGet();
                        outcomes.set(message, outcome);
                        done.countDown();
                        trap.at(Hook.CALLBACK);
                    });
            if (synchronous) {
                sending.add(threads.submit(send));
            } else {
                send.run();
            }
        }
        for (Future<?> each : sending) {
            each.get(10, TimeUnit.SECONDS);
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).as("outcomes missing: " + done.getCount()).isTrue();
        assertThat(calls.get()).as("callbacks").isEqualTo(messages);
        return IntStream.range(0, messages).mapToObj(outcomes::get).toList();
    }

    private void callLater(Runnable result) {
        trap.at(Hook.CALLBACK_EXECUTOR);
        threads.execute(result);
    }

    private void callHere(Runnable result) {
        trap.at(Hook.CALLBACK_EXECUTOR);
        result.run();
    }

    /** Every other message is in memory; the rest are streams. */
    private MessageSource source(int message) {
        return message % 2 == 0 ? MessageSource.of(MAIL) : MessageSource.of(() -> {
            trap.at(Hook.SOURCE_OPEN);
            return new TrappedStream();
        }, -1);
    }

    private final class TrappedStream extends FilterInputStream {
        TrappedStream() {
            super(new ByteArrayInputStream(MAIL));
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            trap.at(Hook.SOURCE_READ);
            return super.read(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            trap.at(Hook.SOURCE_CLOSE);
            super.close();
        }
    }

    /** PLAIN from a user factory. */
    private final class TrappedFactory implements SaslClientFactory {
        @Override
        public SaslClient createSaslClient(
                String[] mechanisms, String authorizationId, String protocol, String serverName, Map<String, ?> properties,
                CallbackHandler callbacks)
                throws SaslException {
            trap.at(Hook.MECHANISM);
            return new PlainClient();
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> properties) {
            return new String[] { "PLAIN" };
        }
    }

    private final class PlainClient implements SaslClient {
        private boolean complete;

        @Override
        public String getMechanismName() {
            return "PLAIN";
        }

        @Override
        public boolean hasInitialResponse() {
            return true;
        }

        @Override
        public byte[] evaluateChallenge(byte[] challenge) {
            trap.at(Hook.MECHANISM);
            complete = true;
            return ("\0" + USER + "\0" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) {
            throw new IllegalStateException("no layer");
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) {
            throw new IllegalStateException("no layer");
        }

        @Override
        public Object getNegotiatedProperty(String name) {
            return null;
        }

        @Override
        public void dispose() {
            complete = false;
        }
    }

    private void start(boolean synchronous) {
        List<Route> routes = new ArrayList<>();
        if (trap.hook == Hook.TLS_CONTEXT) {
            // Its connections fail while TLS is set up; the messages go to the next server.
            routes.add(new Route("localhost", server.port(), true, this::tls, "localhost", true, SocketSettings.DIRECT));
        }
        routes.add(new Route("localhost", server.port(), false, this::tls, "localhost", true, SocketSettings.DIRECT));
        PoolLimits limits = PoolLimits.builder().maxConnections(2).maxInFlight(4).idleTimeout(LONG)
                .maxConnectionAge(Duration.ZERO).acquireTimeout(LONG).maxPending(100).loginPause(Duration.ZERO).build();
        Credentials credentials = Credentials.password(USER, PASSWORD);
        CredentialsSupplier supplier = () -> {
            trap.at(Hook.CREDENTIALS);
            return credentials;
        };
        SaslClientFactory factory = trap.hook == Hook.MECHANISM ? new TrappedFactory() : null;
        client = new PooledClient(
                ClientSettings.builder(routes).hello("client.test").credentials(supplier)
                        .mechanisms(new Mechanisms(List.of("PLAIN"), true, factory))
                        .policy(SendPolicy.DEFAULTS.withOneFlight(OneFlight.ALWAYS)).limits(limits)
                        .deadlines(Timeouts.of(LONG)).transcript(line -> trap.at(Hook.TRANSCRIPT)).keepLast(true)
                        .synchronous(synchronous).build(),
                engine);
    }

    private SSLContext tls() {
        trap.at(Hook.TLS_CONTEXT);
        throw new IllegalStateException("TLS is not used");
    }
}
