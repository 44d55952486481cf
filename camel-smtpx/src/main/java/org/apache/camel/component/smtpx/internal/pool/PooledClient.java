/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.jspecify.annotations.Nullable;

/**
 * Sends mail over a pool of connections. Safe for use by many threads. Only the methods that say so wait for the
 * server. Results are delivered on a worker thread, never on an event loop.
 * <p>
 * Every send ends with an {@link Outcome}, whatever happens to the connection, the message or an executor.
 * <p>
 * With {@code synchronous} settings the calling thread performs the I/O, and a method returns after the result was
 * delivered. An interrupt during the dialogue closes the connection; the outcome is what the state of the transaction
 * demands.
 */
public final class PooledClient implements AutoCloseable {

    private final ClientSettings settings;
    private final SmtpThreads threads;
    private final LongSupplier clock;
    private final ConnectionPool pool;
    private final PendingOperations pending = new PendingOperations();
    /** For each source that is read on the worker pool: what fails when the client closes. */
    private final Set<Consumer<Failure>> reading = ConcurrentHashMap.newKeySet();

    public PooledClient(ClientSettings settings, SmtpThreads threads) {
        this(settings, threads, System::nanoTime);
    }

    /** @param clock nanoseconds; measures idle time, the age of connections, and the login pause */
    public PooledClient(ClientSettings settings, SmtpThreads threads, LongSupplier clock) {
        this.settings = settings;
        this.threads = threads;
        this.clock = clock;
        this.pool = new ConnectionPool(settings, threads, clock);
    }

    /**
     * Sends a message. Waits neither for the server nor for the source: a message in memory is examined before this
     * returns, any other is read on the worker pool. A message that cannot be read is FAILED, as is one whose first 64
     * KiB do not come within the timeout of a data block.
     */
    public CompletableFuture<Outcome> send(Envelope envelope, MessageSource message) {
        CompletableFuture<Outcome> result = new CompletableFuture<>();
        begin(envelope, message, settings.policy().skipBad(),
                outcome -> callbacks().execute(() -> result.complete(outcome)));
        return result;
    }

    /**
     * As {@link #send(Envelope, MessageSource)}, with an executor for the result. An executor that runs its tasks at
     * once does so on an event loop, where nothing may block. When it rejects the task, a worker thread runs it.
     *
     * @param skipBad   whether accepted recipients get the message when others are rejected
     * @param onOutcome receives the outcome, once
     */
    public PendingSend send(
            Envelope envelope, MessageSource message, boolean skipBad, Executor executor, Consumer<Outcome> onOutcome) {
        return begin(envelope, message, skipBad, outcome -> deliver(executor, () -> onOutcome.accept(outcome)));
    }

    /** A message that is being sent. */
    @FunctionalInterface
    public interface PendingSend {
        /**
         * Ends the send soon. Its outcome is what the state of the transaction demands: FAILED while it waits for a
         * connection or is not sent completely, else UNKNOWN. A connection that other messages share stays open.
         *
         * @param why   one line for users
         * @param cause the exception behind it, or null
         */
        void cancel(String why, @Nullable Throwable cause);
    }

    /** The only place where outcomes leave the client. */
    private void deliver(Executor executor, Runnable result) {
        Runnable once = new GuardedTask(result);
        try {
            executor.execute(once);
        } catch (Throwable e) {
            callbacks().execute(once);
        }
    }

