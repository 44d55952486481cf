/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.apache.camel.component.smtpx.protocol.Command;
import org.apache.camel.component.smtpx.protocol.CommandDialogue;
import org.apache.camel.component.smtpx.protocol.CommandDialogue.Result;
import org.apache.camel.component.smtpx.protocol.Failure;
import org.apache.camel.component.smtpx.protocol.GreetingDialogue;
import org.apache.camel.component.smtpx.protocol.HelloDialogue;
import org.apache.camel.component.smtpx.protocol.Reply;
import org.apache.camel.component.smtpx.protocol.ReplySyntax;
import org.apache.camel.component.smtpx.protocol.Stage;
import org.apache.camel.component.smtpx.protocol.Wait;
import org.apache.camel.component.smtpx.transport.ConnectCallback;
import org.apache.camel.component.smtpx.transport.Connection;
import org.apache.camel.component.smtpx.transport.ConnectionListener;
import org.apache.camel.component.smtpx.transport.Connector;
import org.apache.camel.component.smtpx.transport.SmtpConnection;
import org.apache.camel.component.smtpx.transport.Target;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connection of a session: the hosts in order, until one is connected, has TLS if that comes first, and
 * greets as a server should. A server that turns the session away for good is told QUIT (RFC 5321, section 3.1).
 */
final class SessionOpening {

    /** What was opened. */
    record Opened(String host, SessionLink link, Reply greeting, @Nullable Reply hello, String helloName) {
    }

    private final SessionSettings settings;
    private final Engine engine;

    SessionOpening(SessionSettings settings, Engine engine) {
        this.settings = settings;
        this.engine = engine;
    }

    Opened open() throws NoReplyException {
        NoReplyException refused = null;
        for (String host : settings.hosts()) {
            try {
                return greet(host, new Attempt(settings.target(host)));
            } catch (NoReplyException e) {
                if (e.stage() == Stage.HELLO || e.failure().kind() == Failure.Kind.CANCELLED) {
                    throw e;
                }
                if (refused != null) {
                    e.addSuppressed(refused);
                }
                refused = e;
            }
        }
        throw refused != null
                ? refused : new NoReplyException(
                        Stage.CONNECT, null, Failure.of(Failure.Kind.CONNECT, "there is no host"));
    }

    private SessionLink connect(Attempt attempt) throws NoReplyException {
        new Connector(
                engine.loops(), engine.blocking(), engine.blocking(), attempt.target, settings.deadlines(),
                ReplySyntax.tolerant(settings.replyCharset())).connect(attempt, settings.debug(), attempt);
        try {
            return attempt.link.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            attempt.link.cancel(false);
            if (!attempt.link.isCompletedExceptionally()) {
                attempt.link.join().close(Failure.of(Failure.Kind.CANCELLED, "interrupted"));
            }
            throw new NoReplyException(Stage.CONNECT, null, new Failure(Failure.Kind.CANCELLED, "interrupted", e));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoReplyException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Opened greet(String host, Attempt attempt) throws NoReplyException {
        SessionLink link = connect(attempt);
        Reply greeting = link.reply(link.await(attempt.greeting, Stage.GREETING), Stage.GREETING);
        String name = settings.hello() != null ? settings.hello() : HelloName.of(link.connection());
        if (!greeting.isCompleted()) {
            throw turnedAway(link, Stage.GREETING, greeting);
        }
        if (!settings.sendHello()) {
            return new Opened(host, link, greeting, null, name);
        }
        Result helloed = link.run(Stage.HELLO, told -> new HelloDialogue(name, settings.esmtp(), told));
        Reply hello = link.reply(helloed, Stage.HELLO);
        if (!hello.isCompleted()) {
            throw turnedAway(link, Stage.HELLO, hello);
        }
        return new Opened(host, link, greeting, hello, name);
    }

    private static NoReplyException turnedAway(SessionLink link, Stage stage, Reply reply) {
        Failure why = Failure.of(Failure.Kind.SESSION_REFUSED, "the session was refused: " + reply);
        if (reply.isPermanent()) {
            try {
                link.run(stage, told -> new CommandDialogue(Command.quit(), Wait.QUIT, told));
            } catch (NoReplyException e) {
                return new NoReplyException(stage, reply, why);
            }
        }
        link.close(why);
        return new NoReplyException(stage, reply, why);
    }

    /** One host. */
    private static final class Attempt implements ConnectionListener, ConnectCallback<SmtpConnection> {
        private final Target target;
        private final CompletableFuture<SessionLink> link = new CompletableFuture<>();
        private final CompletableFuture<Result> greeting = new CompletableFuture<>();
        private volatile @Nullable Failure early;

        Attempt(Target target) {
            this.target = target;
        }

        @Override
        public void connected(SmtpConnection connection) {
            // On the event loop, before anything is read: the greeting must find somebody who waits for it.
            connection.submit(new GreetingDialogue(greeting::complete));
            SessionLink made = new SessionLink(connection, target);
            if (early != null) {
                made.ended(early);
            }
            if (!link.complete(made)) {
                connection.close(Failure.of(Failure.Kind.CANCELLED, "interrupted"));
            }
        }

        @Override
        public void failed(Failure failure) {
            Stage stage = failure.kind() == Failure.Kind.TLS ? Stage.TLS : Stage.CONNECT;
            link.completeExceptionally(new NoReplyException(stage, null, failure));
        }

        @Override
        public void released(Connection connection) {
            // A session has the connection to itself.
        }

        @Override
        public void closed(Connection connection, Failure why) {
            early = why;
            SessionLink made = link.isDone() && !link.isCompletedExceptionally() ? link.join() : null;
            if (made != null) {
                made.ended(why);
            }
        }
    }
}
