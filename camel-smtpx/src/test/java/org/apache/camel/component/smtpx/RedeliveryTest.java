/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What Camel's error handler sends again, and what it does not. */
class RedeliveryTest extends SmtpxTestSupport {

    private static final String THREE = "raw=true&skipBad=true&failOnPartial=true&sender=ann@example.com"
                                        + "&recipients=bob@example.org,carol@example.org,dave@example.org";

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(SmtpxTransientException.class).maximumRedeliveries(3).redeliveryDelay(0).logExhausted(false);
                onException(IllegalStateException.class).maximumRedeliveries(1).redeliveryDelay(0);
                onException(SmtpxPermanentException.class).maximumRedeliveries(0).logExhausted(false);
                from("direct:three").to(smtpx(THREE));
                from("direct:once").streamCache("false").to(smtpx("raw=true&" + ENVELOPE));
                from("direct:cached").to(smtpx("raw=true&" + ENVELOPE));
                from("direct:twice").to(smtpx("raw=true&" + ENVELOPE)).to("direct:flaky").to(smtpx("raw=true&" + ENVELOPE));
                from("direct:flaky").errorHandler(noErrorHandler()).process(exchange -> {
                    if (!Boolean.TRUE.equals(exchange.getMessage().getHeader(Exchange.REDELIVERED))) {
                        throw new IllegalStateException("not yet");
                    }
                });
            }
        };
    }

    @Test
    void sendsOnlyToTheRecipientThatIsMissing() {
        server.onRecipient("carol@example.org").times(2).reply("451 4.2.1 mailbox busy");
        Exchange exchange = template.request("direct:three", in -> in.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isNull();
        assertThat(server.messages()).extracting(ReceivedMessage::to)
                .containsExactly(List.of("bob@example.org", "dave@example.org"), List.of("carol@example.org"));
        assertThat(server.commands("RCPT")).hasSize(5);
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER)).isEqualTo(2);
    }

    @Test
    void tellsTheWholeStoryInTheEnd() {
        server.onRecipient("carol@example.org").times(2).reply("451 4.2.1 mailbox busy");
        server.onRecipient("dave@example.org").reply("550 5.1.1 no such user");
        Exchange exchange = template.request("direct:three", in -> in.getMessage().setBody(MAIL));
        // Dave is rejected with 5yz: no recipient is tried again.
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(server.commands("RCPT TO:<dave@example.org>")).hasSize(1);
        assertThat(server.commands("RCPT TO:<bob@example.org>")).hasSize(1);
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(List.of("bob@example.org", "carol@example.org"));
        assertThat(header(exchange, SmtpxConstants.REFUSED)).isEqualTo(Map.of("dave@example.org", "550 5.1.1 no such user"));
        assertThat(header(exchange, SmtpxConstants.OUTCOME, Outcome.class).results()).extracting(RecipientResult::fate)
                .containsExactly(Fate.DELIVERED, Fate.DELIVERED, Fate.REJECTED);
    }

    @Test
    void givesUpWithEveryFateWhenTheErrorHandlerDoes() {
        server.onRecipient("carol@example.org").reply("451 4.2.1 mailbox busy");
        Exchange exchange = template.request("direct:three", in -> in.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isInstanceOfSatisfying(SmtpxTransientException.class,
                e -> assertThat(e.getOutcome()).isNotNull().extracting(outcome -> outcome.delivered().size()).isEqualTo(2));
        assertThat(server.messages()).hasSize(1);
        assertThat(server.commands("RCPT TO:<carol@example.org>")).hasSize(4);
    }

    @Test
    void neverSendsTheRestOfAStreamThatWasReadBefore() {
        server.onContent().times(1).reply("451 4.3.0 try again");
        Exchange exchange = template.request("direct:once", in -> in.getMessage().setBody(stream()));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("a stream that an earlier attempt has read");
        assertThat(((SmtpxPermanentException) exchange.getException()).getOutcome()).isNotNull()
                .satisfies(outcome -> assertThat(outcome.results()).singleElement()
                        .returns(Fate.REJECTED, RecipientResult::fate).returns(Stage.LOCAL, RecipientResult::stage));
        assertThat(server.messages()).isEmpty();
        assertThat(server.commands("MAIL")).hasSize(1);
    }

    @Test
    void sendsACachedStreamAgainFromItsStart() {
        server.onContent().times(1).reply("451 4.3.0 try again");
        Exchange exchange = template.request("direct:cached", in -> in.getMessage().setBody(stream()));
        assertThat(exchange.getException()).isNull();
        assertThat(server.message().text()).isEqualTo(MAIL);
    }

    @Test
    void sendsTwiceWhenTheRouteDoesEvenIfSomethingInBetweenWasRedelivered() {
        Exchange exchange = template.request("direct:twice", in -> in.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isNull();
        assertThat(server.messages()).hasSize(2);
    }

    private static ByteArrayInputStream stream() {
        return new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8));
    }
}
