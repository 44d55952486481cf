/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.pool.PooledClient;
import org.apache.camel.component.smtpx.internal.transport.UserCode;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.observe.SendMetrics;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Turns exchanges into SMTP transactions, or into commands that ask the server. The route continues on a worker thread
 * once the outcome is known; with {@code synchronous=true} it continues on the calling thread.
 */
public class SmtpxProducer extends DefaultAsyncProducer {

    private final SmtpxEndpoint endpoint;
    /** Remains when the producer stops: it names the recipients of mails that come later. */
    private volatile @Nullable Work work;
    private volatile boolean stopped;

    /** What a started producer works with. */
    private record Work(PooledClient client, SmtpxBinding binding, ResultWriter results, RedeliveryState.Options redelivery,
            CommandOperations inquirer, Executor workers, Executor signers, boolean synchronous, Consumer<Outcome> counter,
            SendMetrics meters) {

        Work with(SmtpxBinding other) {
            return new Work(
                    client, other, results, redelivery, inquirer, workers, signers, synchronous, counter, meters);
        }
    }

    public SmtpxProducer(SmtpxEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        SmtpxConfiguration options = endpoint.getConfiguration();
        SmtpxBinding binding = new SmtpxBinding(
                options, DkimSigning.of(options, endpoint.getCamelContext(), endpoint.dkimProviders()));
        work = workOn(endpoint.acquireClient(), binding);
        stopped = false;
    }

    private Work workOn(PooledClient client, SmtpxBinding binding) {
        SmtpxConfiguration options = endpoint.getConfiguration();
        return new Work(
                client, binding, new ResultWriter(options.isSkipBad(), options.isFailOnPartial()),
                new RedeliveryState.Options(options.isSkipBad(), options.isRetryUnknown()),
                new CommandOperations(options, client), endpoint.workers(), endpoint.computations(),
                options.isSynchronous(), endpoint::count, endpoint.meters());
    }

    @Override
    protected void doStop() throws Exception {
        Work own = work;
        if (own != null && !stopped) {
            stopped = true;
            endpoint.releaseClient(own.client);
        }
        super.doStop();
    }

    /**
     * What an exchange works with until it ends. A cache of producers may stop one that it has just given to another
     * thread: a mail for a stopped producer uses a client of the endpoint for itself.
     *
     * @throws IOException if the component has stopped
     */
    private Work use(Work own, PendingExchange pending) throws Exception {
        if (own.client.beginUse() && !stopped) {
            pending.uses(own.client::endUse);
            return own;
        }
        own.client.endUse();
        while (endpoint.isSending()) {
            PooledClient client = endpoint.acquireClient();
            // The endpoint may be evicted, too, and release the client of all its producers.
            boolean open = client.beginUse();
            Runnable release = () -> {
                client.endUse();
                endpoint.releaseClient(client);
            };
            if (open) {
                pending.uses(release);
                return workOn(client, own.binding);
            }
            release.run();
        }
        throw new IOException("the client is closed");
    }

