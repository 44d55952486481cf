/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What has to hold with every server, as far as the server offers it: messages arrive octet for octet by every plan,
 * and each recipient has the fate that the outcome tells.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ServerTally.class)
abstract class SendingContract {

    private static final SendPolicy DATA_GROUP = new SendPolicy(false, true, false, SendPolicy.DEFAULT_CHUNK_SIZE, false);
    private static final SendPolicy LOCK_STEP_DATA = new SendPolicy(false, false, false, SendPolicy.DEFAULT_CHUNK_SIZE, false);
    private static final SendPolicy LOCK_STEP_BDAT = new SendPolicy(false, false, true, SendPolicy.DEFAULT_CHUNK_SIZE, false);
    private static final SendPolicy SKIP_BAD = SendPolicy.DEFAULTS.withSkipBad(true);

    /** A way to send, and the plan it comes to where everything is offered. */
    enum Way {
        ONE_FLIGHT(SendPolicy.DEFAULTS, SendPlan.ONE_FLIGHT, 1),
        GATED(SendPolicy.DEFAULTS, SendPlan.GATED, 2),
        SMALL_CHUNKS(new SendPolicy(false, true, true, 16 * 1024, false), SendPlan.GATED, 2),
        GROUP(DATA_GROUP, SendPlan.DATA_GROUP, 1),
        ONE_BY_ONE(LOCK_STEP_DATA, SendPlan.LOCK_STEP, 1),
        ONE_BY_ONE_CHUNKED(LOCK_STEP_BDAT, SendPlan.LOCK_STEP, 1);

        private final SendPolicy policy;
        private final SendPlan plan;
        private final int recipients;

        Way(SendPolicy policy, SendPlan plan, int recipients) {
            this.policy = policy;
            this.plan = plan;
            this.recipients = recipients;
        }

        boolean chunked() {
            return this != GROUP && this != ONE_BY_ONE;
        }
    }

    /** The server; skips the test when it cannot be had. */
    abstract Peer peer();

    /** A client for one of its ports, with whatever the server wants before it takes mail. */
    TestClient client(int port) {
        return TestClient.of(port);
    }

    /** Extensions that the server offers, as the tests are to know them. */
    abstract Set<String> offered();

    /** Whether the server refuses recipients that begin with "bad", and defers those that begin with "tempfail". */
    boolean refusesRecipients() {
        return true;
    }

    /** Whether the server keeps the sender of a mail. */
    boolean keepsSender() {
        return true;
    }

    /** Whether the server completes a last line that lacks its end when it comes by BDAT. */
    boolean completesTheLastLine() {
        return true;
    }

    /** Whether the server takes lines of more than 1,000 octets. */
    boolean takesLongLines() {
        return true;
    }

    /** Whether chunks are read at a speed that large messages can be sent in. */
    boolean readsChunksFast() {
        return true;
    }

    @AfterEach
    void forgetMails() {
        peer().mails().clear();
    }

