/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that plays a script with one client. {@code S: text} is a line sent, several in a row in one write;
 * {@code S! text} is sent without a line end; {@code C: text} is the line that must come; {@code D: text} the octets
 * that must come up to them ({@code \r\n} written as such); {@code !tls} is a handshake, {@code !close} the end. What
 * comes behind the script, up to the end of the connection, is kept too.
 */
public final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<String> script;
    private final SSLContext tls;
    private final CompletableFuture<List<String>> played = new CompletableFuture<>();
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private ScriptedServer(SSLContext tls, List<String> script) throws IOException {
        this.tls = tls;
        this.script = script;
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::run, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    public static ScriptedServer of(String... script) throws IOException {
        return new ScriptedServer(null, List.of(script));
    }

    /** With a certificate for {@code !tls}. */
    public static ScriptedServer of(SSLContext tls, String... script) throws IOException {
        return new ScriptedServer(tls, List.of(script));
    }

    public String host() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** The script was played to its end, and this is what the client sent beyond it. */
    public List<String> rest() throws InterruptedException, ExecutionException, TimeoutException {
        return played.get(20, TimeUnit.SECONDS);
    }

    private void run() {
        try (Socket accepted = listener.accept()) {
            attach(accepted);
            socket.setSoTimeout(10_000);
            ByteArrayOutputStream pending = new ByteArrayOutputStream();
            for (String line : script) {
                if (line.startsWith("S")) {
                    pending.writeBytes(octets(line.substring(3)));
                    pending.writeBytes(octets(line.startsWith("S:") ? "\r\n" : ""));
                    continue;
                }
                send(pending);
                step(line);
            }
            send(pending);
            played.complete(beyond());
        } catch (IOException | AssertionError e) {
            played.completeExceptionally(e);
        }
    }

    private void attach(Socket to) throws IOException {
        socket = to;
        in = to.getInputStream();
        out = to.getOutputStream();
    }

    private void send(ByteArrayOutputStream pending) throws IOException {
        if (pending.size() > 0) {
            out.write(pending.toByteArray());
            out.flush();
            pending.reset();
        }
    }

    private void step(String line) throws IOException {
        if (line.startsWith("C: ")) {
            assertThat(line()).isEqualTo(line.substring(3));
        } else if (line.startsWith("D: ")) {
            byte[] expected = octets(line.substring(3).replace("\\r", "\r").replace("\\n", "\n"));
            assertThat(new String(in.readNBytes(expected.length), StandardCharsets.ISO_8859_1))
                    .isEqualTo(new String(expected, StandardCharsets.ISO_8859_1));
        } else if (line.equals("!close")) {
            socket.shutdownOutput();
        } else if (line.equals("!tls")) {
            Socket plain = socket;
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
            secure.setUseClientMode(false);
            try {
                secure.startHandshake();
                attach(secure);
            } catch (SSLException e) {
                // The client did not like it; what it says then in clear is of interest.
                attach(plain);
            }
        } else {
            throw new IllegalArgumentException(line);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
            }
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    private List<String> beyond() throws IOException {
        List<String> rest = new ArrayList<>();
        try {
            for (String line = line(); line != null; line = line()) {
                rest.add(line);
            }
        } catch (SSLException | SocketException e) {
            // The client is gone.
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
        listener.close();
    }
}
