/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Replies for each recipient behind the message: LMTP of Dovecot, Cyrus and aiosmtpd, and PRDR of Exim. */
@ExtendWith(ServerTally.class)
class LmtpIT {

    private static final SendPolicy SKIP_BAD = SendPolicy.DEFAULTS.withSkipBad(true);
    /** Recipients that begin with late are rejected behind the message. */
    private static final List<String> FIVE = List.of("ann", "late1", "bea", "late2", "cid");

    /** A server, and how it is reached. */
    enum Way {
        DOVECOT("dovecot", "local.test", "552 5.2.2"),
        DOVECOT_SOCKET("dovecot", "local.test", "552 5.2.2"),
        CYRUS("cyrus", "local.test", "550 5.7.1"),
        CYRUS_SOCKET("cyrus", "local.test", "550 5.7.1"),
        AIOSMTPD("aiosmtpd", "example.test", "552 5.2.2"),
        EXIM_PRDR("exim", "example.test", "552 5.2.2");

        private final String name;
        private final String domain;
        private final String rejection;

        Way(String name, String domain, String rejection) {
            this.name = name;
            this.domain = domain;
            this.rejection = rejection;
        }

        DebianServer server() {
            return DebianServer.named(name);
        }

        TestClient client() {
            DebianServer server = server();
            TestClient client = switch (this) {
                case DOVECOT_SOCKET, CYRUS_SOCKET -> TestClient.at(server.unixSocket());
                case EXIM_PRDR -> TestClient.of(server.port());
                default -> TestClient.of(server.lmtpPort()).lmtp();
            };
            return client.policy(SKIP_BAD);
        }

        String[] addresses(List<String> names) {
            return names.stream().map(one -> one + "@" + domain).toArray(String[]::new);
        }
    }

    static Stream<Arguments> waysAndTransports() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(false, true).map(synchronous -> Arguments.of(way, synchronous)));
    }

    private static void eachHasItsOutcome(Way way, List<String> names, Outcome outcome) {
        assertThat(outcome.results()).hasSameSizeAs(names);
        for (RecipientResult result : outcome.results()) {
            // PRDR is for several recipients.
            boolean late = result.recipient().address().localPart().startsWith("late")
                    && (way != Way.EXIM_PRDR || names.size() > 1);
            assertThat(result.fate()).as(outcome.toString()).isEqualTo(late ? Fate.REJECTED : Fate.DELIVERED);
            assertThat(String.valueOf(result.reply())).startsWith(late ? way.rejection : "250 ");
        }
    }

    @ParameterizedTest(name = "{0}, synchronous {1}")
    @MethodSource("waysAndTransports")
    void fiveRecipientsHaveTheirOutcomes(Way way, boolean synchronous) throws IOException {
        try (TestClient client = way.client().synchronous(synchronous)) {
            for (Sample sample : List.of(Sample.PLAIN, Sample.DOTS, Sample.NO_FINAL_NEWLINE)) {
                eachHasItsOutcome(way, FIVE, client.send(sample.source(), way.addresses(FIVE)));
            }
            assertThat(client.transcript().stream().map(line -> line.split(" ")[0]).distinct()).as("connections").hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}, synchronous {1}")
    @MethodSource("waysAndTransports")
    void repliesOfMessagesOnOneConnectionAreNeverSwapped(Way way, boolean synchronous) throws IOException {
        List<List<String>> kinds = List.of(
                List.of("ann", "late1"), List.of("late2", "bea", "late1"), List.of("cid"), List.of("late1"),
                List.of("late1", "ann", "bea", "cid", "late2"));
        SendPolicy policy = SKIP_BAD.withOneFlight(OneFlight.ALWAYS);
        try (TestClient client = way.client().synchronous(synchronous).policy(policy)
                .limits(PoolLimits.DEFAULT.withConnections(1, 16))) {
            Map<CompletableFuture<Outcome>, List<String>> sends = new LinkedHashMap<>();
            for (int i = 0; i < 40; i++) {
                List<String> names = kinds.get(i % kinds.size());
                sends.put(client.begin(TestClient.envelope(way.addresses(names)), Sample.PLAIN.source()), names);
            }
            sends.forEach((send, names) -> eachHasItsOutcome(way, names, TestClient.result(send)));
        }
    }

    @Test
    void whatDovecotSavesIsThere() throws IOException {
        String subject = TestClient.fresh("saved");
        byte[] message = ("Subject: " + subject + "\r\n\r\nHello.\r\n").getBytes();
        try (TestClient client = Way.DOVECOT_SOCKET.client()) {
            client.send(MessageSource.of(message), Way.DOVECOT.addresses(FIVE));
        }
        List<String> having = new ArrayList<>();
        for (String name : FIVE) {
            try (Stream<Path> mails = Files.exists(Way.DOVECOT.server().newMailOf(name))
                    ? Files.list(Way.DOVECOT.server().newMailOf(name)) : Stream.of()) {
                if (mails.anyMatch(mail -> contains(mail, subject))) {
                    having.add(name);
                }
            }
        }
        assertThat(having).containsExactly("ann", "bea", "cid");
    }

    private static boolean contains(Path mail, String text) {
        try {
            return Files.readString(mail).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void startTlsIsUsedWithLmtp() throws IOException {
        DebianServer server = DebianServer.named("dovecot");
        try (TestClient client = TestClient.of(server.lmtpPort()).lmtp().policy(SKIP_BAD).startTls(StartTls.REQUIRED)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), "ann@local.test", "nobody@local.test");
            assertThat(outcome.via().tlsProtocol()).isIn("TLSv1.2", "TLSv1.3");
            assertThat(outcome.results()).extracting(RecipientResult::fate).containsExactly(Fate.DELIVERED, Fate.REJECTED);
        }
    }
}