    static Stream<Arguments> waysAndSamples() {
        return Stream.of(Way.values()).flatMap(way -> Stream.of(Sample.values())
                .filter(sample -> sample != Sample.LARGE_25_MIB)
                .map(sample -> Arguments.of(way, sample)));
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("waysAndSamples")
    void aMessageArrivesOctetForOctet(Way way, Sample sample) throws IOException {
        assumeTrue(sample != Sample.EIGHT_BIT || offered().contains("8BITMIME"), "no 8BITMIME");
        assumeTrue(sample != Sample.LONG_LINE || takesLongLines(), "takes no long lines");
        try (TestClient client = client(peer().port()).policy(way.policy)) {
            arrives(client, way, sample);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aLargeMessageArrivesOctetForOctet(Way way) throws IOException {
        assumeTrue(readsChunksFast() || !way.chunked(), "reads chunks octet by octet");
        assumeTrue(offered().contains("8BITMIME"), "no 8BITMIME");
        try (TestClient client = client(peer().port()).policy(way.policy)) {
            arrives(client, way, Sample.LARGE_25_MIB);
        }
    }

    @Test
    void aLargeMessageArrivesOctetForOctetUnderTls() throws IOException {
        assumeTrue(offered().contains("8BITMIME"), "no 8BITMIME");
        assumeTrue(readsChunksFast(), "reads chunks octet by octet");
        assumeTrue(offered().contains("STARTTLS"), "no STARTTLS");
        try (TestClient client = client(peer().port()).startTls(StartTls.REQUIRED)) {
            arrives(client, Way.ONE_FLIGHT, Sample.LARGE_25_MIB);
        }
    }

    private void arrives(TestClient client, Way way, Sample sample) throws IOException {
        String[] to = IntStream.range(0, way.recipients).mapToObj(i -> TestClient.fresh("octets")).toArray(String[]::new);
        Outcome outcome = client.send(sample.source(), to);
        assertThat(outcome.delivered()).as(outcome + "\n" + client.lastLines(30)).hasSize(to.length);
        assertThat(outcome.via().plan()).isEqualTo(planFor(way, sample).name());
        boolean kept = sample == Sample.NO_FINAL_NEWLINE && way.chunked() && !completesTheLastLine();
        for (String recipient : to) {
            sameOctets(kept ? sample.octets() : sample.canonical(), peer().mails().arrived(recipient).octets());
        }
    }

    private SendPlan planFor(Way way, Sample sample) {
        if (!offered().contains("PIPELINING")) {
            return SendPlan.LOCK_STEP;
        }
        if (way.plan != SendPlan.LOCK_STEP && !offered().contains("CHUNKING")) {
            return SendPlan.DATA_GROUP;
        }
        boolean eager = way.plan == SendPlan.ONE_FLIGHT;
        return eager && sample == Sample.LARGE_25_MIB ? SendPlan.GATED : way.plan;
    }

    /** The server may put fields before the message, but must not change it; servers that do say so by overriding. */
    void sameOctets(byte[] sent, byte[] arrived) {
        int from = arrived.length - sent.length;
        assertThat(from).as("octets that the server put before the message").isNotNegative();
        if (!Arrays.equals(arrived, from, arrived.length, sent, 0, sent.length)) {
            assertThat(new String(Arrays.copyOfRange(arrived, from, arrived.length), UTF_8))
                    .isEqualTo(new String(sent, UTF_8));
        }
    }

    @Test
    void senderAndRecipientsArriveAsGiven() throws IOException {
        assumeTrue(keepsSender(), "keeps no sender");
        Address sender = Address.exact("\"odd name+tag=x\"@client.test");
        String[] to = { TestClient.fresh("Mixed.Case"), TestClient.fresh("o'neil+tag"), TestClient.fresh("a=b") };
        try (TestClient client = client(peer().port())) {
            Outcome outcome = client.send(
                    Envelope.of(sender, Stream.of(to).map(Recipient::of).toList()), Sample.PLAIN.source());
            assertThat(outcome.delivered()).as(outcome.toString()).hasSize(3);
        }
        for (String recipient : to) {
            assertThat(peer().mails().arrived(recipient).sender()).isEqualTo(sender.toString());
        }
    }

    @Test
    void theNullSenderArrives() throws IOException {
        assumeTrue(keepsSender(), "keeps no sender");
        String to = TestClient.fresh("null");
        try (TestClient client = client(peer().port())) {
            client.send(Envelope.of(Address.NULL, List.of(Recipient.of(to))), Sample.PLAIN.source());
        }
        assertThat(peer().mails().arrived(to).sender()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 10, 100, 1000 })
    void refusedDeferredAndGoodRecipientsEachHaveTheirFate(int good) throws IOException {
        assumeTrue(refusesRecipients(), "refuses nobody");
        List<String> all = new ArrayList<>();
        Set<String> accepted = new LinkedHashSet<>();
        for (int i = 0; i < good; i++) {
            String name = TestClient.fresh("good");
            accepted.add(name);
            all.add(name);
            if (i % 100 == 0) {
                all.add(TestClient.fresh("bad"));
                all.add(TestClient.fresh("tempfail"));
            }
        }
        try (TestClient client = client(peer().port()).policy(SKIP_BAD)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), all.toArray(String[]::new));
            assertThat(outcome.results()).hasSameSizeAs(all).allSatisfy(result -> assertThat(result.fate())
                    .as(result.toString()).isEqualTo(fateOf(result)));
        }
        for (String recipient : accepted) {
            peer().mails().arrived(recipient);
        }
        assertThat(all).filteredOn(name -> !accepted.contains(name))
                .allSatisfy(name -> assertThat(peer().mails().to(name)).isEmpty());
    }

    private static Fate fateOf(RecipientResult result) {
        String name = result.recipient().address().localPart();
        return name.startsWith("bad") ? Fate.REJECTED : name.startsWith("tempfail") ? Fate.FAILED : Fate.DELIVERED;
    }

    @Test
    void allOrNothingDeliversToNoneWhenOneIsRejected() throws IOException {
        assumeTrue(refusesRecipients(), "refuses nobody");
        String good = TestClient.fresh("good");
        String next = TestClient.fresh("next");
        try (TestClient client = client(peer().port())) {
            Outcome outcome = client.send(Sample.PLAIN.source(), good, TestClient.fresh("bad"));
            assertThat(outcome.delivered()).isEmpty();
            assertThat(outcome.results().get(0).fate()).isEqualTo(Fate.FAILED);
            assertThat(outcome.results().get(1).fate()).isEqualTo(Fate.REJECTED);
            assertThat(client.send(Sample.PLAIN.source(), next).delivered()).hasSize(1);
        }
        peer().mails().arrived(next);
        assertThat(peer().mails().to(good)).isEmpty();
    }

    @Test
    void aRefusedRecipientLeavesTheConnectionGood() throws IOException {
        assumeTrue(refusesRecipients(), "refuses nobody");
        try (TestClient client = client(peer().port())) {
            for (int i = 0; i < 5; i++) {
                Outcome refused = client.send(Sample.PLAIN.source(), TestClient.fresh("bad"));
                assertThat(refused.results().get(0).fate()).isEqualTo(Fate.REJECTED);
                assertThat(refused.stage()).isEqualTo(Stage.RCPT);
            }
            String good = TestClient.fresh("good");
            assertThat(client.send(Sample.PLAIN.source(), good).delivered()).hasSize(1);
            peer().mails().arrived(good);
            assertThat(client.transcript().stream().map(line -> line.split(" ")[0]).distinct()).as("connections").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 4, 16, 64 })
    void manyTransactionsOnOneConnectionAllArriveOnce(int inFlight) throws IOException {
        PoolLimits limits = PoolLimits.DEFAULT.withConnections(1, inFlight);
        List<String> all = IntStream.range(0, 200)
                .mapToObj(i -> TestClient.fresh(refusesRecipients() && i % 10 == 3 ? "bad" : "many")).toList();
        try (TestClient client = client(peer().port()).limits(limits)) {
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (String to : all) {
                outcomes.add(client.begin(TestClient.envelope(to), Sample.DOTS.source()));
            }
            for (int i = 0; i < all.size(); i++) {
                RecipientResult result = TestClient.result(outcomes.get(i)).results().get(0);
                assertThat(result.fate()).as(result.toString()).isEqualTo(fateOf(result));
            }
        }
        for (String to : all) {
            if (!to.startsWith("bad")) {
                sameOctets(Sample.DOTS.canonical(), peer().mails().arrived(to).octets());
            }
        }
    }

    @Test
    void startTlsWithAPrivateAuthority() throws IOException {
        assumeTrue(offered().contains("STARTTLS"), "no STARTTLS");
        String to = TestClient.fresh("starttls");
        try (TestClient client = client(peer().port()).startTls(StartTls.REQUIRED)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), to);
            assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
            assertThat(outcome.via().tlsProtocol()).isIn("TLSv1.2", "TLSv1.3");
        }
        peer().mails().arrived(to);
    }

    @Test
    void tlsFromTheStartWithAPrivateAuthority() throws IOException {
        assumeTrue(peer().tlsPort() != 0, "no port with TLS");
        String to = TestClient.fresh("tls");
        try (TestClient client = client(peer().tlsPort()).implicitTls()) {
            Outcome outcome = client.send(Sample.PLAIN.source(), to);
            assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
            assertThat(outcome.via().tlsProtocol()).isIn("TLSv1.2", "TLSv1.3");
        }
        peer().mails().arrived(to);
    }

    @Test
    void aNonAsciiAddressArrivesOrIsRefusedHere() throws IOException {
        String to = "\u043f\u043e\u0447\u0442\u0430." + TestClient.fresh("utf8");
        try (TestClient client = client(peer().port())) {
            Outcome outcome = client.send(Sample.PLAIN.source(), to);
            if (offered().contains("SMTPUTF8")) {
                assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
                peer().mails().arrived(to);
            } else {
                assertThat(outcome.stage()).isEqualTo(Stage.LOCAL);
                assertThat(outcome.results().get(0).fate()).isEqualTo(Fate.REJECTED);
            }
        }
    }

    @Test
    void unofferedExtensionIsDroppedAndReported() throws IOException {
        MailParameters asked = MailParameters.NONE.withTransactionId("t1").withEnvelopeId("id 1").withVerp("");
        String to = TestClient.fresh("dropped");
        try (TestClient client = client(peer().port())) {
            Outcome outcome = client.send(TestClient.envelope(asked, to), Sample.PLAIN.source());
            assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
            assertThat(outcome.via().dropped()).contains("TRANSID");
            assertThat(outcome.via().dropped().contains("ENVID")).isNotEqualTo(offered().contains("DSN"));
            assertThat(outcome.via().dropped().contains("XVERP")).isNotEqualTo(offered().contains("XVERP"));
        }
    }
}
