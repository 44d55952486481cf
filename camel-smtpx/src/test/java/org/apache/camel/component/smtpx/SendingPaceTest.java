/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The routes of the page about the pace of sending. */
class SendingPaceTest extends SmtpxTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext made = super.createCamelContext();
        var properties = made.getPropertiesComponent();
        properties.addInitialProperty("mail.server", server.address());
        properties.addInitialProperty("mail.acquireTimeout", "1000");
        properties.addInitialProperty("mail.rate", "10/m");
        properties.addInitialProperty("mail.out", "seda:mail");
        properties.addInitialProperty("mail.later", "seda:later");
        properties.addInitialProperty("night.begins", "direct:nightBegins");
        properties.addInitialProperty("night.ends", "direct:nightEnds");
        return made;
    }

    @Test
    void aProfileIsOneOption() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::profile[]
                from("direct:invoices")
                        .to("smtpx:{{mail.server}}?profile=microsoft365&maxRate=20/m&from=shop@example.com&to=bob@example.org");
                // end::profile[]
            }
        });
        template.sendBody("direct:invoices", "one");
        assertThat(server.messages()).hasSize(1);
        // The option that is given wins over 30/m.
        CompletableFuture<Object> second = template.asyncSendBody("direct:invoices", "two");
        assertThat(second.isDone()).isFalse();
        second.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aRedeliveryWaitsAsLongAsTheLimitDemands() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::redelivery[]
                onException(SmtpxThrottledException.class)
                        .onExceptionOccurred(exchange -> exchange.getMessage().setHeader(
                                Exchange.REDELIVERY_DELAY, exchange.getMessage().getHeader(SmtpxConstants.RETRY_AFTER)))
                        .maximumRedeliveries(20)
                        .handled(true).to("mock:givenUp");

                from("direct:order")
                        .to("smtpx:{{mail.server}}?maxRate={{mail.rate}}&acquireTimeout={{mail.acquireTimeout:30000}}"
                            + "&from=shop@example.com&to=bob@example.org&subject=Your order")
                        .to("mock:sent");
                // end::redelivery[]
            }
        });
        MockEndpoint sent = getMockEndpoint("mock:sent");
        sent.expectedMessageCount(2);
        template.sendBody("direct:order", "one");
        // The next one fits into the rate after six seconds, and waits for one in the component.
        template.sendBody("direct:order", "two");
        sent.assertIsSatisfied();
        assertThat(server.messages()).hasSize(2);
        assertThat(sent.getExchanges().get(1).getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class)).isEqualTo(1);
        assertThat(getMockEndpoint("mock:givenUp").getReceivedExchanges()).isEmpty();
    }

    @Test
    void eachTenantHasAQuota() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::tenant[]
                from("direct:tenants")
                        .throttle(constant(2), header("tenant")).totalRequestsMode().timePeriodMillis(60_000)
                        .rejectExecution(true)
                        .to("smtpx:{{mail.server}}?from=news@example.com&to=bob@example.org&subject=News");
                // end::tenant[]
            }
        });
        assertThat(sendFor("red")).isNull();
        assertThat(sendFor("red")).isNull();
        assertThat(sendFor("red")).isInstanceOf(ThrottlerRejectedExecutionException.class);
        assertThat(sendFor("blue")).isNull();
        assertThat(server.messages()).hasSize(3);
    }

    private Exception sendFor(String tenant) {
        return template.request("direct:tenants", exchange -> {
            exchange.getMessage().setBody("News!");
            exchange.getMessage().setHeader("tenant", tenant);
        }).getException();
    }

    @Test
    void whatDoesNotFitWaitsInATopicOfItsOwn() throws Exception {
        context.addRoutes(new RouteBuilder() {
            // tag::topic[]
            @Override
            public void configure() {
                onException(SmtpxThrottledException.class)
                        .handled(true)
                        .setHeader("notBefore").exchange(exchange -> String.valueOf(System.currentTimeMillis()
                                                                                    + exchange.getMessage().getHeader(
                                                                                            SmtpxConstants.RETRY_AFTER,
                                                                                            Long.class)))
                        .to("{{mail.later}}"); // kafka:mail-later

                from("{{mail.out}}") // kafka:mail
                        .to("smtpx:{{mail.server}}?maxRate={{mail.rate}}&acquireTimeout={{mail.acquireTimeout:30000}}"
                            + "&from=shop@example.com&to=bob@example.org&subject=Your order")
                        .to("mock:sent");

                from("{{mail.later}}") // kafka:mail-later
                        .delay().exchange(exchange -> untilDue(exchange.getMessage().getHeader("notBefore", String.class)))
                        .to("{{mail.out}}");
            }

            private long untilDue(String notBefore) {
                return Math.max(0, Long.parseLong(notBefore) - System.currentTimeMillis());
            }
            // end::topic[]
        });
        MockEndpoint sent = getMockEndpoint("mock:sent");
        sent.expectedMessageCount(2);
        template.sendBody("seda:mail", "one");
        template.sendBody("seda:mail", "two");
        sent.assertIsSatisfied();
        assertThat(server.messages()).hasSize(2);
    }

    @Test
    void newslettersLeaveAtNight() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::window[]
                from("seda:newsletters").routeId("newsletters").autoStartup(false)
                        .to("smtpx:{{mail.server}}?from=news@example.com&to=bob@example.org&subject=News");

                from("{{night.begins}}") // quartz:begins?cron=0+0+22+*+*+?
                        .to("controlbus:route?routeId=newsletters&action=start");
                from("{{night.ends}}") // quartz:ends?cron=0+0+6+*+*+?
                        .to("controlbus:route?routeId=newsletters&action=stop");
                // end::window[]
            }
        });
        template.sendBody("seda:newsletters", "News!");
        assertThat(context.getRouteController().getRouteStatus("newsletters")).isEqualTo(ServiceStatus.Stopped);
        template.sendBody("direct:nightBegins", null);
        await().untilAsserted(() -> assertThat(server.messages()).hasSize(1));
        template.sendBody("direct:nightEnds", null);
        assertThat(context.getRouteController().getRouteStatus("newsletters")).isEqualTo(ServiceStatus.Stopped);
    }
}