    private PendingSend begin(Envelope envelope, MessageSource message, boolean skipBad, Consumer<Outcome> onOutcome) {
        SendPolicy policy = settings.policy().withSkipBad(skipBad);
        pending.begin();
        Consumer<Outcome> onEnd = outcome -> {
            pending.end();
            onOutcome.accept(outcome);
        };
        boolean binary = envelope.parameters().body() == BodyType.BINARY_MIME;
        if (settings.synchronous()) {
            CallerThread caller = new CallerThread();
            CompletableFuture<Outcome> result = new CompletableFuture<>();
            start(new Delivery(pool, caller, envelope, policy, clock, result::complete), message, binary);
            caller.await(result);
            onEnd.accept(result.join());
            return (why, cause) -> {
            };
        }
        Delivery delivery = new Delivery(pool, null, envelope, policy, clock, onEnd);
        if (PreparedMessage.isImmediate(message)) {
            start(delivery, message, binary);
        } else {
            prepare(() -> start(delivery, message, binary), delivery::failUnread);
        }
        return (why, cause) -> delivery.cancel(new Failure(Failure.Kind.CANCELLED, why, cause));
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

    /**
     * Keeps a {@linkplain #release released} client open until {@link #endUse}, which follows in any case; false if it
     * is closing already. {@link #close(Duration)} does not wait for it.
     */
    public boolean beginUse() {
        return pending.begin();
    }

    /** Ends what {@link #beginUse} began. */
    public void endUse() {
        pending.end();
    }

    /**
     * Reads a source, which may block, on the worker pool.
     *
     * @param read      reads the source
     * @param onFailure called when the worker pool rejects the task, or when the timeout of a data block passes or the
     *                  client closes first; {@code read} may end later
     */
    public void prepare(Runnable read, Consumer<Failure> onFailure) {
        Duration limit = settings.deadlines().of(TimeoutKind.BLOCK);
        Future<?> timeout;
        try {
            timeout = threads.schedule(() -> failReading(onFailure, Failure.of(Failure.Kind.SOURCE,
                    "the source gave nothing within " + limit.toMillis() + " ms (" + TimeoutKind.BLOCK + ")")), limit);
        } catch (RejectedExecutionException e) {
            onFailure.accept(new Failure(Failure.Kind.CANCELLED, "the client is closed", e));
            return;
        }
        reading.add(onFailure);
        try {
            threads.prepare(() -> {
                read.run();
                timeout.cancel(false);
                reading.remove(onFailure);
            });
        } catch (Throwable e) {
            timeout.cancel(false);
            reading.remove(onFailure);
            onFailure.accept(new Failure(Failure.Kind.SOURCE, "the worker pool takes no further message to read: " + e, e));
        }
    }

    private void failReading(Consumer<Failure> onFailure, Failure why) {
        if (reading.remove(onFailure)) {
            onFailure.accept(why);
        }
    }

    private Executor callbacks() {
        return settings.synchronous() ? Runnable::run : threads.results();
    }

    /** Starts the delivery of messages queued for a node (RFC 1985). */
    public CompletableFuture<Reply> etrn(String node) {
        return command(Command.etrn(node));
    }

    /** Verifies a user (RFC 5321, section 3.5). */
    public CompletableFuture<Reply> verify(String user) {
        return command(Command.vrfy(user));
    }

    /** Lists the members of a mailing list (RFC 5321, section 3.5). */
    public CompletableFuture<Reply> expand(String list) {
        return command(Command.expn(list));
    }

    /** Requests help, on a topic or in general (RFC 5321, section 4.1.1.8). */
    public CompletableFuture<Reply> help(@Nullable String topic) {
        return command(Command.help(topic));
    }

    /** Requests a reply only (RFC 5321, section 4.1.1.9). */
    public CompletableFuture<Reply> noop() {
        return command(Command.noop());
    }

    /** As {@link #noop}, but never blocks, whatever the settings are. */
    public CompletableFuture<Reply> ping() {
        return settings.synchronous()
                ? CompletableFuture.supplyAsync(this::noop, threads.blocking()).thenCompose(Function.identity())
                : noop();
    }

    /** Fails with {@link NoReplyException} when no reply comes. A reply that rejects the command completes it. */
    private CompletableFuture<Reply> command(Command command) {
        CompletableFuture<Reply> result = new CompletableFuture<>();
        pending.begin();
        result.whenComplete((reply, error) -> pending.end());
        CallerThread caller = settings.synchronous() ? new CallerThread() : null;
        new PooledCommand(pool, caller, command, callbacks(), result).acquire();
        if (caller != null) {
            caller.await(result);
        }
        return result;
    }

    /** The limits that each server has shown, in the order of the servers. */
    public List<ServerLimits> serverLimits() {
        return pool.serverLimits();
    }

    /**
     * Opens so many connections ahead of the first message, each with TLS and login. Does not block; a server that
     * cannot be connected to is logged, and not tried again before a message needs it.
     *
     * @throws IllegalArgumentException if the pool may not have so many
     */
    public void openAhead(int connections) {
        if (connections < 0 || connections > settings.limits().maxConnections()) {
            throw new IllegalArgumentException(
                    "minConnections must be from 0 to maxConnections (" + settings.limits().maxConnections() + "): "
                                               + connections);
        }
        if (connections > 0) {
            threads.blocking().execute(() -> pool.openAhead(connections));
        }
    }

    /** Lets each open connection end with what it carries; later messages use new connections. Does not block. */
    public void renewConnections() {
        pool.renew();
    }

    /** Closes the idle connections; how many there were. */
    public int closeIdle() {
        return pool.closeIdle();
    }

    /** Permits a login during the login pause. */
    public void endLoginPause() {
        pool.servers().endLoginPause();
    }

    /** The servers whose last attempt to connect failed, each with the reason. */
    public List<String> unavailableServers() {
        return pool.servers().unavailable();
    }

    public PoolCounts counts() {
        return pool.counts();
    }

    /**
     * Closes when every send and command that has begun has ended, without blocking. What has not ended after the grace
     * ends as with {@link #close(Duration)}. The future completes when no connection is left.
     */
    public CompletableFuture<Void> release(Duration grace) {
        CompletableFuture<Void> closed = pending.none().thenCompose(none -> pool.shutDown());
        Future<?> end = threads.schedule(this::abort, grace);
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
        closeNow();
    }

    private void closeNow() {
        pool.closeConnections();
        List.copyOf(reading).forEach(each -> failReading(
                each, Failure.of(Failure.Kind.CANCELLED, "the client was closed while the message was read")));
    }

    /** Closes with the acquire timeout as the grace. */
    @Override
    public void close() {
        close(settings.limits().acquireTimeout());
    }

    /**
     * Accepts nothing new, waits for transactions in flight, and closes. A transaction that has not ended after the
     * grace ends as its state demands: FAILED before the commit point, UNKNOWN after it.
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
        closeNow();
    }
}
