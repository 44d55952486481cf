/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.GreetingDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.HelloDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.SessionDialogue.Result;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.pool.HelloName;
import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.apache.camel.component.smtpx.internal.transport.ConnectCallback;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.netty.Connector;
import org.apache.camel.component.smtpx.internal.transport.netty.NettyConnection;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.internal.wire.ReplySyntax;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connection of a session: the hosts in order, until one is connected, has TLS if that comes first, and sends
 * a positive greeting. After a 5yz greeting QUIT is sent (RFC 5321, section 3.1).
 */
final class SessionOpener {

    /** What was opened. */
    record Opened(String host, SessionConnection link, Reply greeting, @Nullable Reply hello, String helloName) {
    }

    private final SessionSettings settings;
    private final SmtpThreads engine;

    SessionOpener(SessionSettings settings, SmtpThreads engine) {
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

    private SessionConnection connect(Attempt attempt) throws NoReplyException {
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
        SessionConnection link = connect(attempt);
        Reply greeting = link.reply(link.await(attempt.greeting, Stage.GREETING), Stage.GREETING);
        String name = settings.hello() != null ? settings.hello() : HelloName.of(link.connection());
        if (!greeting.isCompleted()) {
            throw turnedAway(link, Stage.GREETING, greeting, "");
        }
        if (!settings.sendHello()) {
            return new Opened(host, link, greeting, null, name);
        }
        Result helloed = link.run(Stage.HELLO, told -> new HelloDialogue(name, settings.esmtp(), true, told));
        Reply hello = link.reply(helloed, Stage.HELLO);
        if (!hello.isCompleted()) {
            throw turnedAway(link, Stage.HELLO, hello, GreetingDialogue.lmtpHint(greeting, hello));
        }
        return new Opened(host, link, greeting, hello, name);
    }

    private static NoReplyException turnedAway(SessionConnection link, Stage stage, Reply reply, String hint) {
        Failure why = Failure.of(Failure.Kind.SESSION_REFUSED, "the session was refused: " + reply + hint);
        if (reply.isPermanent()) {
            try {
                link.run(stage, told -> new CommandDialogue(Command.quit(), TimeoutKind.QUIT, told));
            } catch (NoReplyException e) {
                return new NoReplyException(stage, reply, why);
            }
        }
        link.close(why);
        return new NoReplyException(stage, reply, why);
    }

    /** One host. */
    private static final class Attempt implements ConnectionListener, ConnectCallback<NettyConnection> {
        private final Target target;
        private final CompletableFuture<SessionConnection> link = new CompletableFuture<>();
        private final CompletableFuture<Result> greeting = new CompletableFuture<>();
        private volatile @Nullable Failure early;

        Attempt(Target target) {
            this.target = target;
        }

        @Override
        public void connected(NettyConnection connection) {
            // On the event loop, before anything is read: the dialogue that expects the greeting must exist.
            connection.submit(new GreetingDialogue(greeting::complete));
            SessionConnection made = new SessionConnection(connection, target);
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
            SessionConnection made = link.isDone() && !link.isCompletedExceptionally() ? link.join() : null;
            if (made != null) {
                made.ended(why);
            }
        }
    }
}
