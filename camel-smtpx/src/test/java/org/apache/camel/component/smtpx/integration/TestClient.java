/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.pool.ClientSettings;
import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.internal.pool.PooledClient;
import org.apache.camel.component.smtpx.internal.pool.Route;
import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.StartTls;

/**
 * A client that connects as a test wants it: by default in clear and without login. Keeps a transcript of all lines.
 */
final class TestClient implements AutoCloseable {

    static final Address SENDER = Address.exact("sender@client.test");

    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(TestClient::daemon);
    private static final SmtpThreads ENGINE = new SmtpThreads(2, "it", WORKERS, false);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final int port;
    private String host = "127.0.0.1";
    private SocketSettings sockets = SocketSettings.DIRECT;
    private Protocol protocol = Protocol.SMTP;
    private boolean synchronous;
    private boolean implicitTls;
    private StartTls startTls = StartTls.NEVER;
    private SendPolicy policy = SendPolicy.DEFAULTS;
    private PoolLimits limits = PoolLimits.DEFAULT.withConnections(1, 16);
    private Timeouts deadlines = Timeouts.DEFAULTS;
    private CredentialsSupplier credentials;
    private List<String> mechanisms = List.of();
    private final List<String> transcript = new ArrayList<>();
    private PooledClient client;

    private TestClient(int port) {
        this.port = port;
    }

    static TestClient of(int port) {
        return new TestClient(port);
    }

    /** A client for an LMTP server on a Unix socket. */
    static TestClient at(Path unixSocket) {
        return of(0).sockets(new SocketSettings(
                AddressFamily.ANY, null, SocketSettings.unixSocket(unixSocket.toString()), null, null)).lmtp();
    }

    TestClient host(String name) {
        host = name;
        return this;
    }

    TestClient sockets(SocketSettings chosen) {
        sockets = chosen;
        return this;
    }

    TestClient lmtp() {
        protocol = Protocol.LMTP;
        return this;
    }

    TestClient synchronous(boolean on) {
        synchronous = on;
        return this;
    }

    TestClient implicitTls() {
        implicitTls = true;
        return this;
    }

    TestClient startTls(StartTls use) {
        startTls = use;
        return this;
    }

    TestClient policy(SendPolicy chosen) {
        policy = chosen;
        return this;
    }

    TestClient limits(PoolLimits chosen) {
        limits = chosen;
        return this;
    }

    TestClient deadlines(Timeouts chosen) {
        deadlines = chosen;
        return this;
    }

    TestClient login(Credentials with, String... by) {
        credentials = CredentialsSupplier.of(with);
        mechanisms = List.of(by);
        return this;
    }

    /** A recipient in a domain that goes on to the recorder, and that no other test uses. */
    static String fresh(String name) {
        return name + "." + NUMBER.incrementAndGet() + "@example.test";
    }

    static Envelope envelope(String... recipients) {
        return Envelope.of(SENDER, Arrays.stream(recipients).map(Recipient::of).toList());
    }

    static Envelope envelope(MailParameters parameters, String... recipients) {
        return new Envelope(SENDER, envelope(recipients).recipients(), parameters);
    }

    Outcome send(MessageSource message, String... recipients) {
        return send(envelope(recipients), message);
    }

    Outcome send(Envelope envelope, MessageSource message) {
        return result(begin(envelope, message));
    }

    CompletableFuture<Outcome> begin(Envelope envelope, MessageSource message) {
        return client().send(envelope, message);
    }

    /** What comes of a future, soon. */
    static <T> T result(CompletableFuture<T> future) {
        return future.orTimeout(120, TimeUnit.SECONDS).join();
    }

    synchronized PooledClient client() {
        if (client == null) {
            Route route = new Route(host, port, implicitTls, TestClient::trust, "localhost", true, sockets);
            client = new PooledClient(
                    ClientSettings.builder(List.of(route)).hello("client.test").startTls(startTls).credentials(credentials)
                            .mechanisms(new Mechanisms(mechanisms, true, null)).policy(policy).limits(limits)
                            .deadlines(deadlines).transcript(this::note).protocol(protocol).synchronous(synchronous)
                            .build(),
                    ENGINE);
        }
        return client;
    }

    private void note(String line) {
        synchronized (transcript) {
            transcript.add(line);
        }
    }

    /** Every line so far, content left out. */
    List<String> transcript() {
        synchronized (transcript) {
            return List.copyOf(transcript);
        }
    }

    /** The end of the transcript, for people. */
    String lastLines(int count) {
        List<String> lines = transcript();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    @Override
    public void close() {
        client().close();
    }

    /** Trusts the tests' private authority alone. */
    static SSLContext trust() {
        return tls(false);
    }

    /** What a server in this JVM shows. */
    static SSLContext serverTls() {
        return tls(true);
    }

    private static SSLContext tls(boolean server) {
        try {
            PrivateCa ca = PrivateCa.in(Path.of("target", "servers", "tls"));
            char[] password = PrivateCa.PASSWORD.toCharArray();
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStore.getInstance(ca.trustStore().toFile(), password));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(ca.serverStore().toFile(), password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(server ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "worker");
        thread.setDaemon(true);
        return thread;
    }
}
