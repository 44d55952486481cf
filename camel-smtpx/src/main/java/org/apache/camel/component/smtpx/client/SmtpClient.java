/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.message.Content;
import org.apache.camel.component.smtpx.message.MessageSource;
import org.apache.camel.component.smtpx.protocol.BodyType;
import org.apache.camel.component.smtpx.protocol.Command;
import org.apache.camel.component.smtpx.protocol.Envelope;
import org.apache.camel.component.smtpx.protocol.Outcome;
import org.apache.camel.component.smtpx.protocol.Reply;
import org.apache.camel.component.smtpx.protocol.SendPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Sends mail over a pool of connections. Safe for use by any number of threads; no method but those that say so waits
 * for the server. Results come on a thread of the engine, never on an event loop.
 * <p>
 * A send ends with an {@link Outcome} whatever happens to the connection; it fails with an exception only when the
 * message itself cannot be read before anything is sent.
 * <p>
 * With {@code synchronous} settings it is otherwise: the calling thread does the sending itself, and a method returns
 * when the result is there and has been told. A thread that is interrupted while it talks to the server closes the
 * connection; the outcome is what the state of the transaction demands.
 */
public final class SmtpClient implements AutoCloseable {

    private final ClientSettings settings;
    private final Engine engine;
    private final LongSupplier clock;
    private final ConnectionPool pool;

    public SmtpClient(ClientSettings settings, Engine engine) {
        this(settings, engine, System::nanoTime);
    }

    SmtpClient(ClientSettings settings, Engine engine, LongSupplier clock) {
        this.settings = settings;
        this.engine = engine;
        this.clock = clock;
        this.pool = new ConnectionPool(settings, engine, clock);
    }

    /**
     * Sends a message. Up to 64 KiB of it are read before this returns, the rest away from the calling thread.
     *
     * @throws IOException if the message cannot be read
     */
    public CompletableFuture<Outcome> send(Envelope envelope, MessageSource message) throws IOException {
        CompletableFuture<Outcome> result = new CompletableFuture<>();
        begin(envelope, message, settings.policy().skipBad(),
                outcome -> results().execute(() -> result.complete(outcome)));
        return result;
    }

    /**
     * As {@link #send}, with a say about refused recipients, and with the executor that the result is told on; an
     * executor that runs its tasks at once does so on an event loop, where nothing may block.
     */
    public void send(Envelope envelope, MessageSource message, boolean skipBad, Executor executor, Consumer<Outcome> whenDone)
            throws IOException {
        begin(envelope, message, skipBad, outcome -> executor.execute(() -> whenDone.accept(outcome)));
    }

    private void begin(Envelope envelope, MessageSource message, boolean skipBad, Consumer<Outcome> whenDone)
            throws IOException {
        Content content = Content.of(message, envelope.parameters().body() == BodyType.BINARY_MIME);
        SendPolicy policy = settings.policy().withSkipBad(skipBad);
        if (!settings.synchronous()) {
            new Delivery(pool, envelope, content, policy, clock, whenDone).start();
            return;
        }
        Caller caller = new Caller(pool);
        CompletableFuture<Outcome> result = new CompletableFuture<>();
        new Delivery(caller, envelope, content, policy, clock, result::complete).start();
        caller.await(result);
        whenDone.accept(result.join());
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
        if (settings.synchronous()) {
            Caller caller = new Caller(pool);
            new Inquiry(caller, command, Runnable::run, result).start();
            caller.await(result);
        } else {
            new Inquiry(pool, command, engine.results(), result).start();
        }
        return result;
    }

    /** What the pool holds now. */
    public PoolStatus status() {
        return pool.status();
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
        pool.close(grace);
    }
}
