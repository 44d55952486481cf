/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.component.smtpx.protocol.Envelope;
import org.apache.camel.component.smtpx.protocol.Failure;
import org.apache.camel.component.smtpx.protocol.Outcome;
import org.apache.camel.component.smtpx.protocol.RecipientResult;
import org.apache.camel.component.smtpx.protocol.Stage;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Turns exchanges into SMTP transactions, or into commands that ask the server. The route continues on a worker thread
 * once the outcome is known; with {@code synchronous=true} it continues on the calling thread.
 */
public class SmtpxProducer extends DefaultAsyncProducer {

    private final SmtpxEndpoint endpoint;
    private @Nullable Work work;

    /** What a started producer works with. */
    private record Work(SmtpClient client, SmtpxBinding binding, ResultWriter results, RedeliveryState.Options redelivery,
            Inquirer inquirer, Executor workers, boolean synchronous, Consumer<Outcome> counter, SendMeters meters) {
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
                client, binding, new ResultWriter(options.isFailOnPartial()),
                new RedeliveryState.Options(options.isSkipBad(), options.isRetryUnknown()),
                new Inquirer(options, client), endpoint.workers(),
                options.isSynchronous(), endpoint::count, endpoint.meters());
    }

    @Override
    protected void doStop() throws Exception {
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
            if (now.synchronous) {
                begin(now, exchange, Runnable::run, () -> {
                });
            } else if (begin(now, exchange, now.workers, () -> callback.done(false)) != null) {
                return false;
            }
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
        } catch (Exception e) {
            exchange.setException(refused(exchange, e));
        }
    }

    /**
     * The calling thread writes the result; when it is interrupted, the outcome is UNKNOWN and nothing is written
     * later.
     */
    private void await(Work now, Exchange exchange) throws Exception {
        CompletableFuture<Runnable> outcome = new CompletableFuture<>();
        Pending pending = begin(now, exchange, outcome::complete, () -> {
        });
        if (pending == null) {
            return;
        }
        try {
            outcome.get().run();
        } catch (InterruptedException e) {
            pending.abandon(e);
            outcome.thenAcceptAsync(Runnable::run, now.workers);
            Thread.currentThread().interrupt();
        }
    }

    /** Null when it is over already. */
    private @Nullable Pending begin(Work now, Exchange exchange, Executor executor, Runnable done) throws Exception {
        if (endpoint.getConfiguration().getOperation() == SmtpxOperation.send) {
            return send(now, exchange, executor, done);
        }
        ResultWriter.reply(exchange.getMessage(), null);
        Pending pending = new Pending() {
            @Override
            void writeAbandoned(InterruptedException cause) {
                now.inquirer.answer(exchange, null, cause);
            }
        };
        now.inquirer.ask(exchange).whenCompleteAsync((reply, error) -> {
            if (pending.end()) {
                now.inquirer.answer(exchange, reply, error);
                done.run();
            }
        }, executor);
        return pending;
    }

    private @Nullable Pending send(Work now, Exchange exchange, Executor executor, Runnable done) {
        ResultWriter.clear(exchange.getMessage());
        RedeliveryState state = new RedeliveryState(exchange, endpoint, now.redelivery);
        try {
            boolean metered = now.meters != SendMeters.NONE;
            long began = metered ? System.nanoTime() : 0;
            SmtpxBinding.Mail mail = now.binding.read(exchange, state);
            Duration composing = metered ? Duration.ofNanos(System.nanoTime() - began) : Duration.ZERO;
            if (mail.messageId() != null) {
                exchange.getMessage().setHeader(SmtpxConstants.MESSAGE_ID, mail.messageId());
            }
            Envelope envelope = state.toSend(mail.envelope());
            Outcome before = state.before();
            if (envelope == null && before != null) {
                write(now, exchange, state, mail, before);
                return null;
            }
            Envelope toSend = envelope == null ? mail.envelope() : envelope;
            Pending pending = new Pending() {
                @Override
                void writeAbandoned(InterruptedException cause) {
                    write(now, exchange, state, mail, state.merge(interrupted(toSend, cause)));
                }
            };
            now.client.send(toSend, mail.source(), now.redelivery.skipBad(), executor, outcome -> {
                now.counter.accept(outcome);
                now.meters.sent(outcome, mail.source(), composing);
                if (pending.end()) {
                    write(now, exchange, state, mail, state.merge(outcome));
                    done.run();
                }
            });
            return pending;
        } catch (Exception e) {
            Refusal.Cause cause = new Refusal.Cause(e, endpoint.via());
            Refusal refusal = state.refused(now.binding.recipients(exchange), cause);
            now.results.write(exchange, refusal, cause);
            state.ended(refusal.outcome());
            return null;
        }
    }

    private static void write(
            Work now, Exchange exchange, RedeliveryState state, SmtpxBinding.Mail mail, Outcome outcome) {
        now.results.write(exchange, mail, outcome);
        state.ended(outcome);
    }

    /** The message may be on its way, and its outcome will not be waited for. */
    private Outcome interrupted(Envelope envelope, InterruptedException cause) {
        String text = "the thread that waited for the outcome was interrupted";
        return Outcome.of(
                envelope.recipients().stream().map(recipient -> RecipientResult.unknown(recipient, text)).toList(),
                Stage.FINAL, null, new Failure(Failure.Kind.CANCELLED, text, cause), endpoint.via());
    }

    /** Input of an operation that asks the server. */
    private static Exception refused(Exchange exchange, Exception cause) {
        return cause instanceof IllegalArgumentException || cause instanceof CamelExchangeException
                ? new SmtpxPermanentException(String.valueOf(cause.getMessage()), exchange, (Outcome) null, cause) : cause;
    }

    /** What is under way for an exchange; it ends once, and the exchange is not touched afterwards. */
    private abstract static class Pending {
        private final AtomicBoolean over = new AtomicBoolean();

        /** Whether the caller is to write the result. */
        final boolean end() {
            return over.compareAndSet(false, true);
        }

        final void abandon(InterruptedException cause) {
            if (end()) {
                writeAbandoned(cause);
            }
        }

        abstract void writeAbandoned(InterruptedException cause);
    }

    private Work started() {
        Work now = work;
        if (now == null) {
            throw new IllegalStateException("the producer is not started");
        }
        return now;
    }
}
