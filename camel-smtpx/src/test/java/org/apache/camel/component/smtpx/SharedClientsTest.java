/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Endpoints that connect alike share connections; others never do. */
class SharedClientsTest extends SmtpxTestSupport {

    @Test
    void dynamicEndpointsShareConnections() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:anybody")
                        .toD("smtpx:" + server.address() + "?from=ann@example.com&to=${header.to}&subject=${header.to}");
            }
        });
        for (int i = 0; i < 200; i++) {
            template.sendBodyAndHeader("direct:anybody", "Hello", "to", "u" + i + "@example.org");
        }
        assertThat(server.messages()).hasSize(200);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aBoundedCacheOfDynamicEndpointsLeavesNoConnectionBehind() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:anywhere").toD(
                        "smtpx:" + server.address() + "?raw=true&" + ENVELOPE + "&hello=${header.name}.example.com",
                        3);
            }
        });
        for (int i = 0; i < 20; i++) {
            template.sendBodyAndHeader("direct:anywhere", MAIL, "name", "h" + i);
        }
        assertThat(server.connections()).isEqualTo(20);
        await().untilAsserted(() -> assertThat(server.openConnections()).isLessThanOrEqualTo(3));
    }

    /** What an eviction from a cache of producers does while mails are under way and wait for a connection. */
    @ParameterizedTest
    @ValueSource(strings = { "", "&skipBad=true" })
    void anEvictedProducerEndsWhatItHasInTheBackground(String options) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().signal(arrived).hold(gate);
        SmtpxEndpoint endpoint = context.getEndpoint(
                smtpx("raw=true&maxConnections=1&maxInFlight=1&" + ENVELOPE + options), SmtpxEndpoint.class);
        SmtpxProducer producer = endpoint.createProducer();
        producer.start();
        CountDownLatch over = new CountDownLatch(5);
        List<Exchange> mails = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Exchange mail = new DefaultExchange(context);
            mail.getMessage().setBody(MAIL);
            mails.add(mail);
            producer.process(mail, done -> over.countDown());
        }
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        producer.stop();
        assertThat(over.getCount()).as("stop() has not waited, and nothing has failed").isEqualTo(5);
        gate.countDown();
        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(mails).extracting(Exchange::getException).containsOnlyNulls();
        assertThat(server.messages()).hasSize(5);
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        assertThat(server.commands("QUIT")).hasSize(1);
    }

    /** Nearly all of them are evicted while their mail waits for the server. */
    @Test
    @Tag("slow")
    void evictingAThousandDynamicEndpointsWaitsForNoneOfThem() throws Exception {
        int count = 1_100;
        CountDownLatch gate = new CountDownLatch(1);
        server.onContent().hold(gate);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:many").toD(
                        "smtpx:" + server.address() + "?raw=true&" + ENVELOPE + "&hello=${header.name}.example.com", 5);
            }
        });
        AsyncProducer route = context.getEndpoint("direct:many").createAsyncProducer();
        route.start();
        CountDownLatch over = new CountDownLatch(count);
        List<Exchange> mails = new ArrayList<>();
        long longest = 0;
        for (int i = 0; i < count; i++) {
            Exchange mail = new DefaultExchange(context);
            mail.getMessage().setBody(MAIL);
            mail.getMessage().setHeader("name", "h" + i);
            mails.add(mail);
            long begun = System.nanoTime();
            route.process(mail, done -> over.countDown());
            longest = Math.max(longest, System.nanoTime() - begun);
        }
        assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(3));
        assertThat(mails).as("nothing has failed").extracting(Exchange::getException).containsOnlyNulls();
        gate.countDown();
        assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(mails).extracting(Exchange::getException).containsOnlyNulls();
        assertThat(server.messages()).hasSize(count);
        await().untilAsserted(() -> assertThat(server.openConnections()).isLessThanOrEqualTo(5));
    }

    /** The context ends what an eviction has left in the background. */
    @Test
    void theContextWaitsForWhatAnEvictedProducerHasUnderWay() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().signal(arrived).hold(gate);
        DefaultCamelContext other = new DefaultCamelContext();
        other.start();
        SmtpxProducer producer = other.getEndpoint(smtpx("raw=true&" + ENVELOPE), SmtpxEndpoint.class).createProducer();
        producer.start();
        Exchange mail = new DefaultExchange(other);
        mail.getMessage().setBody(MAIL);
        CountDownLatch over = new CountDownLatch(1);
        producer.process(mail, done -> over.countDown());
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        producer.stop();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(other::stop);
        await().until(() -> other.isStopping());
        assertThat(stopped).isNotDone();
        gate.countDown();
        stopped.get(20, TimeUnit.SECONDS);
        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(mail.getException()).isNull();
    }

    @Test
    void anEvictedProducerIsClosedWhenItsGraceIsOver() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().signal(arrived).hold(gate);
        context.getShutdownStrategy().setTimeout(1);
        SmtpxProducer producer = context.getEndpoint(
                smtpx("raw=true&maxConnections=1&maxInFlight=1&" + ENVELOPE), SmtpxEndpoint.class).createProducer();
        producer.start();
        CountDownLatch over = new CountDownLatch(2);
        List<Exchange> mails = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Exchange mail = new DefaultExchange(context);
            mail.getMessage().setBody(MAIL);
            mails.add(mail);
            producer.process(mail, done -> over.countDown());
        }
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        producer.stop();
        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        gate.countDown();
        assertThat(mails.get(0).getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
        assertThat(mails.get(1).getException()).isInstanceOf(SmtpxTransientException.class)
                .hasMessageContaining("the client is closing");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "hello=other.example.com", "timeout=9000", "maxConnections=3", "username=ann&password=x&allowCleartextAuth=true",
            "debug=true" })
    void endpointsThatConnectOtherwiseDoNot(String option) {
        server.offersAlso("AUTH PLAIN");
        server.on("AUTH").reply("235 2.7.0 Ok");
        deliver("raw=true&" + ENVELOPE, MAIL);
        deliver("raw=true&" + ENVELOPE + "&" + option, MAIL);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void endpointsThatRedeliverOtherwiseShareConnections() {
        deliver("raw=true&" + ENVELOPE, MAIL);
        deliver("raw=true&retryUnknown=true&" + ENVELOPE, MAIL);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void eachEndpointCountsItsOwn() {
        deliver("raw=true&" + ENVELOPE, MAIL);
        deliver("raw=true&sender=eve@example.com&recipients=bob@example.org", MAIL);
        assertThat(context.getEndpoints()).filteredOn(SmtpxEndpoint.class::isInstance)
                .extracting(endpoint -> ((SmtpxEndpoint) endpoint).getDelivered()).containsExactly(1L, 1L);
    }

    @Test
    void theConnectionsOutliveTheFirstEndpoint() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").routeId("one").to(smtpx("raw=true&" + ENVELOPE));
                from("direct:two").routeId("two").to(smtpx("raw=true&sender=eve@example.com&recipients=bob@example.org"));
            }
        });
        template.sendBody("direct:one", MAIL);
        context.getRouteController().stopRoute("one");
        template.sendBody("direct:two", MAIL);
        assertThat(server.connections()).isEqualTo(1);
        context.getRouteController().stopRoute("two");
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }
}
