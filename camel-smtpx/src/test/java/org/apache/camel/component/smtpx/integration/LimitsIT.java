/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What servers limit: size, recipients of a transaction, messages of a connection, early talkers. */
@ExtendWith(ServerTally.class)
class LimitsIT {

    private static final SendPolicy SKIP_BAD = SendPolicy.DEFAULTS.withSkipBad(true).withOneFlight(OneFlight.AUTO);
    private static final SendPolicy SKIP_BAD_BY_DATA = new SendPolicy(true, true, false, SendPolicy.DEFAULT_CHUNK_SIZE, false);

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim", "aiosmtpd" })
    void aMessageLargerThanTheServerTakesIsNotSent(String name) throws IOException {
        try (TestClient client = TestClient.of(DebianServer.named(name).strictPort())) {
            Outcome outcome = client.send(MessageSource.of(new byte[200_000]), TestClient.fresh("size"));
            assertThat(outcome.results().get(0).fate()).isEqualTo(Fate.REJECTED);
            assertThat(outcome.stage()).isEqualTo(Stage.LOCAL);
            assertThat(client.transcript()).noneMatch(line -> line.contains("MAIL FROM"));
        }
    }

    @ParameterizedTest
    @CsvSource({ "postfix,true", "postfix,false", "exim,true", "exim,false", "aiosmtpd,false" })
    void aStreamThatTurnsOutTooLargeIsRefusedByTheServer(String name, boolean chunking) throws IOException {
        DebianServer server = DebianServer.named(name);
        byte[] large = "0123456789\r\n".repeat(100_000).getBytes();
        String next = TestClient.fresh("next");
        try (TestClient client = TestClient.of(server.strictPort()).policy(chunking ? SKIP_BAD : SKIP_BAD_BY_DATA)) {
            Outcome outcome = client.send(MessageSource.of(new ByteArrayInputStream(large)), TestClient.fresh("size"));
            if (name.equals("exim") && chunking) {
                // Exim closes when the next chunk is already on its way, and what it said may be lost with the connection.
                assertThat(outcome.results().get(0).fate()).as(outcome.toString()).isIn(Fate.REJECTED, Fate.FAILED);
            } else {
                assertThat(outcome.results().get(0).fate()).as(outcome.toString()).isEqualTo(Fate.REJECTED);
                assertThat(outcome.reply().code()).isEqualTo(552);
            }
            Outcome after = client.send(Sample.PLAIN.source(), next);
            assertThat(after.delivered()).as(after + "\n" + client.lastLines(15)).hasSize(1);
        }
        server.mails().arrived(next);
    }

