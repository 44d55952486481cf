/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.pool.LimitedServer.End;
import org.apache.camel.component.smtpx.internal.pool.LimitedServer.Limits;
import org.apache.camel.component.smtpx.internal.traffic.Rate;
import org.apache.camel.component.smtpx.internal.traffic.TrafficSettings;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.mail.ServerLimits.State;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that limit recipients, messages, errors and connections: every good recipient gets the message once. */
@Timeout(120)
class ServerLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final SmtpThreads threads = new SmtpThreads(1, "limits-test", Executors.newCachedThreadPool(), true);
    private PooledClient client;
    private LimitedServer server;

    @AfterEach
    void stop() throws Exception {
        if (client != null) {
            client.close(Duration.ofSeconds(5));
        }
        threads.close();
        if (server != null) {
            server.close();
        }
    }

    private void connect(Limits limits, int connections, boolean skipBad, String... offers) throws Exception {
        connect(limits, connections, skipBad, false, offers);
    }

    private void connect(Limits limits, int connections, boolean skipBad, boolean synchronous, String... offers)
            throws Exception {
        server = new LimitedServer(limits, offers);
        SSLContext tls = SSLContext.getDefault();
        Route route = new Route("localhost", server.port(), false, () -> tls, "localhost", true, SocketSettings.DIRECT);
        client = new PooledClient(
                ClientSettings.builder(List.of(route)).hello("client.test").startTls(StartTls.NEVER)
                        .policy(SendPolicy.DEFAULTS.withOneFlight(OneFlight.AUTO).withSkipBad(skipBad))
                        .limits(PoolLimits.builder().maxConnections(connections).maxInFlight(4).build())
                        .deadlines(Timeouts.of(LONG)).synchronous(synchronous).build(),
                threads, System::nanoTime);
    }

    private ServerLimits limits() {
        return client.serverLimits().get(0);
    }

    private static List<String> recipients(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i + "@example.org").toList();
    }

    private Outcome send(String subject, List<String> recipients) throws Exception {
        return begin(subject, recipients).get(100, TimeUnit.SECONDS);
    }

    private CompletableFuture<Outcome> begin(String subject, List<String> recipients) {
        Envelope envelope = Envelope.of(
                Address.parse("ann@example.com"), recipients.stream().map(Recipient::of).toList());
        return client.send(envelope, MessageSource.of((subject + "\r\n\r\nHello.\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private void assertFates(String subject, Outcome outcome) {
        for (RecipientResult result : outcome.results()) {
            String recipient = result.recipient().address().toString();
            if (recipient.startsWith("r")) {
                assertThat(result.fate()).as("%s: %s", subject, result).isEqualTo(Fate.DELIVERED);
                assertThat(server.copies(subject, recipient)).as("%s to %s", subject, recipient).isEqualTo(1);
            } else {
                assertThat(result.fate()).as("%s: %s", subject, result)
                        .isEqualTo(recipient.startsWith("bad") ? Fate.REJECTED : Fate.FAILED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
            "1, 105, 452 4.5.3 too many, PIPELINING", "5, 105, 451 4.5.3 too many, PIPELINING",
            "50, 105, 452 Too many recipients, PIPELINING", "100, 105, 452 too many, PIPELINING",
            "100, 105, 452 4.5.3 too many, HELP", "7, 105, 452 4.5.3 too many, PIPELINING CHUNKING",
            "5, 105, 552 Too many recipients, PIPELINING", "100, 105, 552 5.5.3 too many, HELP",
            "7, 105, 550 5.5.3 too many, PIPELINING CHUNKING", "1, 105, 552 Too many recipients, PIPELINING CHUNKING",
            "1, 1000, 452 4.5.3 too many, PIPELINING CHUNKING", "5, 1000, 452 4.5.3 too many, PIPELINING",
            "50, 1000, 451 4.5.3 too many, PIPELINING", "100, 1000, 452 4.5.3 too many, PIPELINING" })
    void allRecipientsAreDeliveredBeyondTheLimitOnThem(int limit, int count, String tooMany, String offers) throws Exception {
        connect(Limits.NONE.withRecipients(limit, tooMany).withErrors(3), 8, true, offers.split(" "));
        assertFates("first", send("first", recipients(count)));
        // The limit is known now: no further recipient is sent beyond it.
        int overLimit = server.overLimit.get();
        assertFates("second", send("second", recipients(count)));
        assertThat(server.overLimit).hasValue(overLimit);
    }

    @Test
    void noRecipientFollowsTheFirstReplyAboutTheLimit() throws Exception {
        connect(Limits.NONE.withRecipients(5, "452 4.5.3 too many recipients"), 1, true);
        assertFates("first", send("first", recipients(105)));
        assertThat(server.overLimit).hasValue(1);
    }

    @Test
    void allOrNothingIsRefusedBeyondTheLimitOnRecipients() throws Exception {
        connect(Limits.NONE.withRecipients(5, "452 4.5.3 too many recipients"), 1, false, "PIPELINING");
        Outcome outcome = send("first", recipients(7));
        assertThat(outcome.results()).extracting(RecipientResult::fate).containsOnly(Fate.FAILED);
        assertThat(server.copies).isEmpty();
        assertFates("second", send("second", recipients(5)));
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void errorsOfEarlierMessagesDoNotFailALaterOne(boolean skipBad) throws Exception {
        connect(Limits.NONE.withErrors(3), 1, skipBad, "PIPELINING");
        for (int i = 0; i < 20; i++) {
            String bad = "bad" + i + "@example.org";
            assertFates("bad" + i, send("bad" + i, List.of(bad)));
            assertFates("good" + i, send("good" + i, recipients(2)));
        }
    }

    @Test
    void rejectedRecipientsDoNotBlockAcceptedOnes() throws Exception {
        connect(Limits.NONE.withErrors(3), 2, true, "PIPELINING");
        List<String> mixed = new ArrayList<>(recipients(20));
        IntStream.range(0, 20).forEach(i -> mixed.add(i * 2, "bad" + i + "@example.org"));
        assertFates("mixed", send("mixed", mixed));
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING", "PIPELINING CHUNKING", "HELP" })
    void recipientThatAlwaysGets421DoesNotBlockTheOthers(String offers) throws Exception {
        connect(Limits.NONE, 1, true, offers.split(" "));
        for (int i = 0; i < 3; i++) {
            List<String> mixed = new ArrayList<>(recipients(4));
            mixed.add(i, "cursed@example.org");
            mixed.add(i * 2, "cursed2@example.org");
            assertFates("mixed" + i, send("mixed" + i, mixed));
        }
    }

    /**
     * The server answers each error with 421. On its reused connections a rejected recipient gets one after the other,
     * while a recipient beyond the limit waits.
     */
    @Test
    void aRecipientThatKeepsGetting421DoesNotBlockThoseBeyondTheLimit() throws Exception {
        connect(Limits.NONE.withRecipients(2, "452 4.5.3 too many").withErrors(1), 6, true, "PIPELINING");
        inThreads(6, thread -> {
            for (int i = 0; i < 40; i++) {
                String name = "t" + thread + "." + i;
                List<String> mixed = new ArrayList<>(recipients(3));
                mixed.add(i % 4, "cursed@example.org");
                assertFates(name, send(name, mixed));
                assertFates("other" + name, send("other" + name, recipients(1)));
            }
        });
    }

    @Test
    void repeatsEndWhenEveryRecipientGets421() throws Exception {
        connect(Limits.NONE, 1, true, "PIPELINING");
        Outcome outcome = send("cursed", IntStream.range(0, 1000).mapToObj(i -> "cursed" + i + "@example.org").toList());
        assertThat(outcome.results()).extracting(RecipientResult::fate).containsOnly(Fate.FAILED);
        assertThat(outcome.isTransient()).isTrue();
        assertThat(server.accepted).hasValueBetween(1, 30);
    }

    @Test
    void theThirdRefusedCommandGetsItsOwnReply() throws Exception {
        connect(Limits.NONE.withErrors(3), 1, true, "PIPELINING");
        for (int i = 0; i < 10; i++) {
            Reply reply = client.verify("somebody").get(20, TimeUnit.SECONDS);
            assertThat(reply.code()).isEqualTo(550);
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void messagesContinueOnANewConnection(End end) throws Exception {
        connect(Limits.NONE.withMessages(3, end), 4, true, "PIPELINING");
        List<CompletableFuture<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(begin("m" + i, recipients(1)));
        }
        for (int i = 0; i < all.size(); i++) {
            assertFates("m" + i, all.get(i).get(60, TimeUnit.SECONDS));
        }
    }

    static Stream<Arguments> connectionLimits() {
        return Stream.of(End.values()).flatMap(end -> Stream.of(false, true).flatMap(synchronous -> Stream.of(
                Arguments.of(1, end, synchronous), Arguments.of(3, end, synchronous), Arguments.of(5, end, synchronous))));
    }

    /** Courier closes the sixth connection of an address, Exim greets the fourth of a host with 421. */
    @ParameterizedTest
    @MethodSource("connectionLimits")
    void aRefusedConnectionFailsNoMessage(int limit, End refusal, boolean synchronous) throws Exception {
        connect(Limits.NONE.withConnections(limit, refusal), 8, true, synchronous, "PIPELINING");
        sendFromThreads(8, 75);
        // Those that were opened together at the beginning, and few since
        assertThat(server.refusedConnections).hasValueLessThan(8 - limit + 8);
        assertThat(limits().connections()).isEqualTo(limit);
        assertThat(limits().state()).isEqualTo(State.LIMITED);
        assertThat(limits().why()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aRefusedConnectionFailsNoMessageWhereEachCarriesFew(boolean synchronous) throws Exception {
        connect(Limits.NONE.withConnections(3, End.REPLY_421).withMessages(10, End.REPLY_421), 8, true, synchronous,
                "PIPELINING");
        sendFromThreads(8, 75);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void messagesThatCameTooFastAreSentLater(boolean synchronous) throws Exception {
        server = new LimitedServer(Limits.NONE, 20, 200, "PIPELINING");
        connect(TrafficSettings.DEFAULT, synchronous);
        long began = System.nanoTime();
        sendFromThreads(8, 50);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(3600), Duration.ofSeconds(8));
        assertThat(server.tooFast).hasValueBetween(1, 40);
        assertThat(limits().state()).isNotEqualTo(State.OPEN);
        assertThat(limits().perSecond()).isBetween(50.0, 130.0);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aGivenRateMeetsNoLimit(boolean synchronous) throws Exception {
        server = new LimitedServer(Limits.NONE, 100, 1000, "PIPELINING");
        connect(new TrafficSettings(true, Rate.parse("maxRate", "90/s"), null, null), synchronous);
        long began = System.nanoTime();
        sendFromThreads(8, 40);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(3400), Duration.ofSeconds(8));
        assertThat(server.tooFast).hasValue(0);
        assertThat(limits().state()).isEqualTo(State.OPEN);
    }

    @Test
    void aMessageThatDoesNotFitIntoTheRateIsToldWhenToReturn() throws Exception {
        server = new LimitedServer(Limits.NONE, 0, 1, "PIPELINING");
        connect(new TrafficSettings(true, Rate.parse("maxRate", "2/m"), null, null), false, Duration.ofMillis(200));
        assertThat(send("first", recipients(1)).any(Fate.DELIVERED)).isTrue();
        Outcome outcome = send("second", recipients(1));
        assertThat(outcome.isTransient()).isTrue();
        assertThat(outcome.via().retryAfter()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
    }

    private void connect(TrafficSettings traffic, boolean synchronous) throws Exception {
        connect(traffic, synchronous, LONG);
    }

    private void connect(TrafficSettings traffic, boolean synchronous, Duration acquireTimeout) throws Exception {
        SSLContext tls = SSLContext.getDefault();
        Route route = new Route("localhost", server.port(), false, () -> tls, "localhost", true, SocketSettings.DIRECT);
        client = new PooledClient(
                ClientSettings.builder(List.of(route)).hello("client.test").startTls(StartTls.NEVER)
                        .policy(SendPolicy.DEFAULTS.withOneFlight(OneFlight.AUTO).withSkipBad(true))
                        .limits(PoolLimits.builder().acquireTimeout(acquireTimeout).build()).traffic(traffic)
                        .deadlines(Timeouts.of(LONG)).synchronous(synchronous).build(),
                threads, System::nanoTime);
    }

    private void sendFromThreads(int threads, int each) throws Exception {
        inThreads(threads, thread -> {
            for (int i = 0; i < each; i++) {
                String name = "t" + thread + "." + i;
                assertFates(name, send(name, recipients(1)));
            }
        });
    }

    private interface Sending {
        void run(int thread) throws Exception;
    }

    private static void inThreads(int threads, Sending sending) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                tasks.add(() -> {
                    sending.run(thread);
                    return null;
                });
            }
            for (Future<Void> sender : senders.invokeAll(tasks)) {
                sender.get(60, TimeUnit.SECONDS);
            }
        } finally {
            senders.shutdownNow();
        }
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, Integer.getInteger("limits.seeds", 12)).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyGoodRecipientIsDeliveredOnceWhateverTheLimits(int seed) throws Exception {
        Random random = new Random(seed);
        String tooMany = List.of("452 4.5.3 too many", "451 4.5.3 too many", "452 Too many recipients").get(random.nextInt(3));
        Limits limits = Limits.NONE
                .withRecipients(random.nextBoolean() ? 0 : 1 + random.nextInt(8), tooMany)
                .withMessages(random.nextInt(6), End.values()[random.nextInt(3)])
                .withErrors(random.nextInt(5));
        String[] offers = List.of("PIPELINING", "PIPELINING CHUNKING", "HELP").get(random.nextInt(3)).split(" ");
        connect(limits, 1 + random.nextInt(6), true, random.nextInt(3) == 0, offers);
        inThreads(4, thread -> {
            Random own = new Random(seed * 31L + thread);
            for (int i = 0; i < 25; i++) {
                String name = "m" + thread + "." + i;
                List<String> mixed = new ArrayList<>(recipients(1 + own.nextInt(12)));
                int bad = own.nextInt(3) == 0 ? own.nextInt(4) : 0;
                IntStream.range(0, bad).forEach(j -> mixed.add("bad" + j + "@example.org"));
                IntStream.range(0, own.nextInt(3)).forEach(j -> mixed.add("j\u00F6rg" + j + "@example.org"));
                if (!List.of(offers).contains("CHUNKING") && own.nextInt(4) == 0) {
                    IntStream.range(0, 1 + own.nextInt(2)).forEach(j -> mixed.add("cursed" + j + "@example.org"));
                }
                Collections.shuffle(mixed, own);
                assertGoodFates(name, send(name, mixed), limits, offers);
            }
        });
    }

    private void assertGoodFates(String subject, Outcome outcome, Limits limits, String... offers) {
        for (RecipientResult result : outcome.results()) {
            String recipient = result.recipient().address().toString();
            String about = subject + " with " + limits + " " + Arrays.toString(offers) + ": " + outcome;
            if (recipient.startsWith("r")) {
                assertThat(result.fate()).as(about).isEqualTo(Fate.DELIVERED);
                assertThat(server.copies(subject, recipient)).as(about).isEqualTo(1);
            } else if (recipient.startsWith("cursed")) {
                assertThat(result.fate()).as(about).isEqualTo(Fate.FAILED);
            } else if (limits.errors() != 1 || recipient.startsWith("j")) {
                assertThat(result.fate()).as(about).isEqualTo(Fate.REJECTED);
            }
        }
    }
}
