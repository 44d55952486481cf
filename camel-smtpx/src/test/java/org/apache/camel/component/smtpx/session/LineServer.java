/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import org.apache.camel.component.smtpx.security.ScriptedServer;
import org.apache.camel.component.smtpx.security.ServerSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that plays lines with one client. {@code S: text} is a line sent, several in a row in one write;
 * {@code S! text} is sent without a line end; {@code C: text} is the line expected; {@code D: text} the octets expected
 * ({@code \r\n} written as such); {@code !tls} is a handshake, {@code !close} the end of the output. Later lines of the
 * client are kept.
 */
final class LineServer implements AutoCloseable {

    private final ScriptedServer server;
    private final SSLContext tls;
    private final List<String> script;
    private final CompletableFuture<List<String>> played = new CompletableFuture<>();

    private LineServer(SSLContext tls, String... script) throws IOException {
        this.tls = tls;
        this.script = List.of(script);
        this.server = new ScriptedServer(this::play);
    }

    static LineServer of(String... script) throws IOException {
        return new LineServer(null, script);
    }

    /** With a server's side of TLS, for {@code !tls}. */
    static LineServer of(SSLContext tls, String... script) throws IOException {
        return new LineServer(tls, script);
    }

    String host() {
        return "127.0.0.1:" + server.port();
    }

    /** Waits for the end of the script and of the connection; returns the later lines of the client. */
    List<String> rest() throws InterruptedException, ExecutionException, TimeoutException {
        return played.get(20, TimeUnit.SECONDS);
    }

    private void play(ServerSession session) {
        try {
            ByteArrayOutputStream pending = new ByteArrayOutputStream();
            for (String line : script) {
                if (line.startsWith("S")) {
                    pending.writeBytes(octets(line.substring(3) + (line.startsWith("S:") ? "\r\n" : "")));
                } else {
                    send(pending, session);
                    step(line, session);
                }
            }
            send(pending, session);
            played.complete(rest(session));
        } catch (IOException | AssertionError e) {
            played.completeExceptionally(e);
        }
    }

    private static void send(ByteArrayOutputStream pending, ServerSession session) throws IOException {
        if (pending.size() > 0) {
            session.write(pending.toByteArray());
            pending.reset();
        }
    }

    private void step(String line, ServerSession session) throws IOException {
        if (line.startsWith("C: ")) {
            assertThat(session.hear()).isEqualTo(line.substring(3));
        } else if (line.startsWith("D: ")) {
            byte[] expected = octets(line.substring(3).replace("\\r", "\r").replace("\\n", "\n"));
            assertThat(new String(session.take(expected.length), StandardCharsets.ISO_8859_1))
                    .isEqualTo(new String(expected, StandardCharsets.ISO_8859_1));
        } else if (line.equals("!close")) {
            session.endOutput();
        } else if (line.equals("!tls")) {
            try {
                session.startTls(tls);
            } catch (SSLException e) {
                // The client has rejected the handshake; what it sends in clear afterwards is read.
                assertThat(session.tls()).isNull();
            }
        } else {
            throw new IllegalArgumentException(line);
        }
    }

    private static List<String> rest(ServerSession session) throws IOException {
        List<String> rest = new ArrayList<>();
        try {
            for (String line = session.hear(); line != null; line = session.hear()) {
                rest.add(line);
            }
        } catch (SSLException | SocketException e) {
            // The client has closed the connection.
            return rest;
        } catch (SocketTimeoutException e) {
            rest.add("(still open)");
        }
        return rest;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
