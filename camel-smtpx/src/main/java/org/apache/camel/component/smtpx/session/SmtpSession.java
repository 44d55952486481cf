/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.MailVerb;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One connection and one command at a time (RFC 5321), as in Perl's Net::SMTP, method for method. It has no pool and
 * does not retry. To be used by one thread at a time; every method that sends blocks until the reply has arrived or the
 * timeout of the settings has passed.
 * <p>
 * A method returns the reply that means success, or throws:
 * <ul>
 * <li>{@link SmtpReplyException}: the server replied otherwise; the session goes on, unless it was a 421,
 * <li>{@link NotSentException}, {@link NotOfferedException}: nothing was sent, since the server does not offer what the
 * command needs,
 * <li>{@link IllegalArgumentException}, {@link IllegalStateException}: nothing was sent, since an argument or the order
 * of the calls is wrong,
 * <li>{@link NoReplyException}: no reply came, or the session is over; every later call fails in the same way.
 * </ul>
 * While a message is open, between {@code data} and {@code dataend}, any other command closes the connection. The
 * server then never receives the end of an incomplete message.
 */
public final class SmtpSession implements AutoCloseable {

    /** Commands that change the state of the connection; each has a method of its own. */
    private static final Set<String> OWN_METHOD = Set.of("EHLO", "HELO", "LHLO", "STARTTLS", "AUTH", "XCLIENT", "DATA", "BDAT",
            "QUIT");
    /** Commands that end an earlier transaction. */
    private static final Set<String> TRANSACTION = Set.of("MAIL", "SEND", "SOML", "SAML", "RSET");

    private final SessionSettings settings;
    private final String host;
    private final Reply greeting;
    private final SessionConnection link;
    private final SmtpThreads threads;
    private final SessionSecurity security;
    private final SessionMail mail;

    private SmtpSession(SessionSettings settings, SessionOpener.Opened opened, SmtpThreads threads) {
        this.settings = settings;
        this.host = opened.host();
        this.greeting = opened.greeting();
        this.link = opened.link();
        this.threads = threads;
        this.security = new SessionSecurity(settings, link, opened.helloName());
        this.mail = new SessionMail(link, settings.protocol(), settings.exactAddresses());
    }

    /**
     * Opens a session with threads of its own, which end when it is closed. Blocks until a host has accepted it.
     * Net::SMTP: {@code new}.
     *
     * @throws NoReplyException if no host of the list accepts a session, with the last reply if there was one
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

    /** The host as written in the settings. Net::SMTP: {@code host}. */
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

    /** The reply to the last command; null if none came. Net::SMTP: {@code code}, {@code message}. */
    public @Nullable Reply lastReply() {
        return link.last();
    }

    /** Whether the server has accepted EHLO, so that it may offer extensions. */
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
     * EHLO, or HELO after a 5yz to it (RFC 5321, section 4.1.1.1). The earlier list of extensions is discarded.
     * Net::SMTP: {@code hello}.
     */
    public Reply hello(String name) throws IOException {
        mail.requireNoOpenMessage(Stage.HELLO);
        Reply reply = security.hello(name);
        mail.forget();
        return reply;
    }

    /** {@link #starttls(SessionTls)} as the settings say. Net::SMTP: {@code starttls}. */
    public Reply starttls() throws IOException {
        return starttls(settings.tls());
    }