    @ParameterizedTest
    @CsvSource({ "postfix,true", "postfix,false", "exim,true", "exim,false", "aiosmtpd,false" })
    void moreRecipientsThanATransactionTakesGoOnInTheNext(String name, boolean chunking) throws IOException {
        goesToAll(DebianServer.named(name), DebianServer.named(name).strictPort(), 9, chunking);
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void fifteenHundredRecipientsTakeTwoTransactions(String name) throws IOException {
        goesToAll(DebianServer.named(name), DebianServer.named(name).port(), 1500, true);
    }

    private static void goesToAll(DebianServer server, int port, int recipients, boolean chunking) throws IOException {
        String[] all = IntStream.range(0, recipients).mapToObj(i -> TestClient.fresh("limit")).toArray(String[]::new);
        try (TestClient client = TestClient.of(port).policy(chunking ? SKIP_BAD : SKIP_BAD_BY_DATA)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), all);
            assertThat(outcome.refused()).as(outcome.toString()).isEmpty();
            assertThat(outcome.delivered()).hasSize(recipients);
            assertThat(client.transcript()).filteredOn(line -> line.contains("MAIL FROM")).hasSizeGreaterThan(1);
        }
        for (String recipient : all) {
            server.mails().arrived(recipient);
        }
    }

    /** The strict ports say 421 to the fourth MAIL. */
    @ParameterizedTest
    @CsvSource({ "exim,true", "exim,false", "aiosmtpd,true", "aiosmtpd,false" })
    void moreMessagesThanAConnectionTakesGoOnInTheNext(String name, boolean together) throws IOException {
        DebianServer server = DebianServer.named(name);
        List<String> all = IntStream.range(0, 20).mapToObj(i -> TestClient.fresh("messages")).toList();
        try (TestClient client = TestClient.of(server.strictPort())) {
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (String to : all) {
                CompletableFuture<Outcome> outcome = client.begin(TestClient.envelope(to), Sample.PLAIN.source());
                outcomes.add(outcome);
                if (!together) {
                    TestClient.result(outcome);
                }
            }
            for (CompletableFuture<Outcome> outcome : outcomes) {
                assertThat(TestClient.result(outcome).delivered()).as(outcome.join() + "\n" + client.lastLines(15)).hasSize(1);
            }
        }
        for (String to : all) {
            server.mails().arrived(to);
        }
    }

    /**
     * The server closes after its fifth error, rejected recipients included. The others go on another connection, and
     * the next send succeeds.
     */
    @Test
    void closeBetweenRecipientsLeavesNoRecipientUndecided() throws IOException {
        DebianServer postfix = DebianServer.postfix();
        List<String> all = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> all.add(TestClient.fresh("bad")));
        String good = TestClient.fresh("good");
        String next = TestClient.fresh("good");
        all.add(good);
        try (TestClient client = TestClient.of(postfix.strictPort()).policy(SKIP_BAD)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), all.toArray(String[]::new));
            assertThat(outcome.results()).hasSize(11);
            assertThat(outcome.results().get(0).fate()).isEqualTo(Fate.REJECTED);
            assertThat(outcome.results().get(10).fate()).as(outcome.toString()).isEqualTo(Fate.DELIVERED);
            assertThat(client.send(Sample.PLAIN.source(), next).delivered()).hasSize(1);
        }
        postfix.mails().arrived(good);
        postfix.mails().arrived(next);
    }

    /**
     * Of a hundred recipients every other one is rejected, and Postfix replies 421 at the twentieth. Its replies stand,
     * the other recipients go on another connection or are FAILED with the 421. Sending again what FAILED, as a route
     * does, comes to an end.
     */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void manyRejectedRecipientsEndTheConnectionAndEachHasAFate(boolean chunking) throws IOException {
        DebianServer postfix = DebianServer.postfix();
        List<String> left = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> left.add(TestClient.fresh(i % 2 == 0 ? "bad" : "good")));
        List<String> good = left.stream().filter(to -> to.startsWith("good")).toList();
        int sends = 0;
        try (TestClient client = TestClient.of(postfix.usualPort()).policy(chunking ? SKIP_BAD : SKIP_BAD_BY_DATA)) {
            while (!left.isEmpty()) {
                Outcome outcome = client.send(Sample.PLAIN.source(), left.toArray(String[]::new));
                sends++;
                List<RecipientResult> failed = outcome.results().stream().filter(r -> r.fate() == Fate.FAILED).toList();
                assertThat(sends).as(outcome + "\n" + client.lastLines(20)).isLessThanOrEqualTo(3);
                assertThat(outcome.results()).allSatisfy(result -> assertThat(result.fate()).as(result.toString())
                        .isIn(Fate.FAILED, result.recipient().toString().contains("bad") ? Fate.REJECTED : Fate.DELIVERED));
                assertThat(failed).allSatisfy(
                        result -> assertThat(result.reply()).hasToString("421 4.7.0 mx.test Error: too many errors"));
                left.removeIf(to -> failed.stream().noneMatch(result -> result.recipient().address().toString().equals(to)));
            }
        }
        good.forEach(postfix.mails()::arrived);
    }

    @ParameterizedTest
    @ValueSource(strings = { "exim", "aiosmtpd" })
    void contentIsRefusedForGoodOrForNow(String name) throws IOException {
        try (TestClient client = TestClient.of(DebianServer.named(name).port())) {
            Outcome refused = client.send(
                    MessageSource.of("Subject: refuse-content\r\n\r\nx\r\n".getBytes()), TestClient.fresh("content"));
            assertThat(refused.results().get(0).fate()).isEqualTo(Fate.REJECTED);
            assertThat(refused.stage()).isEqualTo(Stage.FINAL);
            Outcome deferred = client.send(
                    MessageSource.of("Subject: defer-content\r\n\r\nx\r\n".getBytes()), TestClient.fresh("content"));
            assertThat(deferred.results().get(0).fate()).isEqualTo(Fate.FAILED);
            assertThat(deferred.isTransient()).isTrue();
            assertThat(client.send(Sample.PLAIN.source(), TestClient.fresh("content")).delivered()).hasSize(1);
        }
    }

    /** postscreen greets in two lines, defers a client that passed its tests, and accepts its next connection. */
    @Test
    void reconnectingClientPassesPostscreen() throws IOException {
        DebianServer postfix = DebianServer.postfix();
        String to = TestClient.fresh("screened");
        try (TestClient client = TestClient.of(postfix.screenedPort())) {
            Outcome first = client.send(Sample.PLAIN.source(), to);
            assertThat(first.results().get(0).fate()).isEqualTo(Fate.FAILED);
            assertThat(first.isTransient()).isTrue();
            assertThat(first.reply()).hasToString("450 4.3.2 Service currently unavailable");
            Outcome second = client.send(Sample.PLAIN.source(), to);
            assertThat(second.delivered()).as(second + "\n" + client.lastLines(15)).hasSize(1);
        }
        postfix.mails().arrived(to);
    }
}
