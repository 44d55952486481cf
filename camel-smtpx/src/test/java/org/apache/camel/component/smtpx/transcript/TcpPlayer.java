/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.component.smtpx.internal.pool.PooledClient;
import org.apache.camel.component.smtpx.internal.pool.Route;
import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.transcript.Script.ClientLine;
import org.apache.camel.component.smtpx.transcript.Script.Directive;
import org.apache.camel.component.smtpx.transcript.Script.ServerLine;
import org.apache.camel.component.smtpx.transcript.Script.Step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Plays a script between the real client and a scripted server, over TCP or TLS. Plays once. */
final class TcpPlayer implements AutoCloseable {

    /** What moves the octets. */
    enum Transport {
        TCP,
        TLS,
        BLOCKING_TCP,
        BLOCKING_TLS;

        boolean tls() {
            return this == TLS || this == BLOCKING_TLS;
        }

        boolean blocking() {
            return this == BLOCKING_TCP || this == BLOCKING_TLS;
        }
    }

    private static final int PATIENCE = 30;

    private final Script script;
    private final Arrival arrival;
    private final ExecutorService threads;
    private final Transport transport;
    private final LoopbackServer server;
    private final PooledClient client;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<Outcome>> outcomes = Collections.synchronizedList(new ArrayList<>());

    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private boolean connected;
    private boolean open;
    private int position;
    private int lines;

    TcpPlayer(Script script, SmtpThreads engine, ExecutorService threads, Transport transport, Arrival arrival)
                                                                                                                throws IOException {
        this.script = script;
        this.threads = threads;
        this.transport = transport;
        this.arrival = arrival;
        boolean implicitTls = transport.tls();
        this.server = new LoopbackServer(implicitTls);
        TlsSettings tls = TestTls.client(server.port());
        Route route = new Route(
                TestTls.HOST, server.port(), implicitTls, tls.context(), tls.serverName(), true, SocketSettings.DIRECT);
        this.client = new PooledClient(script.options().client(route, log, transport.blocking()), engine);
    }

    /** Plays the whole script; checks the results and what becomes of the connection. */
    void play() throws Exception {
        send();
        CompletableFuture.runAsync(() -> serve(Integer.MAX_VALUE), threads).get(PATIENCE, TimeUnit.SECONDS);
        for (int i = 0; i < outcomes.size(); i++) {
            script.mails().get(i).check(outcome(i).results(), context());
        }
        int connections = open ? 1 : 0;
        await().alias(context()).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                .until(() -> client.counts().connections() == connections);
        CompletableFuture<Void> farewell = CompletableFuture.runAsync(this::farewell, threads);
        closeClient();
        farewell.get(PATIENCE, TimeUnit.SECONDS);
        server.expectNoConnection();
    }

    /** Plays until so many server lines have been given, and closes the connection; what the first mail came to. */
    Outcome playUntil(int serverLines) throws Exception {
        send();
        CompletableFuture.runAsync(() -> serve(serverLines), threads).get(PATIENCE, TimeUnit.SECONDS);
        Outcome outcome = outcome(0);
        closeClient();
        server.expectNoConnection();
        return outcome;
    }

    /** Without its login pause, which would hold for the next script whose server gets the same port. */
    private void closeClient() {
        client.endLoginPause();
        client.close(Duration.ofSeconds(PATIENCE));
    }

    private Outcome outcome(int mail) throws Exception {
        return outcomes.get(mail).get(PATIENCE, TimeUnit.SECONDS);
    }

    private void send() {
        Mail mail = script.mails().get(outcomes.size());
        if (transport.blocking()) {
            // The caller is busy until the outcome is there.
            outcomes.add(CompletableFuture.supplyAsync(() -> begin(mail).join(), threads));
        } else {
            outcomes.add(begin(mail));
        }
    }

    private CompletableFuture<Outcome> begin(Mail mail) {
        return client.send(mail.envelope(), mail.source());
    }

    private void serve(int serverLines) {
        try {
            for (Step step : script.steps()) {
                if (step instanceof ServerLine && lines == serverLines) {
                    break;
                }
                step(step);
            }
            if (!connected) {
                connect();
            }
            flush();
            checkSent();
            if (lines >= serverLines) {
                server.closeConnection();
            }
        } catch (IOException e) {
            throw new IllegalStateException(context(), e);
        }
    }

    private void step(Step step) throws IOException {
        if (!connected && !(step instanceof Directive directive && directive.word().equals("send"))) {
            connect();
        }
        if (step instanceof ServerLine line) {
            if (batch.size() == 0) {
                checkSent();
            }
            batch.writeBytes(line.octets());
            lines++;
            return;
        }
        flush();
        if (step instanceof ClientLine line) {
            expected.writeBytes(line.octets());
        } else if (step instanceof Directive directive) {
            checkSent();
            obey(directive);
        }
    }

    private void connect() throws IOException {
        server.accept();
        connected = true;
        open = true;
    }

    private void obey(Directive directive) throws IOException {
        switch (directive.word()) {
            case "send" -> {
                // What went before is over for the client too.
                outcomes.stream().filter(outcome -> connected).forEach(CompletableFuture::join);
                send();
            }
            case "connect" -> connect();
            case "starttls" -> server.startTls();
            case "close" -> {
                server.closeConnection();
                open = false;
            }
            case "reset" -> {
                server.reset();
                open = false;
            }
            case "closed" -> {
                server.expectEnd(context());
                open = false;
            }
            default -> throw new IllegalStateException("not over TCP: " + directive.word());
        }
    }

    private void flush() throws IOException {
        byte[] octets = batch.toByteArray();
        batch.reset();
        if (octets.length > 0) {
            for (byte[] piece : arrival.pieces(octets, position)) {
                server.send(piece);
            }
            position += octets.length;
        }
    }

    private void checkSent() throws IOException {
        byte[] octets = expected.toByteArray();
        expected.reset();
        if (octets.length > 0) {
            server.expect(octets, context());
        }
    }

    /** A connection that was kept ends with QUIT. */
    private void farewell() {
        if (!open) {
            return;
        }
        try {
            server.expect("QUIT\r\n".getBytes(StandardCharsets.US_ASCII), context());
            server.send("221 2.0.0 bye\r\n".getBytes(StandardCharsets.US_ASCII));
            server.expectEnd(context());
        } catch (IOException e) {
            throw new IllegalStateException(context(), e);
        }
    }

    private String context() {
        synchronized (log) {
            return script.name() + "\n" + String.join("\n", log);
        }
    }

    @Override
    public void close() throws IOException {
        client.close(Duration.ofMillis(1));
        server.close();
        assertThat(outcomes).as(context()).allMatch(CompletableFuture::isDone);
    }
}
