/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A scripted SMTP or LMTP server on a free port of the loopback address.
 *
 * <pre>
 * &#64;RegisterExtension
 * final SmtpxTestServer server = new SmtpxTestServer().offers("PIPELINING", "CHUNKING", "8BITMIME");
 *
 * &#64;Test
 * void reportsTheRefusedRecipient() {
 *     server.onRecipient("bob@example.org").reply("550 5.1.1 no such user");
 *     template.sendBody("smtpx:" + server.address() + "?skipBad=true&amp;…", text);
 *     assertThat(server.message().to()).containsExactly("ann@example.org");
 * }
 * </pre>
 *
 * It starts when its port is asked for. As an extension it stops after the test or, in a static field, after the tests
 * of the class and its {@code @Nested} classes. It fails the test if a client broke the protocol: commands out of
 * order, parameters or commands that are not offered, bare line ends, input where a reply had to be awaited. Without
 * JUnit call {@link #close()} and look at {@link #violations()}. Thread-safe.
 */
public final class SmtpxTestServer implements AutoCloseable, BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** What is offered unless told otherwise. */
    private static final List<String> DEFAULT_KEYWORDS
            = List.of("PIPELINING", "CHUNKING", "8BITMIME", "SIZE 52428800", "DSN", "ENHANCEDSTATUSCODES");

    private final List<Rule> rules = new ArrayList<>();
    private final List<ReceivedMessage> messages = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private List<String> offered = DEFAULT_KEYWORDS;
    private @Nullable String secret;
    private boolean helloOptional;
    private boolean lmtp;
    private boolean implicitTls;
    private boolean startTls;
    private @Nullable ServerCertificate certificate;
    private @Nullable SSLContext tls;
    private @Nullable ServerSocket socket;
    private @Nullable Receiver receiver;
    private @Nullable ScheduledExecutorService replies;
    private long latency;
    private int wanted;
    private int classes;
    private boolean resetting;
    private int connections;
    private int connectionsBefore;

    /** Offers exactly these EHLO keywords, each with its parameters as in {@code SIZE 1000}. */
    public synchronized SmtpxTestServer offers(String... keywords) {
        offered = List.of(keywords);
        return this;
    }

    /** Offers these EHLO keywords too. */
    public synchronized SmtpxTestServer offersAlso(String... keywords) {
        List<String> all = new ArrayList<>(offered);
        all.addAll(List.of(keywords));
        offered = all;
        return this;
    }

    /** Offers AUTH PLAIN, accepts this user and no other, and answers MAIL before AUTH with 530. */
    public synchronized SmtpxTestServer authenticates(String user, String password) {
        secret = '\0' + user + '\0' + password;
        return offersAlso("AUTH PLAIN");
    }

    /** Negotiates TLS on each new connection before the greeting. Clients need the {@link #trustStore()}. */
    public synchronized SmtpxTestServer implicitTls() {
        tlsContext();
        implicitTls = true;
        return this;
    }

    /** Offers STARTTLS, and AUTH only after it. Clients need the {@link #trustStore()}. */
    public synchronized SmtpxTestServer startTls() {
        tlsContext();
        startTls = true;
        return offersAlso("STARTTLS");
    }

    /** A store without a password, with the certificate that this server made for localhost, 127.0.0.1 and ::1. */
    public synchronized KeyStore trustStore() {
        try {
            tlsContext();
            return Objects.requireNonNull(certificate).trustStore();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no trust store", e);
        }
    }

    synchronized SSLContext tlsContext() {
        SSLContext context = tls;
        if (context == null) {
            try {
                ServerCertificate made = new ServerCertificate();
                context = made.context();
                certificate = made;
                tls = context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("no certificate", e);
            }
        }
        return context;
    }

    synchronized boolean hasImplicitTls() {
        return implicitTls;
    }

    synchronized boolean hasStartTls() {
        return startTls;
    }

    /** Listens on this port instead of a free one. */
    public synchronized SmtpxTestServer listensOn(int port) {
        wanted = port;
        return this;
    }

    /** Sends every reply so much later, as a distant server does. Replies to commands sent together arrive together. */
    public synchronized SmtpxTestServer latency(Duration time) {
        latency = time.toNanos();
        return this;
    }

    /**
     * Passes messages to this receiver. The server keeps neither messages nor commands then, so that it can run for
     * long. In LMTP, and with PRDR, it has no effect.
     */
    public synchronized SmtpxTestServer receiver(Receiver messages) {
        receiver = messages;
        return this;
    }

    /** Takes MAIL without EHLO or HELO before it. */
    public synchronized SmtpxTestServer withoutHello() {
        helloOptional = true;
        return this;
    }

    /**
     * Speaks LMTP (RFC 2033): LHLO in place of EHLO, and one reply for each accepted recipient behind a message.
     *
     * <pre>
     * server.lmtp().onContentFor("bob@example.org").reply("452 4.2.2 mailbox full");
     * </pre>
     */
    public synchronized SmtpxTestServer lmtp() {
        lmtp = true;
        return this;
    }

    synchronized boolean speaksLmtp() {
        return lmtp;
    }

    /** What happens when a client connects. */
    public Rule onGreeting() {
        return add("GREETING", null);
    }

    /** What happens at a command: {@code EHLO, MAIL, RCPT, DATA, BDAT, RSET, VRFY} and so on. */
    public Rule on(String verb) {
        return add(verb.toUpperCase(Locale.ROOT), null);
    }

    /** What happens at MAIL with this sender, in whatever case. */
    public Rule onSender(String address) {
        return add("MAIL", address.toLowerCase(Locale.ROOT));
    }

    /** What happens at RCPT with this recipient, in whatever case. */
    public Rule onRecipient(String address) {
        return add("RCPT", address.toLowerCase(Locale.ROOT));
    }

    /**
     * What happens at RCPT with one of these recipients; they are in lower case. The condition is called under a lock.
     */
    public Rule onRecipient(Predicate<String> addresses) {
        return add(new Rule("RCPT", addresses));
    }

    /** What happens when a message is there as a whole. It is kept only if the answer is a yes. */
    public Rule onContent() {
        return add("CONTENT", null);
    }

    /**
     * What happens for this recipient, in whatever case, when a message is there as a whole: in LMTP, and where the
     * client requested PRDR and the server {@linkplain #offers offers} it. In LMTP {@link #onContent} holds for the
     * recipients without such a rule, for each of them; with PRDR it is about the last reply, which decides for the
     * recipients that are left.
     */
    public Rule onContentFor(String address) {
        return add(Session.CONTENT_FOR, address.toLowerCase(Locale.ROOT));
    }

    private Rule add(String point, @Nullable String address) {
        return add(new Rule(point, address == null ? null : address::equals));
    }

    private synchronized Rule add(Rule rule) {
        rules.add(0, rule);
        return rule;
    }

    /** Forgets all rules: the server says yes to everything again. */
    public synchronized void acceptAll() {
        rules.clear();
    }

    /**
     * Forgets messages, commands, losses, the count of connections, and all rules. Open connections stay open, and
     * extensions and credentials stay as they are. Violations stay too: they fail the test that caused them.
     */
    public synchronized void reset() {
        messages.clear();
        commands.clear();
        losses.clear();
        rules.clear();
        connectionsBefore = connections;
    }

    /** Calls {@link #reset()} after each test. */
    public synchronized SmtpxTestServer resetAfterEach() {
        resetting = true;
        return this;
    }

    /** The port; the server is started if it is not yet. */
    public synchronized int port() {
        ServerSocket listening = socket;
        if (listening == null) {
            try {
                listening = new ServerSocket(wanted, 500, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException("no port on the loopback address", e);
            }
            socket = listening;
            replies = latency == 0
                    ? null : new ScheduledThreadPoolExecutor(
                            1, work -> thread("smtp-test-replies", work), new ThreadPoolExecutor.DiscardPolicy());
            ServerSocket accepting = listening;
            start("smtp-test-server", () -> accept(accepting));
        }
        return listening.getLocalPort();
    }

    /** Host and port as an endpoint URI has them. */
    public String address() {
        return "localhost:" + port();
    }

    /** The messages that were accepted, in order. */
    public synchronized List<ReceivedMessage> messages() {
        return List.copyOf(messages);
    }

    /** The accepted messages to this recipient, in whatever case; for tests that share a server in parallel. */
    public List<ReceivedMessage> messagesTo(String recipient) {
        return messages().stream().filter(message -> message.to().stream().anyMatch(recipient::equalsIgnoreCase)).toList();
    }

    /** The one message that was accepted. */
    public ReceivedMessage message() {
        List<ReceivedMessage> all = messages();
        if (all.size() != 1) {
            throw new AssertionError("not one message but " + all);
        }
        return all.get(0);
    }

    /** The command lines of all connections, in the order they came in. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    /** The command lines that begin with a verb. */
    public List<String> commands(String verb) {
        Predicate<String> wanted = line -> line.regionMatches(true, 0, verb, 0, verb.length());
        return commands().stream().filter(wanted).toList();
    }

    /** How many connections there were. */
    public synchronized int connections() {
        return connections - connectionsBefore;
    }

    /** How many of them are still open. */
    public synchronized int openConnections() {
        return (int) sessions.stream().filter(session -> !session.closed()).count();
    }

    /** What clients did that they must not do. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Connections that ended in the middle of something, each with what happened. */
    public synchronized List<String> losses() {
        return List.copyOf(losses);
    }

    private synchronized void start(String name, Runnable work) {
        Thread thread = thread(name, work);
        threads.add(thread);
        thread.start();
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket accepted = listening.accept();
                accepted.setTcpNoDelay(true);
                synchronized (this) {
                    Session session = new Session(this, ++connections, accepted);
                    sessions.add(session);
                    start("smtp-test-session-" + connections, () -> {
                        session.run();
                        ended(session);
                    });
                }
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private synchronized void ended(Session session) {
        sessions.remove(session);
        threads.remove(Thread.currentThread());
    }

    /** What a session does to its connection. */
    @FunctionalInterface
    interface Effect {
        void run() throws IOException;
    }

    /** Runs the effect at once or, with a latency, later; in order. */
    void later(Effect effect) throws IOException {
        ScheduledExecutorService executor;
        synchronized (this) {
            executor = replies;
        }
        if (executor == null) {
            effect.run();
        } else {
            executor.schedule(() -> {
                effect.run();
                return true;
            }, latency, TimeUnit.NANOSECONDS);
        }
    }

    synchronized List<String> offered() {
        return offered;
    }

    synchronized @Nullable String secret() {
        return secret;
    }

    synchronized boolean helloIsOptional() {
        return helloOptional;
    }

    synchronized @Nullable Rule rule(String point, @Nullable String about) {
        return rules.stream().filter(rule -> rule.take(point, about)).findFirst().orElse(null);
    }

    synchronized void heard(String line) {
        if (receiver == null) {
            commands.add(line);
        }
    }

    synchronized void violated(int connection, String text) {
        violations.add("connection " + connection + ": " + text);
    }

    synchronized void lost(int connection, IOException how) {
        losses.add("connection " + connection + ": " + how.getMessage());
    }

    void received(Session session, ReceivedMessage message) throws IOException, InterruptedException {
        Receiver to;
        int number;
        synchronized (this) {
            to = receiver;
            number = messages.size() + 1;
        }
        if (to == null) {
            session.conclude(() -> keep(message), "250 2.0.0 Ok: queued as " + number);
        } else {
            session.conclude(to.receive(message));
        }
    }

    synchronized void keep(ReceivedMessage message) {
        messages.add(message);
    }

    /** Replaces a message, since another of its recipients has it now. */
    synchronized void replace(ReceivedMessage before, ReceivedMessage after) {
        messages.replaceAll(message -> message.equals(before) ? after : message);
    }

    synchronized @Nullable Rule contentRule(String recipient) {
        Rule own = rule(Session.CONTENT_FOR, recipient);
        return own != null || !lmtp ? own : rule("CONTENT", null);
    }

    /** Stops listening and closes all connections; can be started again at another port. */
    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            try {
                if (socket != null) {
                    socket.close();
                }
                for (Session session : sessions) {
                    session.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            socket = null;
            if (replies != null) {
                replies.shutdownNow();
                replies = null;
            }
            running = List.copyOf(threads);
            threads.clear();
        }
        try {
            for (Thread thread : running) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes all connections in the middle of whatever they do, and listens again at the same port. */
    public void restart() {
        int before = port();
        close();
        synchronized (this) {
            wanted = before;
        }
        port();
    }

    /** Called for a class, and for each of its {@code @Nested} classes. */
    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        classes++;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        boolean last;
        synchronized (this) {
            last = classes == 0;
            if (resetting) {
                reset();
            }
        }
        if (last) {
            close();
        }
        failOnViolations();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        boolean last;
        synchronized (this) {
            last = --classes == 0;
        }
        if (last) {
            close();
        }
        failOnViolations();
    }

    private synchronized void failOnViolations() {
        List<String> found = List.copyOf(violations);
        violations.clear();
        if (!found.isEmpty()) {
            throw new AssertionError("the client broke the protocol: " + found + " in " + commands);
        }
    }
}
