/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/** What becomes of each recipient, and how headers and exceptions tell it. */
class RecipientOutcomeTest extends SmtpxTestSupport {

    private static final String THREE = "raw=true&sender=ann@example.com&recipients=bob@x.org,eve@x.org,joe@x.org";

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING,CHUNKING", "PIPELINING", "CHUNKING", "" })
    void skipBadDeliversToTheAcceptedRecipients(String keywords) {
        server.offers(keywords.isEmpty() ? new String[0] : keywords.split(","));
        server.onRecipient("eve@x.org").reply("550 5.1.1 no such user");
        Exchange exchange = deliver(THREE + "&skipBad=true", MAIL);

        assertThat(server.message().to()).containsExactly("bob@x.org", "joe@x.org");
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(List.of("bob@x.org", "joe@x.org"));
        assertThat(header(exchange, SmtpxConstants.REFUSED)).isEqualTo(Map.of("eve@x.org", "550 5.1.1 no such user"));
        Outcome outcome = header(exchange, SmtpxConstants.OUTCOME, Outcome.class);
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(outcome.results()).extracting(RecipientResult::fate)
                .containsExactly(Fate.DELIVERED, Fate.REJECTED, Fate.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING,CHUNKING", "PIPELINING", "CHUNKING", "" })
    void noRecipientReceivesUnlessAllAreAccepted(String keywords) {
        server.offers(keywords.isEmpty() ? new String[0] : keywords.split(","));
        server.onRecipient("eve@x.org").times(1).reply("550 5.1.1 no such user");
        Exchange exchange = send(THREE, MAIL);

        assertThat(server.messages()).isEmpty();
        SmtpxPermanentException thrown = exchange.getException(SmtpxPermanentException.class);
        assertThat(thrown).isNotNull().hasMessageContaining("eve@x.org").hasMessageContaining("550 5.1.1 no such user");
        assertThat(thrown.getReply()).hasToString("550 5.1.1 no such user");
        assertThat(thrown.getOutcome()).isInstanceOf(Outcome.NotDelivered.class)
                .isSameAs(exchange.getMessage().getHeader(SmtpxConstants.OUTCOME));
        assertThat(thrown.getOutcome().results()).extracting(RecipientResult::fate)
                .containsExactly(Fate.FAILED, Fate.REJECTED, Fate.FAILED);
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).asInstanceOf(LIST).isEmpty();
        assertThat(header(exchange, SmtpxConstants.REFUSED)).asInstanceOf(MAP).containsOnlyKeys("bob@x.org", "eve@x.org",
                "joe@x.org");

        deliver(THREE, MAIL);
        assertThat(server.message().to()).containsExactly("bob@x.org", "eve@x.org", "joe@x.org");
    }

    @Test
    void noRecipientAcceptedIsAnExceptionWithSkipBadToo() {
        server.on("RCPT").reply("550 5.1.1 no such user");
        Exchange exchange = send(THREE + "&skipBad=true", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void failOnPartialMakesAnExceptionOfAPartialSuccess() {
        server.onRecipient("eve@x.org").reply("450 4.2.1 mailbox busy");
        Exchange exchange = send(THREE + "&skipBad=true&failOnPartial=true", MAIL);
        assertThat(server.message().to()).containsExactly("bob@x.org", "joe@x.org");
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                .hasMessageContaining("2 of 3 recipients have the message");
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(List.of("bob@x.org", "joe@x.org"));
    }

    @Test
    void failOnPartialSucceedsWhenAllAreDelivered() {
        deliver(THREE + "&skipBad=true&failOnPartial=true", MAIL);
        assertThat(server.message().to()).hasSize(3);
    }

    @Test
    void failOnPartialIsPermanentWhenTheRestIsRefusedForGood() {
        server.onRecipient("eve@x.org").reply("550 5.1.1 no such user");
        Exchange exchange = send(THREE + "&skipBad=true&failOnPartial=true", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void aGoodRecipientIsNotLostBesideOneThatIsNoAddress() {
        Exchange exchange = deliver("raw=true&sender=ann@example.com&skipBad=true", MAIL,
                Map.of(SmtpxConstants.RECIPIENTS, "bob@x.org, not an address, \"Joe, (too\" <joe@x.org> (a, b)"));
        assertThat(server.message().to()).containsExactly("bob@x.org", "joe@x.org");
        assertThat(header(exchange, SmtpxConstants.REFUSED)).asInstanceOf(MAP).containsOnlyKeys("not an address");
    }

    @Test
    void aListWithABadAddressIsRefusedWithoutSkipBad() {
        Exchange exchange = send("raw=true&sender=ann@example.com", MAIL,
                Map.of(SmtpxConstants.RECIPIENTS, List.of("bob@x.org", "not an address")));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining(SmtpxConstants.RECIPIENTS);
        assertThat(server.connections()).isZero();
    }

    @Test
    void failOnPartialCountsARecipientThatIsNoAddress() {
        Exchange exchange = send("raw=true&sender=ann@example.com&skipBad=true&failOnPartial=true", MAIL,
                Map.of(SmtpxConstants.RECIPIENTS, List.of("bob@x.org", "not an address")));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("not an address");
        assertThat(server.message().to()).containsExactly("bob@x.org");
    }

    @Test
    void reportsTheServersReply() {
        server.onContent().reply("250 2.6.0 queued as 4711");
        Exchange exchange = deliver("raw=true&oneFlight=always&" + ENVELOPE, MAIL);
        assertThat(exchange.getMessage().getHeaders()).contains(
                entry(SmtpxConstants.REPLY_CODE, 250), entry(SmtpxConstants.REPLY_TEXT, "2.6.0 queued as 4711"),
                entry(SmtpxConstants.ENHANCED_STATUS, "2.6.0"), entry(SmtpxConstants.HOST, server.address()),
                entry(SmtpxConstants.DELIVERED, List.of("bob@example.org")), entry(SmtpxConstants.REFUSED, Map.of()),
                entry(SmtpxConstants.DROPPED, List.of()));
        assertThat(header(exchange, SmtpxConstants.OUTCOME, Outcome.class).via().plan()).isEqualTo("ONE_FLIGHT");
        assertThat(exchange.getMessage().getBody()).isEqualTo(MAIL);
    }

    @Test
    void leavesNoOldReplyBehind() {
        server.onContent().reply("250 queued");
        Exchange exchange = deliver("raw=true&" + ENVELOPE, MAIL,
                Map.of(SmtpxConstants.ENHANCED_STATUS, "5.7.1", SmtpxConstants.REPLY_CODE, 550));
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(SmtpxConstants.ENHANCED_STATUS)
                .containsEntry(SmtpxConstants.REPLY_CODE, 250);
    }

    @Test
    void showsOnlyPrintableTextOfTheServer() {
        server.onContent().reply("550 5.7.1 bell \u0007 and escape \u001b[31m");
        Exchange exchange = send("raw=true&" + ENVELOPE, MAIL);
        assertThat(header(exchange, SmtpxConstants.REPLY_TEXT, String.class)).startsWith("5.7.1 bell")
                .doesNotContain("\u0007", "\u001b");
        assertThat(exchange.getException().getMessage()).doesNotContain("\u0007", "\u001b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GREETING | 554 5.3.2 not today       | SmtpxTransientException | GREETING
            GREETING | 421 4.3.2 later           | SmtpxThrottledException | GREETING
            MAIL     | 550 5.7.1 not you         | SmtpxPermanentException | MAIL
            MAIL     | 451 4.3.0 later           | SmtpxTransientException | MAIL
            RCPT     | 550 5.1.1 nobody          | SmtpxPermanentException | RCPT
            RCPT     | 450 4.2.0 greylisted      | SmtpxTransientException | RCPT
            CONTENT  | 554 5.6.0 spam            | SmtpxPermanentException | FINAL
            CONTENT  | 452 4.3.1 disk full       | SmtpxTransientException | FINAL
            """)
    void failureIsTransientOrPermanent(String point, String reply, String exception, Stage stage) {
        refuse(point, reply);
        Exchange exchange = send("raw=true&" + ENVELOPE, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxException.class);
        SmtpxException thrown = exchange.getException(SmtpxException.class);
        assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(thrown).hasMessageContaining(reply).hasMessageContaining(server.address());
        assertThat(thrown.getOutcome()).isNotNull();
        assertThat(thrown.getOutcome().stage()).isEqualTo(stage);
        assertThat(thrown.getReply()).hasToString(reply);
        assertThat(thrown.getExchange()).isNotNull();
        assertThat(header(exchange, SmtpxConstants.REPLY_CODE, Integer.class))
                .isEqualTo(Integer.parseInt(reply.substring(0, 3)));
        assertThat(server.messages()).isEmpty();
    }

    private void refuse(String point, String reply) {
        if (point.equals("GREETING")) {
            server.onGreeting().closeWith(reply);
        } else if (point.equals("CONTENT")) {
            server.onContent().reply(reply);
        } else {
            server.on(point).reply(reply);
        }
    }

    @Test
    void aDropBehindTheEndOfTheMessageIsUnknown() {
        server.onContent().drop();
        Exchange exchange = send("raw=true&" + ENVELOPE, MAIL);
        SmtpxUnknownOutcomeException thrown = exchange.getException(SmtpxUnknownOutcomeException.class);
        assertThat(thrown).isNotNull();
        assertThat(thrown.getOutcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(thrown.getReply()).isNull();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(SmtpxConstants.REPLY_CODE);
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).asInstanceOf(LIST).isEmpty();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aDropBeforeTheMessageIsTransient() {
        server.offers("PIPELINING");
        server.on("MAIL").drop();
        Exchange exchange = send("raw=true&" + ENVELOPE, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class);
    }

    @Test
    void noServerIsTransient() {
        int port;
        try (SmtpxTestServer gone = new SmtpxTestServer()) {
            port = gone.port();
        }
        Exchange exchange = template.request("smtpx:localhost:" + port + "?raw=true&" + ENVELOPE,
                one -> one.getMessage().setBody(MAIL));
        SmtpxTransientException thrown = exchange.getException(SmtpxTransientException.class);
        assertThat(thrown).isNotNull().hasMessageContaining("localhost:" + port);
        assertThat(thrown.getOutcome().stage()).isEqualTo(Stage.CONNECT);
        assertThat(thrown.getOutcome().results()).extracting(RecipientResult::fate).containsExactly(Fate.FAILED);
    }

    @Test
    void wrongCredentialsAreAnAuthenticationExceptionInside() {
        server.authenticates("ann", "right");
        Exchange exchange = send("raw=true&" + ENVELOPE + "&username=ann&password=wrong&allowCleartextAuth=true", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxException.class)
                .hasCauseInstanceOf(SmtpxAuthenticationException.class).hasMessageNotContaining("wrong&");
        assertThat(exchange.getException(SmtpxException.class).getOutcome().stage()).isEqualTo(Stage.AUTH);
    }

    @Test
    void rightCredentialsLogIn() {
        server.authenticates("ann", "right");
        deliver("raw=true&" + ENVELOPE + "&username=ann&password=right&allowCleartextAuth=true", MAIL);
        assertThat(server.commands("AUTH")).hasSize(1);
        assertThat(server.messages()).hasSize(1);
    }
}
