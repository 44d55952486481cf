/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Mails that come to a producer when it has stopped, as in an eviction from a cache or at the end of a context. */
class StoppedProducerTest extends SmtpxTestSupport {

    private static final String RAW = "raw=true&" + ENVELOPE;

    private static Exchange mail(CamelContext context) {
        Exchange mail = new DefaultExchange(context);
        mail.getMessage().setBody(MAIL);
        return mail;
    }

    private static void assertFailed(Exchange mail) {
        assertThat(mail.getException()).isInstanceOf(SmtpxTransientException.class);
        assertThat(header(mail, SmtpxConstants.OUTCOME, Outcome.class).results()).extracting(RecipientResult::fate)
                .containsExactly(Fate.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&synchronous=true" })
    void aMailForAStoppedProducerIsSentAllTheSame(String options) throws Exception {
        SmtpxProducer producer = context.getEndpoint(smtpx(RAW + options), SmtpxEndpoint.class).createProducer();
        producer.start();
        producer.stop();
        Exchange mail = mail(context);
        CountDownLatch over = new CountDownLatch(1);
        producer.process(mail, done -> over.countDown());
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        Exchange another = mail(context);
        producer.process(another);
        assertThat(List.of(mail, another)).extracting(Exchange::getException).containsOnlyNulls();
        assertThat(server.messages()).hasSize(2);
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&synchronous=true" })
    void aMailBehindTheEndOfTheContextIsFailed(String options) throws Exception {
        DefaultCamelContext other = new DefaultCamelContext();
        other.start();
        SmtpxProducer producer = other.getEndpoint(smtpx(RAW + options), SmtpxEndpoint.class).createProducer();
        producer.start();
        other.stop();
        Exchange mail = mail(other);
        CountDownLatch over = new CountDownLatch(1);
        producer.process(mail, done -> over.countDown());
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertFailed(mail);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&synchronous=true" })
    void aProducerMayStopAfterItsComponent(String options) throws Exception {
        DefaultCamelContext other = new DefaultCamelContext();
        other.start();
        SmtpxProducer producer = other.getEndpoint(smtpx(RAW + options), SmtpxEndpoint.class).createProducer();
        producer.start();
        producer.process(mail(other));
        ServiceHelper.stopAndShutdownService(other.getComponent("smtpx"));
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        producer.stop();
        other.stop();
        assertThat(server.messages()).hasSize(1);
    }

    /** The timer of the source ends with the component. */
    @Test
    void aMailWhoseBodyBlocksAtTheEndOfTheContextIsFailed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        ExecutorService workers = Executors.newCachedThreadPool();
        DefaultCamelContext other = new DefaultCamelContext();
        SmtpxComponent component = new SmtpxComponent();
        component.setWorkerPool(workers);
        other.addComponent("smtpx", component);
        other.start();
        SmtpxProducer producer = other.getEndpoint(
                smtpx("from=ann@example.com&to=bob@example.org"), SmtpxEndpoint.class).createProducer();
        producer.start();
        Exchange mail = mail(other);
        mail.getMessage().setBody(new InputStream() {
            @Override
            public int read() throws IOException {
                asked.countDown();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("interrupted");
                }
                return -1;
            }
        });
        CountDownLatch over = new CountDownLatch(1);
        producer.process(mail, done -> over.countDown());
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        other.stop();
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        gate.countDown();
        workers.shutdown();
        assertFailed(mail);
    }

    @Test
    void aCacheOfOneProducerLosesNoMail() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:anywhere").toD(smtpx(RAW) + "&hello=${header.name}.example.com", 1);
            }
        });
        List<Exchange> mails = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int number = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    int name = i % 7;
                    Exchange ended = template.request("direct:anywhere", mail -> {
                        mail.getMessage().setBody(MAIL);
                        mail.getMessage().setHeader("name", "h" + number + "-" + name);
                    });
                    synchronized (mails) {
                        mails.add(ended);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(mails).extracting(Exchange::getException).containsOnlyNulls();
    }
}
