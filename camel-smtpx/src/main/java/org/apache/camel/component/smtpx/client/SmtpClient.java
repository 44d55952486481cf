/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.apache.camel.component.smtpx.internal.pool.ClientSettings;
import org.apache.camel.component.smtpx.internal.pool.PoolCounts;
import org.apache.camel.component.smtpx.internal.pool.PooledClient;
import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages over a pool of SMTP connections (RFC 5321), without Camel.
 *
 * <pre>{@code
 * try (SmtpClient client = SmtpClient.builder("mx.example.org").port(587)
 *         .credentials(Credentials.password("me", secret)).build()) {
 *     Envelope envelope = Envelope.of("me@example.org", "ann@example.org", "bob@example.com");
 *     Outcome outcome = client.send(envelope, MessageSource.of(Path.of("letter.eml"))).join();
 *     outcome.results().forEach(System.out::println);
 * }
 * }</pre>
 *
 * Any number of threads may use one client; make one for each server and keep it. Futures complete on a worker thread,
 * never on an event loop, so a callback may block. With {@code synchronous} the calling thread does all the work, and
 * every future is complete when its method returns. For one connection and one command at a time see
 * {@link org.apache.camel.component.smtpx.session.SmtpSession}.
 */
public final class SmtpClient implements AutoCloseable {

    private final PooledClient client;
    private final SmtpThreads threads;
    private final boolean skipBad;
    private final Executor callbacks;
    private final Duration closeTimeout;
    private volatile boolean closed;

    SmtpClient(ClientSettings settings, SmtpThreads threads) {
        this.client = new PooledClient(settings, threads);
        this.threads = threads;
        this.skipBad = settings.policy().skipBad();
        this.callbacks = settings.synchronous() ? Runnable::run : threads.results();
        this.closeTimeout = settings.limits().acquireTimeout();
    }

    /**
     * A builder of a client for these servers.
     *
     * @param  hosts                    at least one name or address, tried in this order for each new connection; a
     *                                  port written behind it ({@code mx.example.org:587}) wins over
     *                                  {@link SmtpClientBuilder#port}
     * @throws IllegalArgumentException if there is no host, or a host is malformed
     */
    public static SmtpClientBuilder builder(String... hosts) {
        return new SmtpClientBuilder(hosts);
    }

    /**
     * A builder of a client for a server on this machine, such as an LMTP server.
     *
     * @param  path                     the absolute path of its Unix socket, as {@code /run/dovecot/lmtp}
     * @throws IllegalArgumentException if the path is not absolute
     */
    public static SmtpClientBuilder unixSocket(Path path) {
        return new SmtpClientBuilder("localhost").unixSocket(path);
    }

    /**
     * Sends a message in one mail transaction, or in several if the server limits the number of recipients.
     * <p>
     * The future always completes with an {@link Outcome}, never with an exception. A message that cannot be read, or a
     * client that is closed, leaves every recipient FAILED; {@link Outcome#failure} has the cause. A recipient is
     * UNKNOWN if the connection broke after the end of the message and before the server's reply. Cancelling the future
     * does not recall the message.
     * <p>
     * This method does not block, unless the client is {@code synchronous}: the source is read on a worker thread, a
     * message in memory on the calling thread.
     *
     * @param envelope sender, recipients and parameters of MAIL and RCPT
     * @param message  header and body as RFC 5322 has them; line ends of any kind, no dot stuffing
     */
    public CompletableFuture<Outcome> send(Envelope envelope, MessageSource message) {
        return send(envelope, message, skipBad);
    }

    /**
     * As {@link #send(Envelope, MessageSource)}, with the decision for this message.
     *
     * @param skipBad whether recipients that the server accepts get the message when it rejects others; else all or
     *                none
     */
    public CompletableFuture<Outcome> send(Envelope envelope, MessageSource message, boolean skipBad) {
        CompletableFuture<Outcome> result = new CompletableFuture<>();
        client.send(envelope, message, skipBad, callbacks, result::complete);
        return result;
    }

    /**
     * ETRN: asks the server to deliver the mail queued for a node (RFC 1985). The future has the server's reply,
     * whatever its code, or fails with {@link NoReplyException}.
     *
     * @throws IllegalArgumentException if the node is no single word of printable characters
     */
    public CompletableFuture<Reply> etrn(String node) {
        return command(() -> client.etrn(node));
    }

    /**
     * VRFY: asks whether a user exists (RFC 5321, section 3.5). Most servers answer 252, which means neither yes nor
     * no. The future has the server's reply, whatever its code, or fails with {@link NoReplyException}.
     *
     * @throws IllegalArgumentException if the text has a character that a command line cannot have
     */
    public CompletableFuture<Reply> verify(String user) {
        return command(() -> client.verify(user));
    }

    /**
     * EXPN: asks for the members of a mailing list, one in each line of the reply (RFC 5321, section 3.5). The future
     * has the server's reply, whatever its code, or fails with {@link NoReplyException}.
     *
     * @throws IllegalArgumentException if the text has a character that a command line cannot have
     */
    public CompletableFuture<Reply> expand(String list) {
        return command(() -> client.expand(list));
    }

    /**
     * HELP (RFC 5321, section 4.1.1.8). The future has the server's reply, whatever its code, or fails with
     * {@link NoReplyException}.
     *
     * @param  topic                    null for general help
     * @throws IllegalArgumentException if the topic has a character that a command line cannot have
     */
    public CompletableFuture<Reply> help(@Nullable String topic) {
        return command(() -> client.help(topic));
    }

    /**
     * NOOP: whether a connection can be had and the server replies (RFC 5321, section 4.1.1.9). The future has the
     * server's reply, whatever its code, or fails with {@link NoReplyException}.
     */
    public CompletableFuture<Reply> noop() {
        return command(client::noop);
    }

    private CompletableFuture<Reply> command(Supplier<CompletableFuture<Reply>> command) {
        return closed
                ? CompletableFuture.failedFuture(new NoReplyException(
                        Stage.CONNECT, null, Failure.of(Failure.Kind.CANCELLED, "the client is closed")))
                : command.get();
    }

    /** The connections of the pool and the sends that wait for one, at this moment. */
    public PoolStatus status() {
        PoolCounts counts = client.counts();
        return new PoolStatus(counts.connections(), counts.idle(), counts.inUse(), counts.pending());
    }

    /** The limits that each server has shown, in the order of the builder, at this moment. */
    public List<ServerLimits> limits() {
        return client.serverLimits();
    }

    /** {@link #close(Duration)} with the acquire timeout of the builder (30 s by default). */
    @Override
    public void close() {
        close(closeTimeout);
    }

    /**
     * Accepts no further send, waits for those under way, closes all connections and ends the client's own threads.
     * Blocks for at most the timeout and a few seconds. When the timeout has passed, the connections are closed: a
     * message whose last octet was not sent ends FAILED, another one UNKNOWN. Closing again has no effect.
     *
     * @param timeout zero closes at once
     */
    public void close(Duration timeout) {
        closed = true;
        client.close(timeout);
        threads.close();
    }
}
