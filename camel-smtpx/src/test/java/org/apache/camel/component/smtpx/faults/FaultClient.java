/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Sends numbered messages through a Camel route, several at once, and again to recipients that are FAILED; writes a
 * line for every message, recipient and attempt. Exit status: 0 when every message has come to an end, 1 when something
 * threw what it must not, 2 for a wrong command line.
 */
public final class FaultClient {

    private static final long PATIENCE_MINUTES = 30;

    private final FaultOptions options;
    private final FaultReport report;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    /** Who sends: where that takes the thread until the outcome is there, there has to be one for each message. */
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final boolean waiting;
    private final Semaphore places;
    private final CountDownLatch open;
    private final AtomicInteger surprises = new AtomicInteger();
    private final Map<Boolean, AsyncProducer> routes;
    private final AsyncProducer noop;

    private FaultClient(FaultOptions options, FaultReport report, CamelContext camel) throws Exception {
        this.options = options;
        this.report = report;
        this.waiting = options.waiting() || Boolean.parseBoolean(options.endpoint().get("synchronous"));
        this.places = new Semaphore(options.concurrency());
        this.open = new CountDownLatch(options.messages());
        this.routes = Map.of(
                true, camel.getEndpoint("direct:once").createAsyncProducer(),
                false, camel.getEndpoint("direct:cached").createAsyncProducer());
        this.noop = camel.getEndpoint("direct:noop").createAsyncProducer();
        for (AsyncProducer route : List.of(routes.get(true), routes.get(false), noop)) {
            route.start();
        }
    }

    public static void main(String[] args) throws Exception {
        FaultOptions options;
        try {
            options = FaultOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + FaultOptions.USAGE);
            System.exit(2);
            return;
        }
        System.exit(run(options));
    }

    /** Runs and says in one line what was reported. */
    static int run(FaultOptions options) throws Exception {
        long began = System.nanoTime();
        CamelContext camel = new DefaultCamelContext();
        try (FaultReport report = new FaultReport(options)) {
            camel.addRoutes(new FaultRoute(options));
            camel.getShutdownStrategy().setTimeout(10);
            camel.start();
            FaultClient client = new FaultClient(options, report, camel);
            boolean ended = client.send();
            System.out.printf("messages %d, %s, %d without an outcome, %d ms%n", options.messages(), report.counts(),
                    client.surprises.get(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            return ended && client.surprises.get() == 0 ? 0 : 1;
        } finally {
            camel.stop();
        }
    }

    private boolean send() throws InterruptedException {
        for (int i = 0; i < options.messages(); i++) {
            places.acquire();
            NumberedMessage message = NumberedMessage.of(options.seed(), i, options.recipients());
            report.asked(message);
            if (i % 5 == 0) {
                call(this::noop);
            }
            call(() -> attempt(message, message.recipients(), 1));
        }
        boolean ended = open.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
        later.shutdown();
        callers.shutdown();
        return ended;
    }

    private void call(Runnable sending) {
        if (waiting) {
            callers.execute(sending);
        } else {
            sending.run();
        }
    }

    /** Its outcome is ignored; its effect on the connection matters. */
    private void noop() {
        Exchange exchange = noop.getEndpoint().createExchange();
        if (options.waiting()) {
            await(noop, exchange);
        } else {
            noop.process(exchange, synchronously -> {
            });
        }
    }

    private void attempt(NumberedMessage message, List<String> recipients, int number) {
        AsyncProducer route = routes.get(message.number() % 6 == 0);
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getMessage().setHeader(SmtpxConstants.SENDER, message.id() + "@sender.test");
        exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, recipients);
        exchange.getMessage().setBody(message.body());
        if (options.waiting()) {
            await(route, exchange);
            over(message, recipients, number, exchange);
        } else {
            route.process(exchange, synchronously -> over(message, recipients, number, exchange));
        }
    }

    private static void await(AsyncProducer route, Exchange exchange) {
        try {
            route.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private void over(NumberedMessage message, List<String> recipients, int number, Exchange exchange) {
        Outcome outcome = exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        if (outcome == null || outcome.results().size() != recipients.size()) {
            surprises.incrementAndGet();
            System.err.println(message.id() + ": no outcome: " + exchange.getException());
            end();
            return;
        }
        report.told(message, outcome.results(), number);
        List<String> again = outcome.results().stream()
                .filter(result -> result.fate() == Fate.FAILED || options.retryUnknown() && result.fate() == Fate.UNKNOWN)
                .map(FaultClient::address).toList();
        if (again.isEmpty() || number == options.attempts()) {
            end();
        } else {
            later.schedule(() -> call(() -> attempt(message, again, number + 1)), 40L << number, TimeUnit.MILLISECONDS);
        }
    }

    private static String address(RecipientResult result) {
        return result.recipient().address().toString();
    }

    private void end() {
        places.release();
        open.countDown();
    }
}
