/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Recipients are remembered across exchanges and endpoints. */
class SmtpxDeliveredTest extends SmtpxTestSupport {

    private static final String OPTIONS = "raw=true&skipBad=true&failOnPartial=true&sender=ann@example.com";

    @RegisterExtension
    final SmtpxTestServer second = new SmtpxTestServer();

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                // tag::delivered[]
                SmtpxDelivered delivered
                        = new SmtpxDelivered(MemoryIdempotentRepository.memoryIdempotentRepository(), "${header.OrderId}");

                onException(SmtpxException.class).onExceptionOccurred(delivered.record());

                from("direct:orders")
                        .process(delivered.filter())
                        .filter(header(SmtpxConstants.RECIPIENTS))
                        .to("smtpx:{{mail.server}}?raw=true&skipBad=true&failOnPartial=true&sender=ann@example.com")
                        .process(delivered.record())
                        .end();
                // end::delivered[]

                from("direct:skipBad").process(delivered.filter()).to(smtpx(OPTIONS.replace("&failOnPartial=true", "")))
                        .process(delivered.record());
                from("direct:failover").loadBalance().failover(1, false, false, SmtpxTransientException.class)
                        .to("direct:first", "direct:second");
                from("direct:first").errorHandler(noErrorHandler()).to("direct:orders");
                from("direct:second").process(delivered.filter()).filter(header(SmtpxConstants.RECIPIENTS))
                        .to("smtpx:" + second.address() + "?" + OPTIONS).process(delivered.record());
                from("direct:hosts").to("smtpx:" + server.address() + "," + second.address() + "?" + OPTIONS);
            }
        };
    }

    private Exchange send(String where, String order, Object recipients) {
        return template.request(where, exchange -> {
            exchange.getMessage().setBody(MAIL);
            exchange.getMessage().setHeader("OrderId", order);
            exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, recipients);
        });
    }

    private List<List<String>> copies(SmtpxTestServer at) {
        return at.messages().stream().map(ReceivedMessage::to).toList();
    }

    @Test
    void aRedeliveryByABrokerLeavesOutRecipientsThatHaveTheMessage() {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        // A broker makes a new exchange of each attempt
        assertThat(send("direct:orders", "42", "bob@example.org, carol@example.org").getException())
                .isInstanceOf(SmtpxTransientException.class);
        assertThat(send("direct:orders", "42", List.of("bob@Example.org", "carol@example.org")).getException()).isNull();
        assertThat(send("direct:orders", "42", List.of(Recipient.of("bob@example.org"))).getException()).isNull();
        assertThat(copies(server)).containsExactly(List.of("bob@example.org"), List.of("carol@example.org"));
        assertThat(send("direct:orders", "43", "bob@example.org").getException()).isNull();
        assertThat(copies(server)).hasSize(3);
    }

    @Test
    void aRecipientThatIsUnknownIsLeftOut() {
        server.onContent().times(1).drop();
        assertThat(send("direct:orders", "42", "bob@example.org").getException())
                .isInstanceOf(SmtpxUnknownOutcomeException.class);
        assertThat(send("direct:orders", "42", "bob@example.org").getException()).isNull();
        assertThat(copies(server)).isEmpty();
    }

    @Test
    void everyFormOfARecipientIsTheSameRecipient() {
        assertThat(send("direct:orders", "42", Mailbox.of("Bob", "bob@bücher.example")).getException()).isNull();
        for (Object again : List.of("bob@xn--bcher-kva.example", new String[] { "Bob <bob@BÜCHER.example>" },
                List.of(Mailbox.of("Bob", "bob@bücher.example")), Address.parse("bob@bücher.example"))) {
            assertThat(send("direct:orders", "42", again).getException()).isNull();
        }
        assertThat(copies(server)).containsExactly(List.of("bob@xn--bcher-kva.example"));
    }

    @Test
    void aRecipientThatIsNoAddressIsLeftToTheEndpoint() {
        Exchange exchange = send("direct:skipBad", "42", "bob@example.org, carol@@example.org");
        assertThat(exchange.getException()).isNull();
        assertThat(copies(server)).containsExactly(List.of("bob@example.org"));
        assertThat(header(exchange, SmtpxConstants.REFUSED)).asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("carol@@example.org");
    }

    @Test
    void failoverToAnotherEndpointLeavesOutRecipientsThatHaveTheMessage() {
        server.onRecipient("carol@example.org").reply("451 4.2.1 mailbox busy");
        assertThat(send("direct:failover", "42", "bob@example.org, carol@example.org").getException()).isNull();
        assertThat(copies(server)).containsExactly(List.of("bob@example.org"));
        assertThat(copies(second)).containsExactly(List.of("carol@example.org"));
    }

    @Test
    void severalHostsInOneUriNeedNoFilter() {
        server.close();
        assertThat(send("direct:hosts", "42", "bob@example.org, carol@example.org").getException()).isNull();
        assertThat(copies(second)).containsExactly(List.of("bob@example.org", "carol@example.org"));
    }

    @Test
    void aMessageWithoutAnIdIsRefused() {
        Exchange exchange = template.request("direct:orders", in -> in.getMessage().setHeaders(
                new java.util.HashMap<>(Map.of(SmtpxConstants.RECIPIENTS, "bob@example.org"))));
        assertThat(exchange.getException()).hasMessage("the message has no id: ${header.OrderId} is empty");
    }
}
