/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The producer in routes: calls of every kind, connections kept, starting and stopping. */
class ProducerTest extends SmtpxTestSupport {

    private static final String RAW = "raw=true&" + ENVELOPE;

    @Test
    void connectionsAreUsedAgain() {
        for (int i = 0; i < 5; i++) {
            deliver(RAW, MAIL);
        }
        assertThat(server.messages()).hasSize(5);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.commands("EHLO")).hasSize(1);
    }

    @Test
    void aConnectionIsClosedAfterMaxMessagesPerConnection() {
        for (int i = 0; i < 4; i++) {
            deliver(RAW + "&maxMessagesPerConnection=2", MAIL);
        }
        assertThat(server.messages()).extracting(message -> message.connection()).containsExactly(1, 1, 2, 2);
    }

    @Test
    void aConnectionThatWasClosedIsReplaced() {
        deliver(RAW, MAIL);
        server.on("MAIL").times(1).closeWith("421 4.4.2 idle for too long");
        deliver(RAW, MAIL);
        assertThat(server.messages()).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void theSameEndpointIsSharedByManyThreads() throws Exception {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 50)
                .mapToObj(i -> template.asyncSend(smtpx(RAW + "&maxConnections=2"),
                        exchange -> exchange.getMessage().setBody(MAIL)))
                .toList();
        for (CompletableFuture<Exchange> one : sent) {
            assertThat(one.get(30, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(server.messages()).hasSize(50);
        assertThat(server.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void processReturnsWhenTheMessageIsSent() throws Exception {
        SmtpxEndpoint endpoint = context.getEndpoint(smtpx(RAW), SmtpxEndpoint.class);
        SmtpxProducer producer = endpoint.createProducer();
        producer.start();
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(MAIL);
        producer.process(exchange);
        assertThat(exchange.getException()).isNull();
        assertThat(server.messages()).hasSize(1);
        producer.stop();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void theCallingThreadIsFreeWhileTheServerThinks() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.onContent().hold(gate);
        SmtpxEndpoint endpoint = context.getEndpoint(smtpx(RAW), SmtpxEndpoint.class);
        SmtpxProducer producer = endpoint.createProducer();
        producer.start();
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(MAIL);
        CompletableFuture<Thread> done = new CompletableFuture<>();
        boolean sync = producer.process(exchange, doneSync -> done.complete(Thread.currentThread()));
        assertThat(sync).isFalse();
        assertThat(done).isNotDone();
        gate.countDown();
        assertThat(done.get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
        assertThat(exchange.getException()).isNull();
        producer.stop();
    }

    @Test
    void aProducerThatIsNotStartedRefuses() throws Exception {
        SmtpxProducer producer = context.getEndpoint(smtpx(RAW), SmtpxEndpoint.class).createProducer();
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(MAIL);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        producer.process(exchange, done::complete);
        assertThat(done).isCompletedWithValue(true);
        assertThat(exchange.getException()).isInstanceOf(IllegalStateException.class).hasMessageContaining("not started");
    }

    @Test
    void aRouteCanBeStoppedAndStartedAgain() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").routeId("mail").to(smtpx(RAW)).to("mock:sent");
            }
        });
        template.sendBody("direct:mail", MAIL);
        context.getRouteController().stopRoute("mail");
        assertThat(context.getRouteController().getRouteStatus("mail")).isEqualTo(ServiceStatus.Stopped);
        await().untilAsserted(() -> assertThat(server.commands("QUIT")).hasSize(1));
        context.getRouteController().startRoute("mail");
        template.sendBody("direct:mail", MAIL);
        assertThat(server.messages()).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void theContextStopsWithAQuit() {
        deliver(RAW, MAIL);
        context.stop();
        await().untilAsserted(() -> assertThat(server.commands("QUIT")).hasSize(1));
    }

    @Test
    void aRouteGoesOnBehindTheServersAnswer() throws Exception {
        MockEndpoint sent = getMockEndpoint("mock:sent");
        sent.expectedMessageCount(1);
        sent.expectedHeaderReceived(SmtpxConstants.REPLY_CODE, 250);
        sent.expectedBodiesReceived(MAIL);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:mail").to(smtpx(RAW)).to("mock:sent");
            }
        });
        template.sendBody("seda:mail", MAIL);
        sent.assertIsSatisfied();
    }

    @Test
    void toDynamicChoosesTheRecipientOfAnExchange() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dynamic").toD(smtpx("raw=true&sender=ann@example.com&recipients=${header.who}@example.org"));
            }
        });
        template.sendBodyAndHeader("direct:dynamic", MAIL, "who", "bob");
        template.sendBodyAndHeader("direct:dynamic", MAIL, "who", "eve");
        template.sendBodyAndHeader("direct:dynamic", MAIL, "who", "bob");
        assertThat(server.messages()).extracting(message -> message.to().get(0))
                .containsExactly("bob@example.org", "eve@example.org", "bob@example.org");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void lazyStartProducerStartsWithTheFirstExchange() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:lazy").onException(Exception.class).handled(true).to("mock:failed").end()
                        .to(smtpx(RAW + "&timeout=0&lazyStartProducer=true"));
                from("direct:lazyGood").to(smtpx(RAW + "&lazyStartProducer=true"));
            }
        });
        MockEndpoint failed = getMockEndpoint("mock:failed");
        failed.expectedMessageCount(1);
        template.sendBody("direct:lazy", MAIL);
        failed.assertIsSatisfied();
        assertThat(failed.getExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasStackTraceContaining("timeout");
        template.sendBody("direct:lazyGood", MAIL);
        assertThat(server.messages()).hasSize(1);
    }
}
