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
 * Opens the connection of a session. It tries the hosts in order until one sends a positive greeting, after the TLS
 * handshake if TLS is implicit. A 5yz greeting is answered with QUIT (RFC 5321, section 3.1).
 */
final class SessionOpener {

    /** An open session. */
    record Opened(String host, SessionConnection link, Reply greeting, @Nullable Reply hello, String helloName) {
    }

    private final SessionSettings settings;
    private final SmtpThreads threads;

    SessionOpener(SessionSettings settings, SmtpThreads threads) {
        this.settings = settings;
        this.threads = threads;
    }

    Opened open() throws NoReplyException {
        NoReplyException last = null;
        for (String host : settings.hosts()) {
            try {
                return greet(host, new Attempt(settings.target(host)));
            } catch (NoReplyException e) {
                if (e.stage() == Stage.HELLO || e.failure().kind() == Failure.Kind.CANCELLED) {
                    throw e;
                }
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last != null
                ? last : new NoReplyException(
                        Stage.CONNECT, null, Failure.of(Failure.Kind.CONNECT, "there is no host"));
    }

    private SessionConnection connect(Attempt attempt) throws NoReplyException {
        new Connector(
                threads.loops(), threads.blocking(), threads.blocking(), attempt.target, settings.deadlines(),
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
            throw refused(link, Stage.GREETING, greeting, "");
        }
        if (!settings.sendHello()) {
            return new Opened(host, link, greeting, null, name);
        }
        Result result = link.run(Stage.HELLO, whenDone -> new HelloDialogue(
                settings.protocol(), name, settings.esmtp(), true, settings.ignoredExtensions(), whenDone));
        Reply hello = link.reply(result, Stage.HELLO);
        if (!hello.isCompleted()) {
            throw refused(link, Stage.HELLO, hello, GreetingDialogue.protocolHint(settings.protocol(), greeting, hello));
        }
        return new Opened(host, link, greeting, hello, name);
    }

    private static NoReplyException refused(SessionConnection link, Stage stage, Reply reply, String hint) {
        Failure why = Failure.of(Failure.Kind.SESSION_REFUSED, "the session was refused: " + reply + hint);
        if (reply.isPermanent()) {
            try {
                link.run(stage, whenDone -> new CommandDialogue(Command.quit(), TimeoutKind.QUIT, whenDone));
            } catch (NoReplyException e) {
                return new NoReplyException(stage, reply, why);
            }
        }
        link.close(why);
        return new NoReplyException(stage, reply, why);
    }

    /** The attempt to connect to one host. */
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
