/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The demonstration on the page about reliability. */
class UnknownOutcomeTest extends SmtpxTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext made = super.createCamelContext();
        made.getPropertiesComponent().addInitialProperty("mail.server", server.address());
        return made;
    }

    @Test
    void theUnknownBranchKnowsTheMessageId() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::route[]
                onException(SmtpxUnknownOutcomeException.class)
                        .handled(true)
                        .log("may be there or not: ${header.CamelSmtpxMessageId} for ${header.CamelSmtpxRefused}")
                        .to("mock:askSomebody");

                from("direct:invoice")
                        .to("smtpx:{{mail.server}}?from=shop@example.com&to=bob@example.org&subject=Invoice 42")
                        .to("mock:sent");
                // end::route[]
            }
        });
        MockEndpoint askSomebody = getMockEndpoint("mock:askSomebody");
        MockEndpoint sent = getMockEndpoint("mock:sent");
        // tag::kill[]
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch whole = new CountDownLatch(1);
        server.onContent().signal(whole).hold(never); // the last octet is there, 250 is not
        CompletableFuture<Object> send = template.asyncRequestBody("direct:invoice", "You owe us nothing.");
        assertThat(whole.await(20, TimeUnit.SECONDS)).isTrue();
        server.close(); // it dies
        send.get(20, TimeUnit.SECONDS);

        askSomebody.expectedMessageCount(1);
        askSomebody.assertIsSatisfied();
        Exchange exchange = askSomebody.getExchanges().get(0);
        assertThat(exchange.getMessage().getHeader(SmtpxConstants.MESSAGE_ID, String.class)).endsWith("@example.com>");
        // end::kill[]
        SmtpxUnknownOutcomeException cause
                = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, SmtpxUnknownOutcomeException.class);
        assertThat(cause.getOutcome().stage()).isEqualTo(Stage.FINAL);
        assertThat(sent.getReceivedExchanges()).isEmpty();
        assertThat(server.messages()).isEmpty();
    }
}