    /**
     * Never throws, and calls the callback once, with an outcome on the exchange. Unless {@code synchronous=true} it
     * waits neither for the server nor for the source of the message: a body that may block is read on the worker pool,
     * within the deadline of a data block ({@code blockTimeout}). Messages are signed on all processors.
     */
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        PendingExchange pending = new PendingExchange(exchange, callback);
        Work now = using(pending);
        if (now != null) {
            try {
                if (now.synchronous) {
                    begin(now, pending, Runnable::run);
                } else if (now.binding.mayBlock(exchange)) {
                    now.client.prepare(() -> begin(now, pending, now.workers),
                            why -> now.workers.execute(() -> pending.endUnread(
                                    () -> refuse(now, pending, new IOException(why.text(), why.cause())))));
                } else if (now.binding.signs()) {
                    now.signers.execute(() -> begin(now, pending, now.workers));
                } else {
                    begin(now, pending, now.workers);
                }
            } catch (Throwable e) {
                pending.end(() -> exchange.setException(refused(exchange, e)));
            }
        }
        return pending.leave();
    }

    /**
     * The calling thread reads the message and writes the result. When it is interrupted, it ends the send and writes
     * the outcome that the state of the transaction demands; the interrupt is there again afterwards.
     */
    @Override
    public void process(Exchange exchange) {
        PendingExchange pending = new PendingExchange(exchange, doneSync -> {
        });
        Work now = using(pending);
        if (now == null) {
            return;
        }
        boolean interrupted = false;
        try {
            CompletableFuture<Runnable> handover = new CompletableFuture<>();
            begin(now, pending, handover::complete);
            Runnable result = null;
            while (result == null && !pending.isEnded()) {
                try {
                    result = handover.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (!pending.cancel("the thread that waited for the outcome was interrupted", e)) {
                        pending.end(() -> exchange.setException(new SmtpxTransientException(
                                "the thread that waited for the reply was interrupted", exchange, (Reply) null, e)));
                    }
                }
            }
            if (result != null) {
                result.run();
            }
        } catch (Throwable e) {
            pending.end(() -> exchange.setException(refused(exchange, e)));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the exchange works with; null if it has ended, since there is nothing to send it with. */
    private @Nullable Work using(PendingExchange pending) {
        Work own = work;
        if (own == null) {
            pending.end(() -> pending.exchange().setException(new IllegalStateException("the producer is not started")));
            return null;
        }
        try {
            return use(withOptionsOf(pending.exchange(), own), pending);
        } catch (Throwable e) {
            if (endpoint.getConfiguration().getOperation() == SmtpxOperation.send) {
                pending.end(() -> refuse(own, pending, e));
            } else {
                pending.end(() -> pending.exchange().setException(
                        new SmtpxTransientException(String.valueOf(e.getMessage()), pending.exchange(), (Reply) null, e)));
            }
            return null;
        }
    }

    /** With the options that only this message has. */
    private Work withOptionsOf(Exchange exchange, Work work) {
        MessageOptions own = MessageOptions.of(exchange, endpoint);
        return own == null ? work : work.with(work.binding.with(own));
    }

    private void begin(Work now, PendingExchange pending, Executor executor) {
        if (endpoint.getConfiguration().getOperation() == SmtpxOperation.send) {
            send(now, pending, executor);
        } else {
            ask(now, pending, executor);
        }
    }

    private static void ask(Work now, PendingExchange pending, Executor executor) {
        Exchange exchange = pending.exchange();
        try {
            ResultWriter.reply(exchange.getMessage(), null);
            CompletableFuture<Reply> reply = now.inquirer.ask(exchange);
            if (pending.beginSending()) {
                reply.whenComplete((answer, error) -> executor
                        .execute(() -> pending.end(() -> now.inquirer.answer(exchange, answer, error))));
            }
        } catch (Throwable e) {
            pending.end(() -> exchange.setException(refused(exchange, e)));
        }
    }

    private void send(Work now, PendingExchange pending, Executor executor) {
        Exchange exchange = pending.exchange();
        try {
            ResultWriter.clear(exchange.getMessage());
            RedeliveryState state = new RedeliveryState(exchange, endpoint, now.redelivery);
            try {
                send(now, pending, state, executor);
            } catch (Throwable e) {
                pending.end(() -> refuse(now, exchange, state, e));
            }
        } catch (Throwable e) {
            pending.end(() -> refuse(now, pending, e));
        }
    }

    private void send(Work now, PendingExchange pending, RedeliveryState state, Executor executor) throws Exception {
        Exchange exchange = pending.exchange();
        boolean metered = now.meters != SendMetrics.NONE;
        long began = metered ? System.nanoTime() : 0;
        SmtpxBinding.Mail mail = now.binding.read(exchange, state);
        Duration composing = metered ? Duration.ofNanos(System.nanoTime() - began) : Duration.ZERO;
        if (!pending.beginSending()) {
            return;
        }
        if (mail.messageId() != null) {
            exchange.getMessage().setHeader(SmtpxConstants.MESSAGE_ID, mail.messageId());
        }
        Envelope envelope = state.toSend(mail.envelope());
        Outcome before = state.before();
        if (envelope == null) {
            pending.end(() -> write(now, exchange, state, mail, Objects.requireNonNull(before)));
            return;
        }
        pending.sending(now.client.send(
                envelope, mail.source(), now.redelivery.skipBad(), executor, outcome -> {
                    UserCode.run(() -> now.counter.accept(outcome));
                    UserCode.run(() -> now.meters.sent(outcome, mail.source(), composing));
                    pending.end(() -> write(now, exchange, state, mail, state.merge(outcome.withWarnings(mail.warnings()))));
                }));
    }

    private static void write(
            Work now, Exchange exchange, RedeliveryState state, SmtpxBinding.Mail mail, Outcome outcome) {
        try {
            now.results.write(exchange, mail, outcome);
        } catch (Throwable e) {
            exchange.setException(unwritable(exchange, outcome, e));
        }
        state.ended(outcome);
    }

    /** The outcome is kept for another attempt all the same, which then sends nothing twice. */
    private static SmtpxException unwritable(Exchange exchange, Outcome outcome, Throwable why) {
        return new SmtpxPermanentException("the outcome cannot be written: " + why, exchange, outcome, why);
    }

    /** Ends an attempt before anything was sent. */
    private void refuse(Work now, Exchange exchange, RedeliveryState state, Throwable why) {
        Refusal.Cause cause = new Refusal.Cause(why, endpoint.via());
        try {
            Refusal refusal = state.refused(named(now, exchange, why), cause);
            try {
                now.results.write(exchange, refusal, cause);
            } catch (Throwable e) {
                exchange.setException(unwritable(exchange, refusal.outcome(), e));
            }
            state.ended(refusal.outcome());
        } catch (Throwable e) {
            exchange.setException(new SmtpxTransientException(cause.text(), exchange, cause.outcome(List.of()), why));
        }
    }

    /** The recipients that the exchange names; none when they cannot be read either. */
    private static List<Recipient> named(Work now, Exchange exchange, Throwable why) {
        try {
            return now.binding.recipients(exchange);
        } catch (Throwable e) {
            if (e != why) {
                why.addSuppressed(e);
            }
            return List.of();
        }
    }

    private void refuse(Work now, PendingExchange pending, Throwable why) {
        Exchange exchange = pending.exchange();
        refuse(now, exchange, new RedeliveryState(exchange, endpoint, now.redelivery), why);
    }

    /** Input of an operation that asks the server. */
    private static Throwable refused(Exchange exchange, Throwable cause) {
        return cause instanceof IllegalArgumentException || cause instanceof CamelExchangeException
                ? new SmtpxPermanentException(String.valueOf(cause.getMessage()), exchange, (Outcome) null, cause) : cause;
    }
}
