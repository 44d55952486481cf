/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/** LMTP and PRDR: a reply behind the message for each recipient decides its outcome. */
class LmtpTest extends SmtpxTestSupport {

    private static final String FIVE = "raw=true&sender=ann@example.com&recipients=a@x.org,b@x.org,c@x.org,d@x.org,e@x.org";

    @RegisterExtension
    final SmtpxTestServer lmtp = new SmtpxTestServer().lmtp();

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(SmtpxTransientException.class).maximumRedeliveries(3).redeliveryDelay(0).logExhausted(false);
                onException(SmtpxPermanentException.class).maximumRedeliveries(0).logExhausted(false);
                from("direct:lmtp").to(lmtp(FIVE + "&skipBad=true&failOnPartial=true"));
                from("direct:all").to(lmtp(FIVE));
            }
        };
    }

    private String lmtp(String options) {
        return "smtpx:" + lmtp.address() + "?protocol=lmtp&" + options;
    }

    private Exchange toLmtp(String options) {
        return template.request(lmtp(options), exchange -> exchange.getMessage().setBody(MAIL));
    }

    private static List<Fate> fates(Exchange exchange) {
        return header(exchange, SmtpxConstants.OUTCOME, Outcome.class).results().stream().map(RecipientResult::fate).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING,CHUNKING", "PIPELINING", "CHUNKING", "" })
    void eachReplyDecidesItsRecipient(String keywords) {
        lmtp.offers(keywords.isEmpty() ? new String[0] : keywords.split(","));
        lmtp.onRecipient("a@x.org").reply("550 5.1.1 no such user");
        lmtp.onContentFor("c@x.org").reply("552 5.2.2 mailbox full");
        lmtp.onContentFor("d@x.org").reply("451 4.3.0 try again");
        for (String options : List.of("", "&synchronous=true", "&oneFlight=always")) {
            Exchange exchange = toLmtp(FIVE + "&skipBad=true" + options);
            assertThat(exchange.getException()).isNull();
            assertThat(fates(exchange)).containsExactly(
                    Fate.REJECTED, Fate.DELIVERED, Fate.REJECTED, Fate.FAILED, Fate.DELIVERED);
            assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(List.of("b@x.org", "e@x.org"));
            assertThat(header(exchange, SmtpxConstants.REFUSED)).isEqualTo(Map.of("a@x.org", "550 5.1.1 no such user",
                    "c@x.org", "552 5.2.2 mailbox full", "d@x.org", "451 4.3.0 try again"));
        }
        assertThat(lmtp.messages()).hasSize(3).allSatisfy(message -> assertThat(message.to())
                .containsExactly("b@x.org", "e@x.org"));
        assertThat(lmtp.commands("LHLO")).isNotEmpty();
    }

    @Test
    void aThrottledRecipientIsRepeatedWithoutThoseThatHaveAReplyOfTheirOwn() {
        lmtp.onContentFor("b@x.org").reply("452 4.2.2 mailbox full");
        lmtp.onContentFor("d@x.org").times(1).reply("450 4.7.1 too much mail from you");
        Exchange exchange = toLmtp(FIVE + "&skipBad=true");
        assertThat(fates(exchange)).containsExactly(
                Fate.DELIVERED, Fate.FAILED, Fate.DELIVERED, Fate.DELIVERED, Fate.DELIVERED);
        assertThat(lmtp.messages()).extracting(ReceivedMessage::to).containsExactly(
                List.of("a@x.org", "c@x.org", "e@x.org"), List.of("d@x.org"));
        assertThat(lmtp.commands("RCPT TO:<b@x.org>")).hasSize(1);
    }

    @Test
    void aRedeliverySendsOnlyToThoseThatAreLeft() {
        lmtp.onContentFor("b@x.org").times(2).reply("451 4.3.0 try again");
        lmtp.onContentFor("d@x.org").times(1).reply("451 4.3.0 try again");
        Exchange exchange = template.request("direct:lmtp", in -> in.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isNull();
        assertThat(lmtp.messages()).extracting(ReceivedMessage::to).containsExactly(
                List.of("a@x.org", "c@x.org", "e@x.org"), List.of("d@x.org"), List.of("b@x.org"));
        assertThat(fates(exchange)).containsOnly(Fate.DELIVERED);
    }

    @Test
    void withoutSkipBadAPartialOutcomeIsAnExceptionAndARedeliverySendsToTheRest() {
        lmtp.onContentFor("a@x.org").reply("550 5.7.1 never");
        lmtp.onContentFor("b@x.org").times(1).reply("451 4.3.0 try again");
        Exchange exchange = template.request("direct:all", in -> in.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("4 of 5 recipients have the message");
        assertThat(fates(exchange)).containsExactly(
                Fate.REJECTED, Fate.DELIVERED, Fate.DELIVERED, Fate.DELIVERED, Fate.DELIVERED);
        assertThat(lmtp.messages()).extracting(ReceivedMessage::to).containsExactly(
                List.of("c@x.org", "d@x.org", "e@x.org"), List.of("b@x.org"));
        assertThat(lmtp.commands("RCPT TO:<a@x.org>")).hasSize(1);
    }

    @Test
    void withoutSkipBadARefusedRcptStopsTheMessageForAll() {
        lmtp.onRecipient("b@x.org").reply("550 5.1.1 no such user");
        Exchange exchange = toLmtp(FIVE);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(lmtp.messages()).isEmpty();
    }

    @Test
    void theRecipientsBehindALostConnectionAreUnknown() {
        lmtp.onContentFor("b@x.org").reply("452 4.2.2 full");
        lmtp.onContentFor("c@x.org").drop();
        Exchange exchange = toLmtp(FIVE + "&skipBad=true");
        assertThat(exchange.getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
        assertThat(fates(exchange)).containsExactly(
                Fate.DELIVERED, Fate.FAILED, Fate.UNKNOWN, Fate.UNKNOWN, Fate.UNKNOWN);
        assertThat(lmtp.message().to()).containsExactly("a@x.org");
    }

    @Test
    void theErrorAtTheWrongPortNamesTheOption() {
        Exchange smtpToLmtp = template.request(
                "smtpx:" + lmtp.address() + "?" + FIVE, exchange -> exchange.getMessage().setBody(MAIL));
        assertThat(smtpToLmtp.getException()).hasMessageContaining("is this an LMTP port (RFC 2033)? Then set protocol=lmtp");
        Exchange lmtpToSmtp = send("protocol=lmtp&" + FIVE, MAIL);
        assertThat(lmtpToSmtp.getException()).hasMessageContaining("is this an SMTP port? protocol=lmtp is set");
    }

    @Test
    void thePortOfLmtpIs24AndToolsAreToldTheProtocol() {
        SmtpxEndpoint endpoint = context.getEndpoint("smtpx:mail.example.org?protocol=lmtp", SmtpxEndpoint.class);
        assertThat(endpoint.getServiceUrl()).isEqualTo("mail.example.org:24");
        assertThat(endpoint.getServiceProtocol()).isEqualTo("lmtp");
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aClientHasAReplyForEachOfTwoEqualRecipients(boolean synchronous) {
        lmtp.onContentFor("b@x.org").times(1).reply("451 4.3.0 first of them");
        try (SmtpClient client = SmtpClient.builder("localhost").port(lmtp.port()).protocol(Protocol.LMTP).skipBad(true)
                .synchronous(synchronous).build()) {
            Outcome outcome = client
                    .send(Envelope.of("a@x.org", "b@x.org", "c@x.org", "b@x.org"), MessageSource.of(MAIL.getBytes())).join();
            assertThat(outcome.results()).extracting(RecipientResult::fate)
                    .containsExactly(Fate.FAILED, Fate.DELIVERED, Fate.DELIVERED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING,CHUNKING,PRDR", "PIPELINING,PRDR", "CHUNKING,PRDR", "PRDR" })
    void withPrdrEachReplyRefusesItsRecipient(String keywords) {
        server.offers(keywords.split(","));
        server.onRecipient("a@x.org").reply("550 5.1.1 no such user");
        server.onContentFor("c@x.org").reply("550 5.7.1 not for c");
        server.onContentFor("d@x.org").reply("450 4.7.1 not yet for d");
        for (String options : List.of("", "&synchronous=true", "&oneFlight=always")) {
            Exchange exchange = deliver(FIVE + "&skipBad=true" + options, MAIL);
            assertThat(fates(exchange)).containsExactly(
                    Fate.REJECTED, Fate.DELIVERED, Fate.REJECTED, Fate.FAILED, Fate.DELIVERED);
        }
        assertThat(server.messages()).hasSize(3).allSatisfy(message -> {
            assertThat(message.to()).containsExactly("b@x.org", "e@x.org");
            assertThat(message.parameters()).contains("PRDR");
        });
    }

    @Test
    void withPrdrTheLastReplyRefusesForTheRest() {
        server.offersAlso("PRDR").onContent().reply("451 4.3.0 no space");
        server.onContentFor("c@x.org").reply("550 5.7.1 not for c");
        Exchange exchange = send(FIVE + "&skipBad=true", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class);
        assertThat(fates(exchange)).containsExactly(
                Fate.FAILED, Fate.FAILED, Fate.REJECTED, Fate.FAILED, Fate.FAILED);
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void prdrIsNotRequestedForAllOrNobodyOrForOneRecipient() {
        server.offersAlso("PRDR");
        deliver(FIVE, MAIL);
        deliver("raw=true&skipBad=true&" + ENVELOPE, MAIL);
        assertThat(server.messages()).extracting(ReceivedMessage::parameters).asInstanceOf(LIST)
                .allSatisfy(parameters -> assertThat(parameters).asInstanceOf(LIST).doesNotContain("PRDR"));
    }
}
