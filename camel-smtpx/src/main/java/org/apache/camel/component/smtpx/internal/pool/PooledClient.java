/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Sends mail over a pool of connections. Safe for use by any number of threads; no method but those that say so waits
 * for the server. Results come on a thread of the engine, never on an event loop.
 * <p>
 * A send ends with an {@link Outcome}, whatever happens to the connection, the message or an executor.
 * <p>
 * With {@code synchronous} settings it is otherwise: the calling thread does the sending itself, and a method returns
 * when the result is there and has been told. A thread that is interrupted while it talks to the server closes the
 * connection; the outcome is what the state of the transaction demands.
 */
public final class PooledClient implements AutoCloseable {

    private final ClientSettings settings;
    private final SmtpThreads engine;
    private final LongSupplier clock;
    private final ConnectionPool pool;
    private final PendingOperations underWay = new PendingOperations();

    public PooledClient(ClientSettings settings, SmtpThreads engine) {
        this(settings, engine, System::nanoTime);
    }

    public PooledClient(ClientSettings settings, SmtpThreads engine, LongSupplier clock) {
        this.settings = settings;
        this.engine = engine;
        this.clock = clock;
        this.pool = new ConnectionPool(settings, engine, clock);
    }

    /**
     * Sends a message. Never waits for the server or for the source: a message in memory is looked at before this
     * returns, and any other is read on the worker pool. A message that cannot be read ends FAILED; so does one whose
     * first 64 KiB do not come within the deadline of a data block.
     */
    public CompletableFuture<Outcome> send(Envelope envelope, MessageSource message) {
        CompletableFuture<Outcome> result = new CompletableFuture<>();
        begin(envelope, message, settings.policy().skipBad(),
                outcome -> results().execute(() -> result.complete(outcome)));
        return result;
    }

    /**
     * As {@link #send}, with a say about refused recipients, and with the executor that the result is told on; an
     * executor that runs its tasks at once does so on an event loop, where nothing may block. When the executor rejects
     * the result, it is told on a thread of the engine.
     */
    public PendingSend send(
            Envelope envelope, MessageSource message, boolean skipBad, Executor executor, Consumer<Outcome> whenDone) {
        return begin(envelope, message, skipBad, outcome -> tell(executor, () -> whenDone.accept(outcome)));
    }

    /** A message that is being sent. */
    @FunctionalInterface
    public interface PendingSend {
        /**
         * Ends it soon. Its outcome is what the state of the transaction demands: FAILED while it waits for a
         * connection or is not wholly sent, else UNKNOWN. A connection that others share stays open for them.
         *
         * @param why   one line for people
         * @param cause the exception behind it, or null
         */
        void cancel(String why, @Nullable Throwable cause);
    }

    /** The one place where results leave the client. */
    private void tell(Executor executor, Runnable result) {
        Runnable once = new GuardedTask(result);
        try {
            executor.execute(once);
        } catch (Throwable e) {
            results().execute(once);
        }
    }

    private PendingSend begin(Envelope envelope, MessageSource message, boolean skipBad, Consumer<Outcome> whenDone) {
        SendPolicy policy = settings.policy().withSkipBad(skipBad);
        underWay.begin();
        Consumer<Outcome> whenOver = outcome -> {
            underWay.end();
            whenDone.accept(outcome);
        };
        boolean binary = envelope.parameters().body() == BodyType.BINARY_MIME;
        if (settings.synchronous()) {
            CallerThread caller = new CallerThread();
            CompletableFuture<Outcome> result = new CompletableFuture<>();
            Delivery delivery = new Delivery(pool, caller, envelope, policy, clock, result::complete);
            start(delivery, message, binary);
            caller.await(result);
            whenOver.accept(result.join());
            return (why, cause) -> {
            };
        }
        Delivery delivery = new Delivery(pool, null, envelope, policy, clock, whenOver);
        if (PreparedMessage.isImmediate(message)) {
            start(delivery, message, binary);
        } else {
            prepare(() -> start(delivery, message, binary), delivery::failUnread);
        }
        return (why, cause) -> delivery.cancel(new Failure(Failure.Kind.CANCELLED, why, cause));
    }

