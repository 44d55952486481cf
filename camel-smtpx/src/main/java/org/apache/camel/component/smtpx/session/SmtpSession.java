/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;

import javax.security.sasl.SaslClient;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.pool.HelloName;
import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One connection, one command at a time, each waited for: the model of Perl's Net::SMTP, method for method. It has no
 * pool, no retries and no thread of the caller's but one at a time.
 * <p>
 * A method returns the reply that means success, or throws:
 * <ul>
 * <li>{@link SmtpReplyException}: the server answered otherwise; the session goes on, unless it was a 421,
 * <li>{@link NotSentException}, {@link NotOfferedException}: held back, since the server does not offer what it needs,
 * <li>{@link IllegalArgumentException}, {@link IllegalStateException}: held back, since it is wrong,
 * <li>{@link NoReplyException}: no reply came, or the session is over; every later call fails in the same way.
 * </ul>
 * While a message is open, between {@code data} and {@code dataend}, any other command closes the connection: half a
 * message is never finished.
 */
public final class SmtpSession extends MailSession implements AutoCloseable {

    /** Commands that change what the connection is, or how it goes on; each has a method of its own. */
    private static final Set<String> OWN_METHOD = Set.of("EHLO", "HELO", "LHLO", "STARTTLS", "AUTH", "DATA", "BDAT", "QUIT");
    /** Commands behind which nothing is left of what a transaction before them had. */
    private static final Set<String> TRANSACTION = Set.of("MAIL", "SEND", "SOML", "SAML", "RSET");

    private final SessionSettings settings;
    private final String host;
    private final Reply greeting;
    private final SessionConnection link;
    private final SmtpThreads threads;

    private SmtpSession(SessionSettings settings, SessionOpener.Opened opened, SmtpThreads threads) {
        super(new SessionSecurity(settings, opened.link(), opened.helloName()),
              new SessionMail(opened.link(), settings.exactAddresses()));
        this.settings = settings;
        this.host = opened.host();
        this.greeting = opened.greeting();
        this.link = opened.link();
        this.threads = threads;
    }

