/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeSettings;
import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.ConnectCallback;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.blocking.BlockingConnector;
import org.apache.camel.component.smtpx.internal.transport.netty.Connector;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Opens one connection that can carry mail: the servers in order, each with connect, TLS, greeting, hello and login.
 * The next server is tried when one cannot be reached, refuses the session at its greeting, or fails the TLS handshake;
 * never with weaker protection.
 */
final class ConnectionOpener {

    /** Told once how it ended. */
    interface Callback {
        void ready(Connection connection, Target target);

        void failed(ConnectFailure why);
    }

    private final ClientSettings settings;
    private final SmtpThreads engine;
    private final LongSupplier clock;
    private final Secrets secrets;
    private final ConnectionListener listener;
    private final Function<Target, @Nullable LoginAccount> accounts;
    private final Callback callback;
    private boolean retried;
    private final Iterator<Route> routes;
    private volatile Progress progress;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Failure cancelled;

    /**
     * How far it is.
     *
     * @param target the server
     * @param wanted what it is waited for, up to the name of the server
     * @param since  when that wait began
     */
    private record Progress(Target target, String wanted, long since) {
    }

    ConnectionOpener(ClientSettings settings, SmtpThreads engine, LongSupplier clock, Secrets secrets,
                     Function<Target, @Nullable LoginAccount> accounts, ConnectionListener listener,
                     Callback callback) {
        this.settings = settings;
        this.engine = engine;
        this.clock = clock;
        this.secrets = secrets;
        this.accounts = accounts;
        this.listener = listener;
        this.callback = callback;
        this.routes = settings.routes().iterator();
        this.progress = new Progress(settings.routes().get(0).target(), "", clock.getAsLong());
    }

    void start() {
        if (settings.hello() != null || settings.synchronous() || HelloName.isLookedUp()) {
            tryNextServer();
        } else {
            // The handshake runs on an event loop, where nothing may block.
            engine.lookups().execute(this::lookUpHelloName);
        }
    }

    private void lookUpHelloName() {
        try {
            HelloName.lookUp();
            tryNextServer();
        } catch (Throwable e) {
            callback.failed(new ConnectFailure(
                    target(), Stage.CONNECT, null,
                    new Failure(Failure.Kind.CONNECT, "no connection can be opened: " + e, e)));
        }
    }

    private void tryNextServer() {
        connect(routes.next().target());
    }

    private void connect(Target target) {
        entered(target, "a TCP connection to");
        Attempt attempt = new Attempt(target);
        if (settings.synchronous()) {
            new BlockingConnector(engine.loops(), engine.blocking(), target, settings.deadlines())
                    .connect(attempt, settings.transcript(), settings.keepLast(), secrets, attempt);
        } else {
            new Connector(engine.loops(), engine.lookups(), engine.blocking(), target, settings.deadlines())
                    .connect(attempt, settings.transcript(), settings.keepLast(), secrets, attempt);
        }
    }

    private void entered(Target target, String wanted) {
        progress = new Progress(target, wanted, clock.getAsLong());
    }

    /** The server that is tried now. */
    Target target() {
        return progress.target;
    }

    /** What the server is waited for and for how long, to go on a sentence about the connection. */
    String waitingFor() {
        Progress now = progress;
        boolean clear = now.wanted.equals(HandshakeDialogue.GREETING) && !now.target.implicitTls();
        return "has waited " + Duration.ofNanos(clock.getAsLong() - now.since).toMillis() + " ms for " + now.wanted + " "
               + now.target + (clear ? "; does the server expect TLS from the start (ssl=true)?" : "");
    }

    /** Gives it up: a connection that is open already is closed, and no other server is tried. */
    void cancel(Failure why) {
        cancelled = why;
        Connection opened = connection;
        if (opened != null) {
            opened.close(why);
        }
    }

    private void failed(ConnectFailure why) {
        if (cancelled == null && why.tryNext() && routes.hasNext()) {
            tryNextServer();
        } else {
            callback.failed(why);
        }
    }

    /** One server. Until the connection is ready its listener is this, afterwards the pool's. */
    private final class Attempt implements ConnectionListener, ConnectCallback<Connection> {
        private final Target target;
        private boolean ready;

        Attempt(Target target) {
            this.target = target;
        }

        @Override
        public void connected(Connection connection) {
            ConnectionOpener.this.connection = connection;
            Failure why = cancelled;
            if (why != null) {
                connection.close(why);
            }
            try {
                shakeHands(connection);
            } catch (Throwable e) {
                Failure failure = new Failure(Failure.Kind.CONNECT, "the handshake cannot begin: " + e, e);
                connection.close(failure);
                failed(failure);
            }
        }

        private void shakeHands(Connection connection) {
            String hello = settings.hello() != null ? settings.hello() : HelloName.of(connection);
            HandshakeSettings terms = new HandshakeSettings(
                    hello, settings.sendHello(), settings.esmtp(), settings.startTls(),
                    accounts.apply(target), settings.mechanisms(), target.host());
            connection.submit(new HandshakeDialogue(
                    terms, wanted -> entered(target, wanted), result -> shaken(connection, result)));
        }

        @Override
        public void securing() {
            entered(target, "the TLS handshake with");
        }

        private void shaken(Connection connection, HandshakeDialogue.Result result) {
            Stage stage = result.stage();
            Failure failure = result.failure();
            if (stage == null || failure == null) {
                ready = true;
                callback.ready(connection, target);
            } else if (result.retry() && !retried && cancelled == null) {
                retried = true;
                connect(target);
            } else {
                ConnectionOpener.this
                        .failed(new ConnectFailure(target, stage, result.reply(), failure, connection.lastLines()));
            }
        }

        @Override
        public void failed(Failure failure) {
            Stage stage = failure.kind() == Failure.Kind.TLS ? Stage.TLS : Stage.CONNECT;
            ConnectionOpener.this.failed(new ConnectFailure(target, stage, null, failure));
        }

        @Override
        public void batchCallbacks(Runnable all) {
            listener.batchCallbacks(all);
        }

        @Override
        public void released(Connection connection) {
            if (ready) {
                listener.released(connection);
            }
        }

        @Override
        public void closed(Connection connection, Failure why) {
            if (ready) {
                listener.closed(connection, why);
            }
        }
    }
}