    /**
     * Runs what may wait for a source on the worker pool.
     *
     * @param read    reads the source
     * @param overdue called when the pool takes no task, or when the deadline of a data block passes first;
     *                {@code read} may end later
     */
    public void prepare(Runnable read, Consumer<Failure> overdue) {
        Duration deadline = settings.deadlines().of(TimeoutKind.BLOCK);
        Future<?> alarm;
        try {
            alarm = engine.schedule(() -> overdue.accept(Failure.of(Failure.Kind.SOURCE,
                    "the source gave nothing within " + deadline.toMillis() + " ms (" + TimeoutKind.BLOCK + ")")), deadline);
        } catch (RejectedExecutionException e) {
            overdue.accept(new Failure(Failure.Kind.CANCELLED, "the client is closed", e));
            return;
        }
        try {
            engine.prepare(() -> {
                read.run();
                alarm.cancel(false);
            });
        } catch (Throwable e) {
            alarm.cancel(false);
            overdue.accept(new Failure(Failure.Kind.SOURCE, "the worker pool takes no further message to read: " + e, e));
        }
    }

    private static void start(Delivery delivery, MessageSource message, boolean binary) {
        PreparedMessage content;
        try {
            content = PreparedMessage.of(message, binary);
        } catch (Throwable e) {
            delivery.failUnread(new Failure(Failure.Kind.SOURCE, "the message could not be read: " + e.getMessage(), e));
            return;
        }
        delivery.start(content);
    }

    private Executor results() {
        return settings.synchronous() ? Runnable::run : engine.results();
    }

    /** Asks the server to deliver what waits for a node (RFC 1985). */
    public CompletableFuture<Reply> etrn(String node) {
        return command(Command.etrn(node));
    }

    /** Asks whether a user is known (RFC 5321, section 3.5). */
    public CompletableFuture<Reply> verify(String user) {
        return command(Command.vrfy(user));
    }

    /** Asks for the members of a mailing list (RFC 5321, section 3.5). */
    public CompletableFuture<Reply> expand(String list) {
        return command(Command.expn(list));
    }

    /** Asks for help, on a topic or at large (RFC 5321, section 4.1.1.8). */
    public CompletableFuture<Reply> help(@Nullable String topic) {
        return command(Command.help(topic));
    }

    /** Asks for nothing but an answer (RFC 5321, section 4.1.1.9). */
    public CompletableFuture<Reply> noop() {
        return command(Command.noop());
    }

    /** As {@link #noop}, but this never waits for the server, whatever the settings say. */
    public CompletableFuture<Reply> ping() {
        return settings.synchronous()
                ? CompletableFuture.supplyAsync(this::noop, engine.blocking()).thenCompose(Function.identity())
                : noop();
    }

    /** Fails with {@link NoReplyException} when no reply comes; a refusal is a reply. */
    private CompletableFuture<Reply> command(Command command) {
        CompletableFuture<Reply> result = new CompletableFuture<>();
        underWay.begin();
        result.whenComplete((reply, error) -> underWay.end());
        if (settings.synchronous()) {
            CallerThread caller = new CallerThread();
            new PooledCommand(pool, caller, command, Runnable::run, result).acquire();
            caller.await(result);
        } else {
            new PooledCommand(pool, null, command, engine.results(), result).acquire();
        }
        return result;
    }

    /** What the pool holds now. */
    public PoolCounts counts() {
        return pool.counts();
    }

    /**
     * Closes when every send and command that has begun has ended, without blocking. What has not ended when the grace
     * is over ends as with {@link #close(Duration)}. The future completes when no connection is left.
     */
    public CompletableFuture<Void> release(Duration grace) {
        CompletableFuture<Void> closed = underWay.none().thenCompose(none -> pool.shutDown());
        Future<?> end = engine.schedule(this::abort, grace);
        return closed.whenComplete((none, error) -> end.cancel(false));
    }

    /**
     * Fails what waits for a connection, accepts nothing new, and closes each connection when its transactions have
     * ended. Does not block.
     */
    public void shutDown() {
        pool.shutDown();
    }

    private void abort() {
        pool.shutDown();
        pool.closeConnections();
    }

    /** Closes with the acquire timeout as the grace for what is under way. */
    @Override
    public void close() {
        close(settings.limits().acquireTimeout());
    }

    /**
     * Takes nothing new, waits for what is under way, and closes. What has not ended when the grace is over ends as the
     * state of each transaction demands: FAILED before the commit point, UNKNOWN behind it.
     */
    public void close(Duration grace) {
        try {
            pool.shutDown().get(Math.max(0, grace.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // The grace has passed.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        pool.closeConnections();
    }
}
