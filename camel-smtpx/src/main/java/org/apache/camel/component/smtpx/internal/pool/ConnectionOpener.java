/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeSettings;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectCallback;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.blocking.BlockingConnector;
import org.apache.camel.component.smtpx.internal.transport.netty.Connector;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Opens one connection that can carry mail: servers in order, each with connect, TLS, greeting, EHLO and AUTH. The next
 * server, which the pool chooses, is tried when one cannot be reached, refuses the session at its greeting, or fails
 * the TLS handshake; never with weaker protection. The pool receives the result once.
 */
final class ConnectionOpener implements ConnectCallback<Connection> {

    private final ConnectionPool pool;
    private final PooledConnection pooled;
    private final ClientSettings settings;
    private final SmtpThreads threads;
    private final LongSupplier clock;
    private final Secrets secrets;
    private final List<ConnectFailure> tried;
    private final long began;
    private boolean handshakeRetried;
    private volatile Step step;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Failure cancelled;

    /**
     * The step under way.
     *
     * @param server  the server that is tried
     * @param awaited what the step awaits, up to the name of the server
     * @param since   when it began
     */
    private record Step(ServerState server, String awaited, long since) {
    }

    /**
     * @param pooled the listener of the connection
     * @param first  the server that is tried first
     * @param tried  why others are not tried
     */
    ConnectionOpener(ConnectionPool pool, PooledConnection pooled, ClientSettings settings, SmtpThreads threads,
                     LongSupplier clock, Secrets secrets, ServerState first, List<ConnectFailure> tried) {
        this.pool = pool;
        this.pooled = pooled;
        this.settings = settings;
        this.threads = threads;
        this.clock = clock;
        this.secrets = secrets;
        this.tried = new ArrayList<>(tried);
        this.began = clock.getAsLong();
        this.step = new Step(first, "", began);
    }

    PooledConnection pooled() {
        return pooled;
    }

    /** Starts without blocking, unless the client is synchronous. */
    void start() {
        if (settings.hello() != null || settings.synchronous() || HelloName.isLookedUp()) {
            guarded(this::connect);
        } else {
            // The handshake runs on an event loop, where nothing may block.
            guarded(() -> threads.lookups().execute(() -> guarded(() -> {
                HelloName.lookUp();
                connect();
            })));
        }
    }

    private void guarded(Runnable begin) {
        try {
            begin.run();
        } catch (Throwable e) {
            pool.onOpenFailed(pooled, new ConnectFailure(
                    target(), Stage.CONNECT, null,
                    new Failure(Failure.Kind.CONNECT, "no connection can be opened: " + e, e)));
        }
    }

    private void connect() {
        connect(step.server);
    }

    private void connect(ServerState server) {
        begin(server, "a connection to");
        Target target = server.target();
        if (settings.synchronous()) {
            new BlockingConnector(threads.loops(), threads.blocking(), target, settings.deadlines())
                    .connect(pooled, settings.transcript(), settings.keepLast(), secrets, this);
        } else {
            new Connector(threads.loops(), threads.lookups(), threads.blocking(), target, settings.deadlines())
                    .connect(pooled, settings.transcript(), settings.keepLast(), secrets, this);
        }
    }

    private void begin(ServerState server, String awaited) {
        step = new Step(server, awaited, clock.getAsLong());
    }

    /** The server that is tried now. */
    Target target() {
        return step.server.target();
    }

    /** What is awaited of the server and for how long, as the end of a sentence about the connection. */
    String waitingFor() {
        Step now = step;
        Target target = now.server.target();
        boolean clear = now.awaited.equals(HandshakeDialogue.GREETING) && !target.implicitTls();
        return "has waited " + Duration.ofNanos(clock.getAsLong() - now.since).toMillis() + " ms for " + now.awaited + " "
               + target + (clear ? "; does the server expect TLS from the start (ssl=true)?" : "");
    }

    /** Closes the connection if it is open, and tries no other server. */
    void cancel(Failure why) {
        cancelled = why;
        Connection opened = connection;
        if (opened != null) {
            opened.close(why);
        }
    }

    @Override
    public void connected(Connection opened) {
        connection = opened;
        Failure why = cancelled;
        if (why != null) {
            opened.close(why);
        }
        try {
            handshake(opened);
        } catch (Throwable e) {
            Failure failure = new Failure(Failure.Kind.CONNECT, "the handshake cannot begin: " + e, e);
            opened.close(failure);
            failed(failure);
        }
    }

    private void handshake(Connection opened) {
        ServerState server = step.server;
        String hello = settings.hello() != null ? settings.hello() : HelloName.of(opened);
        HandshakeSettings handshake = new HandshakeSettings(
                settings.protocol(), hello, settings.sendHello(), settings.esmtp(), settings.startTls(),
                server.account(), settings.mechanisms(), server.target().serverName(), settings.ignored(),
                settings.xclient(), server.afterLogin());
        opened.submit(new HandshakeDialogue(
                handshake, awaited -> begin(server, awaited), result -> onHandshake(opened, server, result)));
    }

    private void onHandshake(Connection opened, ServerState server, HandshakeDialogue.Result result) {
        Stage stage = result.stage();
        Failure failure = result.failure();
        if (stage == null || failure == null) {
            PoolLog.opened(server, opened, clock.getAsLong() - began);
            pooled.onTried(tried.stream().map(ConnectFailure::reason).toList());
            pool.onOpened(pooled, opened);
        } else if (result.retry() && !handshakeRetried && cancelled == null) {
            handshakeRetried = true;
            connect(server);
        } else {
            failed(new ConnectFailure(server.target(), stage, result.reply(), failure, opened.lastLines()));
        }
    }

    @Override
    public void securing() {
        begin(step.server, "the TLS handshake with");
    }

    @Override
    public void failed(Failure failure) {
        Stage stage = failure.kind() == Failure.Kind.TLS ? Stage.TLS : Stage.CONNECT;
        failed(new ConnectFailure(target(), stage, null, failure));
    }

    private void failed(ConnectFailure why) {
        PoolLog.failed(why);
        if (cancelled != null) {
            pool.onOpenFailed(pooled, why);
            return;
        }
        ServerState next = pool.onAttemptFailed(pooled, why);
        if (next != null) {
            tried.add(why);
            connect(next);
        } else {
            pool.onOpenFailed(pooled, why.after(tried));
        }
    }
}