    /**
     * STARTTLS, the handshake, and EHLO again, whose reply is returned (RFC 3207). A failed handshake closes the
     * connection. After a rejection only STARTTLS, RSET and QUIT are sent in clear. Net::SMTP: {@code starttls}.
     */
    public Reply starttls(SessionTls tls) throws IOException {
        mail.requireNoOpenMessage(Stage.STARTTLS);
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
     * suffice for. After 504 the next mechanism follows. Between PLAIN and LOGIN the server's order decides. Net::SMTP:
     * {@code auth}.
     */
    public Reply auth(Credentials credentials) throws IOException {
        mail.requireNoOpenMessage(Stage.AUTH);
        return security.auth(credentials);
    }

    /**
     * AUTH with this SASL client, whatever mechanisms the server offers. Net::SMTP: {@code auth(SASL)}.
     */
    public Reply auth(SaslClient client) throws IOException {
        mail.requireNoOpenMessage(Stage.AUTH);
        return security.auth(client);
    }

    /**
     * The extensions that the last {@code mail} or {@code recipient} could not use, since the server does not offer
     * them. Their parameters were left out, which does not harm the message. Net::SMTP warns.
     */
    public List<String> dropped() {
        return List.copyOf(mail.dropped());
    }

    /** {@link #mail(String, MailOptions)} without parameters. */
    public Reply mail(String sender) throws IOException {
        return mail(sender, MailOptions.NONE);
    }

    /**
     * MAIL (RFC 5321, section 4.1.1.2).
     *
     * @param  sender              one address, with or without a name; empty or {@code <>} is the null sender.
     *                             Net::SMTP: {@code mail}
     * @throws NotOfferedException if the message needs 8BITMIME, BINARYMIME or SMTPUTF8 and the server does not offer
     *                             it
     */
    public Reply mail(String sender, MailOptions options) throws IOException {
        return begin(MailVerb.MAIL, sender, options);
    }

    /** SEND (RFC 821): to a terminal. Obsolete; sent whether offered or not. Net::SMTP: {@code send}. */
    public Reply send(String sender) throws IOException {
        return begin(MailVerb.SEND, sender, MailOptions.NONE);
    }

    /** SOML (RFC 821): to a terminal or a mailbox. Obsolete. Net::SMTP: {@code send_or_mail}. */
    public Reply sendOrMail(String sender) throws IOException {
        return begin(MailVerb.SOML, sender, MailOptions.NONE);
    }

    /** SAML (RFC 821): to a terminal and a mailbox. Obsolete. Net::SMTP: {@code send_and_mail}. */
    public Reply sendAndMail(String sender) throws IOException {
        return begin(MailVerb.SAML, sender, MailOptions.NONE);
    }

    private Reply begin(MailVerb verb, String sender, MailOptions options) throws IOException {
        security.check();
        return mail.mail(verb, sender, options);
    }

    /** {@link #recipient(RecipientOptions, String...)} without parameters. */
    public List<String> recipient(String... addresses) throws IOException {
        return recipient(RecipientOptions.NONE, addresses);
    }

    /**
     * RCPT (RFC 5321, section 4.1.1.3) for each address in turn. Nothing is sent if one of them is invalid.
     *
     * @return                    the accepted addresses, as given. Net::SMTP: {@code recipient}
     * @throws SmtpReplyException at the first rejected address, unless the options skip it; earlier ones stay accepted
     */
    public List<String> recipient(RecipientOptions options, String... addresses) throws IOException {
        security.check();
        return mail.recipients(options, addresses);
    }

    /** {@link #recipient(String...)}. Net::SMTP: {@code to}. */
    public List<String> to(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /** {@link #recipient(String...)}: the envelope makes no difference. Net::SMTP: {@code cc}. */
    public List<String> cc(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /** {@link #recipient(String...)}: the envelope makes no difference. Net::SMTP: {@code bcc}. */
    public List<String> bcc(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /**
     * DATA without content (RFC 5321, section 4.1.1.4); {@link #datasend} and {@link #dataend} follow. Net::SMTP:
     * {@code data()}.
     */
    public Reply data() throws IOException {
        security.check();
        return mail.begin();
    }

    /**
     * DATA, a whole message, and its end. Line ends become CRLF and leading dots are doubled. Net::SMTP:
     * {@code data(DATA)}.
     *
     * @throws NotSentException before DATA is sent, if the message has 8-bit octets without BODY=8BITMIME, a line of
     *                          more than 998 octets, or NUL
     */
    public Reply data(byte[] message) throws IOException {
        security.check();
        return mail.message(message);
    }

    /** {@link #data(byte[])} of the text in UTF-8. */
    public Reply data(String message) throws IOException {
        return data(message.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a piece of the open message; pieces may be cut anywhere. Blocks until the connection has accepted it.
     * {@link #dataend} reports an early rejection or the loss of the connection. Net::SMTP: {@code datasend}.
     *
     * @throws NotSentException if the piece has octets that may not be sent, as in {@link #data(byte[])}; the
     *                          connection is closed
     */
    public void datasend(byte[] piece) throws IOException {
        mail.write(piece);
    }

    /** {@link #datasend(byte[])} of the text in UTF-8. */
    public void datasend(String piece) throws IOException {
        datasend(piece.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Ends the open message and returns the final reply. Without an open message nothing is sent, and the last reply is
     * returned if it was a success. Net::SMTP: {@code dataend}.
     */
    public Reply dataend() throws IOException {
        return mail.end();
    }

    /**
     * The replies to the end of the last message. In LMTP each accepted recipient has one, in the order in which
     * {@link #recipient} sent them (RFC 2033, section 4.2): {@link #dataend}, {@link #data(byte[])} and
     * {@link #bdatLast} then return the first success, and throw only if there is none. There are fewer replies if the
     * connection was lost, or if one reply rejected the message before its end. In SMTP there is one.
     */
    public List<Reply> recipientReplies() {
        return mail.recipientReplies();
    }

    /**
     * DATA, and a stream for the message, which {@link MessageStream#finish()} ends. Net::SMTP: {@code datafh}.
     */
    public MessageStream dataStream() throws IOException {
        data();
        return new MessageStream(this);
    }

    void abandonMessage() {
        mail.abandon();
    }

    /**
     * BDAT (RFC 3030). Line ends become CRLF, unless the message was declared {@code BINARYMIME}. Net::SMTP:
     * {@code bdat}.
     *
     * @throws NotOfferedException if the server does not offer CHUNKING
     */
    public Reply bdat(byte[] chunk) throws IOException {
        security.check();
        return mail.chunk(chunk, false);
    }

    /** BDAT LAST: the last chunk, which may be empty; the reply is the final one. Net::SMTP: {@code bdatlast}. */
    public Reply bdatLast(byte[] chunk) throws IOException {
        security.check();
        return mail.chunk(chunk, true);
    }

    /** RSET (RFC 5321, section 4.1.1.5): ends the transaction. Net::SMTP: {@code reset}. */
    public Reply reset() throws IOException {
        return mail.reset();
    }

    /** VRFY (RFC 5321, section 3.5); 252 is a success, too. Net::SMTP: {@code verify}. */
    public Reply verify(String user) throws IOException {
        return inquire(Command.vrfy(user));
    }

    /** EXPN (RFC 5321, section 3.5); the members are the reply's lines. Net::SMTP: {@code expand}. */
    public Reply expand(String list) throws IOException {
        return inquire(Command.expn(list));
    }

    /** HELP (RFC 5321, section 4.1.1.8) on a topic; null for general help. Net::SMTP: {@code help}. */
    public Reply help(@Nullable String topic) throws IOException {
        return inquire(Command.help(topic));
    }

    /** ETRN (RFC 1985): asks for delivery of the mail queued for a node. Net::SMTP: {@code etrn}. */
    public Reply etrn(String node) throws IOException {
        Command command = Command.etrn(node);
        mail.requireNoOpenMessage(Stage.UPKEEP);
        if (!link.capabilities().etrn()) {
            throw new NotOfferedException("ETRN");
        }
        return inquire(command);
    }

    /**
     * XCLIENT (Postfix): the server treats the session as that of another client from now on, and forgets a login. EHLO
     * follows; its reply is returned. Net::SMTP has no such method.
     *
     * @throws NotOfferedException if the server does not offer XCLIENT with these attributes
     */
    public Reply xclient(ClientAttributes client) throws IOException {
        mail.requireNoOpenMessage(Stage.HELLO);
        Reply reply = security.xclient(client);
        mail.forget();
        return reply;
    }

    /**
     * XFORWARD (Postfix): the client that the next message came from, for the logs of the server. Net::SMTP has no such
     * method.
     *
     * @throws NotOfferedException if the server does not offer XFORWARD with these attributes
     */
    public Reply xforward(ClientAttributes client) throws IOException {
        if (link.capabilities().refusalOf(client, "XFORWARD") != null) {
            throw new NotOfferedException("XFORWARD with these attributes");
        }
        return inquire(Command.xforward(client));
    }

    private Reply inquire(Command command) throws IOException {
        mail.requireNoOpenMessage(Stage.UPKEEP);
        security.check();
        return link.succeed(command, TimeoutKind.COMMAND, Stage.UPKEEP);
    }

    /**
     * Any other command. Its reply is returned whatever its code. Net::SMTP: {@code command} and {@code response}.
     *
     * @throws IllegalArgumentException for a command that changes the state of the connection: it has a method of its
     *                                  own
     */
    public Reply command(String verb, String... arguments) throws IOException {
        String name = verb.toUpperCase(Locale.ROOT);
        if (OWN_METHOD.contains(name)) {
            throw new IllegalArgumentException(name + " has a method of its own");
        }
        Command command = Command.raw(verb, arguments);
        mail.requireNoOpenMessage(Stage.UPKEEP);
        security.check();
        Reply reply = link.ask(command, TimeoutKind.COMMAND, Stage.UPKEEP);
        if (TRANSACTION.contains(name) && reply.isCompleted()) {
            mail.forget();
        }
        if (name.equals("RCPT") && reply.isCompleted()) {
            mail.recipientAccepted();
        }
        return reply;
    }

    /** QUIT, after which the connection is closed; returns the reply whatever its code. Net::SMTP: {@code quit}. */
    public Reply quit() throws IOException {
        mail.requireNoOpenMessage(Stage.UPKEEP);
        try {
            return link.ask(Command.quit(), TimeoutKind.QUIT, Stage.UPKEEP);
        } finally {
            close();
        }
    }

    /** Closes the connection without QUIT. An open message is aborted, and the server never receives its end. */
    @Override
    public void close() {
        link.close(Failure.of(Failure.Kind.CANCELLED, "the session was closed"));
        threads.close();
    }
}
