/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.component.smtpx.protocol.Envelope;
import org.apache.camel.component.smtpx.protocol.Outcome;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Turns exchanges into SMTP transactions, or into commands that ask the server. The route continues on a worker thread
 * once the outcome is known; with {@code synchronous=true} it continues on the calling thread.
 */
public class SmtpxProducer extends DefaultAsyncProducer {

    private final SmtpxEndpoint endpoint;
    private @Nullable Work work;
    private @Nullable SmtpxHealthCheck health;

    /** What a started producer works with. */
    private record Work(SmtpClient client, SmtpxBinding binding, ResultWriter results, EarlierAttempt earlier,
            Inquirer inquirer,
            Executor workers, boolean synchronous, boolean skipBad, Consumer<Outcome> counter,
            SendMeters meters) {
    }

    public SmtpxProducer(SmtpxEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        SmtpxConfiguration options = endpoint.getConfiguration();
        SmtpxBinding binding = new SmtpxBinding(options, Signing.of(options, endpoint.getCamelContext()));
        SmtpClient client = endpoint.acquireClient();
        work = new Work(
                client, binding, new ResultWriter(options.isFailOnPartial()), new EarlierAttempt(endpoint.getId()),
                new Inquirer(options, client), endpoint.workers(),
                options.isSynchronous(), options.isSkipBad(), endpoint::count, SendMeters.of(endpoint));
        health = endpoint.watch(client);
    }

    @Override
    protected void doStop() throws Exception {
        if (health != null) {
            endpoint.unwatch(health);
            health = null;
        }
        if (work != null) {
            SmtpClient client = work.client;
            work = null;
            endpoint.releaseClient(client);
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Work now = started();
            if (!now.synchronous) {
                begin(now, exchange, now.workers, () -> callback.done(false));
                return false;
            }
            begin(now, exchange, Runnable::run, () -> {
            });
        } catch (Exception e) {
            exchange.setException(refused(exchange, e));
        }
        callback.done(true);
        return true;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        try {
            await(started(), exchange);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            exchange.setException(refused(exchange, e));
        }
    }

    /** The caller waits anyway: what is to be done with the outcome is done by him, and not by a thread of ours. */
    private void await(Work now, Exchange exchange) throws Exception {
        CompletableFuture<Runnable> outcome = new CompletableFuture<>();
        begin(now, exchange, outcome::complete, () -> {
        });
        try {
            outcome.get().run();
        } catch (InterruptedException e) {
            outcome.thenAcceptAsync(Runnable::run, now.workers);
            throw e;
        }
    }

    private void begin(Work now, Exchange exchange, Executor executor, Runnable done) throws Exception {
        if (endpoint.getConfiguration().getOperation() == SmtpxOperation.send) {
            send(now, exchange, executor, done);
        } else {
            now.inquirer.ask(exchange).whenCompleteAsync((reply, error) -> {
                now.inquirer.answer(exchange, reply, error);
                done.run();
            }, executor);
        }
    }

    private static void send(Work now, Exchange exchange, Executor executor, Runnable done) throws Exception {
        boolean metered = now.meters != SendMeters.NONE;
        long began = metered ? System.nanoTime() : 0;
        SmtpxBinding.Mail mail = now.binding.read(exchange);
        Duration composing = metered ? Duration.ofNanos(System.nanoTime() - began) : Duration.ZERO;
        if (mail.messageId() != null) {
            exchange.getMessage().setHeader(SmtpxConstants.MESSAGE_ID, mail.messageId());
        }
        Outcome earlier = now.earlier.outcome(exchange);
        Envelope missing = EarlierAttempt.missing(earlier, mail.envelope());
        Consumer<Outcome> over = outcome -> {
            now.counter.accept(outcome);
            now.meters.sent(outcome, mail.source(), composing);
            Outcome merged = EarlierAttempt.merge(earlier, mail.envelope(), outcome);
            now.results.write(exchange, mail, merged);
            now.earlier.remember(exchange, merged);
            done.run();
        };
        now.client.send(missing, mail.source(), now.skipBad, executor, over);
    }

    /** Input that cannot be sent is refused before anything is; that will not heal by trying again. */
    private Exception refused(Exchange exchange, Exception cause) {
        if (cause instanceof IllegalArgumentException || cause instanceof CamelExchangeException) {
            Work now = work;
            Outcome earlier = now == null ? null : now.earlier.outcome(exchange);
            if (earlier != null) {
                ResultWriter.headers(exchange.getMessage(), earlier, Map.of());
            }
            return new SmtpxPermanentException(String.valueOf(cause.getMessage()), exchange, earlier, cause);
        }
        return cause;
    }

    private Work started() {
        Work now = work;
        if (now == null) {
            throw new IllegalStateException("the producer is not started");
        }
        return now;
    }
}
