/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.util.Iterator;

import org.apache.camel.component.smtpx.protocol.Failure;
import org.apache.camel.component.smtpx.protocol.HandshakeDialogue;
import org.apache.camel.component.smtpx.protocol.HandshakeTerms;
import org.apache.camel.component.smtpx.protocol.Stage;
import org.apache.camel.component.smtpx.text.Secrets;
import org.apache.camel.component.smtpx.transport.BlockingConnector;
import org.apache.camel.component.smtpx.transport.ConnectCallback;
import org.apache.camel.component.smtpx.transport.Connection;
import org.apache.camel.component.smtpx.transport.ConnectionListener;
import org.apache.camel.component.smtpx.transport.Connector;
import org.apache.camel.component.smtpx.transport.Target;

/**
 * Opens one connection that can carry mail: the servers in order, each with connect, TLS, greeting, hello and login.
 * The next server is tried when one cannot be reached, refuses the session at its greeting, or fails the TLS handshake;
 * never with weaker protection.
 */
final class Opening {

    /** Told once how it ended. */
    interface Callback {
        void ready(Connection connection, Target target);

        void failed(NoConnection why);
    }

    private final ClientSettings settings;
    private final Engine engine;
    private final Secrets secrets;
    private final ConnectionListener listener;
    private final Callback callback;
    private final Iterator<Route> routes;

    Opening(ClientSettings settings, Engine engine, Secrets secrets, ConnectionListener listener, Callback callback) {
        this.settings = settings;
        this.engine = engine;
        this.secrets = secrets;
        this.listener = listener;
        this.callback = callback;
        this.routes = settings.routes().iterator();
    }

    void start() {
        Target target = routes.next().target();
        Attempt attempt = new Attempt(target);
        if (settings.synchronous()) {
            new BlockingConnector(engine.loops(), engine.blocking(), target, settings.deadlines())
                    .connect(attempt, settings.transcript(), settings.keepLast(), secrets, attempt);
        } else {
            new Connector(engine.loops(), engine.lookups(), engine.blocking(), target, settings.deadlines())
                    .connect(attempt, settings.transcript(), settings.keepLast(), secrets, attempt);
        }
    }

    private void failed(NoConnection why) {
        if (why.tryNext() && routes.hasNext()) {
            start();
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
            HandshakeTerms terms = new HandshakeTerms(
                    hello, settings.sendHello(), settings.esmtp(), settings.startTls(),
                    settings.credentials(), settings.mechanisms(), target.host());
            connection.submit(new HandshakeDialogue(terms, result -> shaken(connection, result)));
        }

        private void shaken(Connection connection, HandshakeDialogue.Result result) {
            Stage stage = result.stage();
            Failure failure = result.failure();
            if (stage == null || failure == null) {
                ready = true;
                callback.ready(connection, target);
            } else {
                Opening.this.failed(new NoConnection(target, stage, result.reply(), failure, connection.lastLines()));
            }
        }

        @Override
        public void failed(Failure failure) {
            Stage stage = failure.kind() == Failure.Kind.TLS ? Stage.TLS : Stage.CONNECT;
            Opening.this.failed(new NoConnection(target, stage, null, failure));
        }

        @Override
        public void telling(Runnable all) {
            listener.telling(all);
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
