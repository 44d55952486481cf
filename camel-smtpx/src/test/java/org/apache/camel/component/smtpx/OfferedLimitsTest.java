/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.component.smtpx.client.SmtpClientBuilder;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** LIMITS (RFC 9422). The test server counts what exceeds a limit that it offers as a violation of the protocol. */
class OfferedLimitsTest extends SmtpxTestSupport {

    private SmtpClientBuilder client() {
        return SmtpClient.builder("localhost").port(server.port()).skipBad(true);
    }

    private static String[] recipients(int count, int domains) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i + "@d" + i % domains + ".example").toArray(String[]::new);
    }

    private Map<Integer, List<ReceivedMessage>> byConnection() {
        return server.messages().stream().collect(Collectors.groupingBy(ReceivedMessage::connection));
    }

    private static List<Fate> fates(Outcome outcome) {
        return outcome.results().stream().map(RecipientResult::fate).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aThousandRecipientsExceedNoLimit(boolean synchronous) {
        server.offersAlso("LIMITS RCPTMAX=20 MAILMAX=5");
        List<String> all = List.of(recipients(1000, 7));
        Exchange exchange = deliver("raw=true&sender=ann@example.com&skipBad=true&synchronous=" + synchronous, MAIL,
                Map.of(SmtpxConstants.RECIPIENTS, all));
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(all);
        assertThat(server.messages()).hasSize(50).allSatisfy(message -> assertThat(message.to()).hasSize(20));
        assertThat(server.commands("MAIL")).hasSize(50);
        assertThat(server.commands("RCPT")).hasSize(1000);
        assertThat(byConnection()).hasSize(10).allSatisfy((connection, messages) -> assertThat(messages).hasSize(5));
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void noConnectionTakesASixthMessageWhateverIsInFlight(boolean synchronous) {
        server.offersAlso("LIMITS MAILMAX=5");
        try (SmtpClient client = client().maxConnections(2).maxInFlight(16).oneFlight(OneFlight.ALWAYS)
                .synchronous(synchronous).build()) {
            List<CompletableFuture<Outcome>> sent = new ArrayList<>();
            for (int i = 0; i < 101; i++) {
                sent.add(client.send(Envelope.of("a@x.example", "b@x.example"), MessageSource.of(MAIL.getBytes())));
            }
            sent.forEach(outcome -> assertThat(fates(outcome.join())).containsExactly(Fate.DELIVERED));
        }
        assertThat(server.commands("MAIL")).hasSize(101);
        assertThat(server.connections()).isGreaterThan(20);
    }

    @Test
    void aLowerLimitOfTheOptionsWins() {
        server.offersAlso("LIMITS MAILMAX=5");
        for (int i = 0; i < 6; i++) {
            deliver("raw=true&maxMessagesPerConnection=2&" + ENVELOPE, MAIL);
        }
        assertThat(byConnection()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void noConnectionHasMoreDomainsThanTheServerAllows(boolean synchronous) {
        server.offersAlso("LIMITS RCPTDOMAINMAX=2 RCPTMAX=9");
        try (SmtpClient client = client().maxConnections(3).synchronous(synchronous).build()) {
            List<CompletableFuture<Outcome>> sent = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sent.add(client.send(Envelope.of("a@x.example", recipients(20, 1 + i % 5)),
                        MessageSource.of(MAIL.getBytes())));
            }
            sent.forEach(outcome -> assertThat(fates(outcome.join())).hasSize(20).containsOnly(Fate.DELIVERED));
        }
        assertThat(byConnection()).allSatisfy((connection, messages) -> assertThat(messages.stream()
                .flatMap(message -> message.to().stream()).map(to -> to.split("@")[1]).collect(Collectors.toSet()))
                .hasSizeLessThanOrEqualTo(2));
        assertThat(server.messages().stream().flatMap(message -> message.to().stream())).hasSize(200);
    }

    @Test
    void domainsAreComparedInAsciiAndLowerCase() {
        server.offersAlso("LIMITS RCPTDOMAINMAX=1");
        deliver("raw=true&sender=ann@example.com&recipients=a@b\u00FCcher.example,b@XN--BCHER-KVA.example", MAIL);
        assertThat(server.message().to()).hasSize(2);
    }

    @Test
    void aMessageToAllOrNobodyBeyondALimitIsNotSent() {
        server.offersAlso("LIMITS RCPTMAX=20 RCPTDOMAINMAX=2");
        String options = "raw=true&sender=ann@example.com";
        Exchange tooMany = send(options, MAIL, Map.of(SmtpxConstants.RECIPIENTS, List.of(recipients(21, 1))));
        assertThat(tooMany.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("the server accepts 20 recipients per message, 21 are to get it, and skipBad=false");
        Exchange domains = send(options, MAIL, Map.of(SmtpxConstants.RECIPIENTS, List.of(recipients(3, 3))));
        assertThat(domains.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("2 domains of recipients on a connection");
        assertThat(server.commands("MAIL")).isEmpty();
        deliver(options, MAIL, Map.of(SmtpxConstants.RECIPIENTS, List.of(recipients(20, 2))));
        assertThat(server.message().to()).hasSize(20);
    }

    @Test
    void messagesToAllOrNobodyUseAConnectionThatTakesTheirDomains() {
        server.offersAlso("LIMITS RCPTDOMAINMAX=2");
        for (String domains : List.of("a.example,b.example", "b.example,c.example", "c.example,b.example")) {
            String[] two = domains.split(",");
            deliver("raw=true&sender=ann@example.com&recipients=x@" + two[0] + ",y@" + two[1], MAIL);
        }
        assertThat(server.messages()).extracting(ReceivedMessage::connection).containsExactly(1, 2, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aStreamThatCanBeReadOnceIsSentToAsManyAsTheServerTakes(boolean synchronous) {
        server.offersAlso("LIMITS RCPTMAX=2");
        byte[] large = (MAIL + "0123456789\r\n".repeat(20_000)).getBytes(StandardCharsets.US_ASCII);
        try (SmtpClient client = client().synchronous(synchronous).build()) {
            Outcome outcome = client.send(
                    Envelope.of("a@x.example", recipients(3, 1)), MessageSource.of(new ByteArrayInputStream(large))).join();
            assertThat(fates(outcome)).containsExactly(Fate.DELIVERED, Fate.DELIVERED, Fate.FAILED);
            assertThat(outcome.results().get(2).detail()).contains("can be read only once");
        }
        assertThat(server.message().to()).hasSize(2);
        assertThat(new HashSet<>(server.commands("RCPT"))).hasSize(2);
    }
}
