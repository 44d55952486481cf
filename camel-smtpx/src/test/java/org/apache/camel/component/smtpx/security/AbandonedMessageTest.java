/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLServerSocket;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that stops reading, and reads again once the message has ended FAILED: the rest never comes. */
@Timeout(120)
class AbandonedMessageTest {

    private static final int STEP = 192 * 1024;
    private static final int MESSAGES = 36;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What a connection of the server carried: the number of its message, and whether the message came whole. */
    private record Received(int message, boolean whole) {
    }

    /**
     * Messages of many sizes: with some of them the socket is full when only the end is left, which waits as encrypted
     * records then.
     */
    @Test
    void aMessageThatFailedIsNotCompletedWhileTheConnectionCloses() throws Exception {
        List<CompletableFuture<Fate>> fates = new ArrayList<>();
        List<CompletableFuture<Received>> received = new ArrayList<>();
        try (SSLServerSocket listener = listen(); DefaultCamelContext context = new DefaultCamelContext()) {
            for (int i = 0; i < MESSAGES; i++) {
                CompletableFuture<Received> result = new CompletableFuture<>();
                received.add(result);
                fates.add(new CompletableFuture<>());
            }
            for (CompletableFuture<Received> result : received) {
                threads.execute(() -> {
                    try (Socket socket = listener.accept()) {
                        result.complete(play(socket, fates));
                    } catch (IOException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
            }
            context.getRegistry().bind("tls", TestCertificate.trusting());
            context.start();
            AsyncProducer producer = context.getEndpoint(
                    "smtpx:localhost:" + listener.getLocalPort() + "?ssl=true&sslContextParameters=#tls&raw=true"
                                                         + "&timeout=20000&blockTimeout=1500&finalTimeout=1500&maxConnections="
                                                         + MESSAGES)
                    .createAsyncProducer();
            producer.start();
            for (int i = 0; i < MESSAGES; i++) {
                send(producer, i, fates.get(i));
            }
            CompletableFuture.allOf(received.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            producer.stop();
        } finally {
            threads.shutdownNow();
        }
        int failed = 0;
        for (CompletableFuture<Received> result : received) {
            Received mail = result.join();
            Fate fate = fates.get(mail.message).join();
            failed += fate == Fate.FAILED ? 1 : 0;
            assertThat(fate == Fate.FAILED && mail.whole).as("message %s is %s and came whole", mail.message, fate).isFalse();
        }
        assertThat(failed).as("the socket was full with some").isPositive();
    }

    private static SSLServerSocket listen() throws Exception {
        SSLServerSocket listener
                = (SSLServerSocket) TestCertificate.GOOD.server().getServerSocketFactory().createServerSocket();
        listener.setReceiveBufferSize(16 * 1024);
        listener.bind(new InetSocketAddress(InetAddress.getByName("localhost"), 0), MESSAGES);
        return listener;
    }

    private static void send(AsyncProducer producer, int number, CompletableFuture<Fate> fate) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setHeader(SmtpxConstants.SENDER, "m" + number + "@example.test");
        exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, "bob@example.test");
        exchange.getMessage().setBody("Subject: x\r\n\r\n" + "0123456789abcd\r\n".repeat((number + 1) * STEP / 16));
        producer.process(exchange, done -> fate.complete(
                exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class).results().get(0).fate()));
    }

    /** Reads nothing of the message before its outcome is known. */
    private static Received play(Socket socket, List<CompletableFuture<Fate>> fates)
            throws IOException {
        InputStream in = socket.getInputStream();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII), 1);
        say(socket, "220 mx.example.test\r\n");
        lines.readLine();
        say(socket, "250 mx.example.test\r\n");
        String mail = lines.readLine();
        say(socket, "250 ok\r\n");
        lines.readLine();
        say(socket, "250 ok\r\n");
        lines.readLine();
        say(socket, "354 go on\r\n");
        int number = Integer.parseInt(mail.replaceAll("\\D*(\\d+)@.*", "$1"));
        fates.get(number).join();
        byte[] piece = new byte[64 * 1024];
        String end = "";
        try {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                String tail = end + new String(piece, Math.max(0, n - 5), Math.min(n, 5), StandardCharsets.US_ASCII);
                end = tail.substring(Math.max(0, tail.length() - 5));
            }
        } catch (IOException e) {
            assertThat(e).as("the connection is closed within a record").isNotNull();
        }
        boolean whole = end.equals("\r\n.\r\n");
        return new Received(number, whole);
    }

    private static void say(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