    /**
     * Opens a session with threads of its own, which end when it is closed. Net::SMTP: {@code new}.
     *
     * @throws NoReplyException if no host of the list accepts a session, with its reply if there was one
     */
    public static SmtpSession open(SessionSettings settings) throws NoReplyException {
        SmtpThreads threads = new SmtpThreads(1, "smtp-session", Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "smtp-session-blocking");
            thread.setDaemon(true);
            return thread;
        }), true);
        boolean opened = false;
        try {
            SmtpSession session = new SmtpSession(settings, new SessionOpener(settings, threads).open(), threads);
            opened = true;
            return session;
        } finally {
            if (!opened) {
                threads.close();
            }
        }
    }

    /** The host as it is written in the settings. Net::SMTP: {@code host}. */
    public String host() {
        return host;
    }

    /** The first line of the greeting. Net::SMTP: {@code banner}. */
    public String banner() {
        return greeting.lines().get(0);
    }

    /** The first word of the greeting, the server's name; null if there is none. Net::SMTP: {@code domain}. */
    public @Nullable String domain() {
        String[] words = banner().strip().split("\\s+", 2);
        return words[0].isEmpty() ? null : words[0];
    }

    /** The last reply; null when none came to what was asked last. Net::SMTP: {@code code}, {@code message}. */
    public @Nullable Reply lastReply() {
        return link.last();
    }

    /** Whether the server took EHLO, so that it may have extensions. */
    public boolean esmtp() {
        return link.capabilities() != Capabilities.NONE;
    }

    /**
     * The parameters of a keyword in the reply to EHLO, empty if there are none; null if it is not offered. Net::SMTP:
     * {@code supports}.
     */
    public @Nullable String supports(String keyword) {
        return link.capabilities().parameters(keyword);
    }

    /** Sends EHLO again, with the name of the settings or this host's. Net::SMTP: {@code hello}. */
    public Reply hello() throws IOException {
        String name = settings.hello();
        return hello(name != null ? name : HelloName.of(link.connection()));
    }

    /**
     * EHLO, or HELO when that is refused with 5yz. What was known of the server is forgotten. Net::SMTP: {@code hello}.
     */
    public Reply hello(String name) throws IOException {
        mail.noOpenMessage(Stage.HELLO);
        Reply reply = security.hello(name);
        mail.forget();
        return reply;
    }

    /** {@link #starttls(SessionTls)} as the settings say. Net::SMTP: {@code starttls}. */
    public Reply starttls() throws IOException {
        return starttls(settings.tls());
    }

    /**
     * STARTTLS, the handshake, and hello again, whose reply is returned. After a failed handshake the connection is
     * closed; after a refusal nothing more is sent in clear but another try, RSET and QUIT. Net::SMTP:
     * {@code starttls}.
     */
    public Reply starttls(SessionTls tls) throws IOException {
        mail.noOpenMessage(Stage.STARTTLS);
        Reply reply = security.startTls(tls);
        mail.forget();
        return reply;
    }

    /** {@link #auth(Credentials)} with a password. Net::SMTP: {@code auth(USER, PASSWORD)}. */
    public Reply auth(String user, String password) throws IOException {
        return auth(Credentials.password(user, password));
    }

    /**
     * AUTH (RFC 4954) with the strongest mechanism that the server offers, the settings allow and the credentials
     * suffice for; the next one when the server does not take that mechanism (504). Between PLAIN and LOGIN the
     * server's order decides. Net::SMTP: {@code auth}.
     */
    public Reply auth(Credentials credentials) throws IOException {
        mail.noOpenMessage(Stage.AUTH);
        return security.auth(credentials);
    }

    /**
     * AUTH with a SASL client of the caller's, whatever mechanisms the server offers. Net::SMTP: {@code auth(SASL)}.
     */
    public Reply auth(SaslClient client) throws IOException {
        mail.noOpenMessage(Stage.AUTH);
        return security.auth(client);
    }

    /** RSET. Net::SMTP: {@code reset}. */
    public Reply reset() throws IOException {
        return mail.reset();
    }

    /** VRFY; 252 is a success too. Net::SMTP: {@code verify}. */
    public Reply verify(String user) throws IOException {
        return inquire(Command.vrfy(user));
    }

    /** EXPN; the members are the reply's lines. Net::SMTP: {@code expand}. */
    public Reply expand(String list) throws IOException {
        return inquire(Command.expn(list));
    }

    /** HELP, on a topic or at large. Net::SMTP: {@code help}. */
    public Reply help(@Nullable String topic) throws IOException {
        return inquire(Command.help(topic));
    }

    /** ETRN (RFC 1985). Net::SMTP: {@code etrn}. */
    public Reply etrn(String node) throws IOException {
        Command command = Command.etrn(node);
        mail.noOpenMessage(Stage.UPKEEP);
        if (!link.capabilities().etrn()) {
            throw new NotOfferedException("ETRN");
        }
        return inquire(command);
    }

    private Reply inquire(Command command) throws IOException {
        mail.noOpenMessage(Stage.UPKEEP);
        security.check();
        return link.succeed(command, TimeoutKind.COMMAND, Stage.UPKEEP);
    }

    /**
     * Any other command. Its reply is returned whatever it says. Net::SMTP: {@code command} and {@code response}.
     *
     * @throws IllegalArgumentException for a command that changes how the connection goes on: those have methods
     */
    public Reply command(String verb, String... arguments) throws IOException {
        String name = verb.toUpperCase(Locale.ROOT);
        if (OWN_METHOD.contains(name)) {
            throw new IllegalArgumentException(name + " has a method of its own");
        }
        Command command = Command.raw(verb, arguments);
        mail.noOpenMessage(Stage.UPKEEP);
        security.check();
        Reply reply = link.ask(command, TimeoutKind.COMMAND, Stage.UPKEEP);
        if (TRANSACTION.contains(name) && reply.isCompleted()) {
            mail.forget();
        }
        return reply;
    }

    /** QUIT, and the connection is closed; the reply is returned whatever it says. Net::SMTP: {@code quit}. */
    public Reply quit() throws IOException {
        mail.noOpenMessage(Stage.UPKEEP);
        try {
            return link.ask(Command.quit(), TimeoutKind.QUIT, Stage.UPKEEP);
        } finally {
            close();
        }
    }

    /** Closes the connection without a word; an open message is given up. */
    @Override
    public void close() {
        link.close(Failure.of(Failure.Kind.CANCELLED, "the session was closed"));
        threads.close();
    }
}
