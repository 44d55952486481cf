/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server that refuses a message in the middle of it, which has no end unless that is heard. */
@Timeout(60)
class EarlyRefusalTest extends SmtpxTestSupport {

    private static final int BEFORE = 300_000;

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void endsTheMessageWhenTheServerGoesOnReading(boolean synchronous) throws Exception {
        refused(synchronous, true);
    }

    /**
     * The thread is stuck in a write; what the server has not read makes its end a reset, but its word came before
     * that.
     */
    @Test
    void endsTheMessageWhenTheServerHangsUp() throws Exception {
        refused(true, false);
    }

    private void refused(boolean synchronous, boolean readsOn) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> refuse(listener, readsOn));
            String uri = "smtpx:127.0.0.1:" + listener.getLocalPort() + "?raw=true&synchronous=" + synchronous + "&";
            Exchange exchange = template.request(uri + ENVELOPE, each -> each.getMessage().setBody(new Endless()));
            served.get(20, TimeUnit.SECONDS);
            Outcome outcome = ((SmtpxException) exchange.getException()).getOutcome();
            assertThat(outcome.results()).extracting(RecipientResult::fate).containsExactly(Fate.REJECTED);
            assertThat(outcome.stage()).isEqualTo(Stage.CONTENT);
            assertThat(outcome.reply()).hasToString("552 5.3.4 too big");
        }
    }

    private static void refuse(ServerSocket listener, boolean readsOn) {
        try (Socket socket = listener.accept()) {
            say(socket, "220 mx.example.org");
            InputStream in = socket.getInputStream();
            for (String line = line(in); !line.equals("DATA"); line = line(in)) {
                say(socket, "250 ok");
            }
            say(socket, "354 go ahead");
            in.readNBytes(BEFORE);
            if (!readsOn) {
                awaitStuck(in);
            }
            say(socket, "552 5.3.4 too big");
            if (readsOn) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (SocketException e) {
            // The client may end the connection as it likes.
            assertThat(e).hasMessageContaining("reset");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Nothing more comes: all buffers are full. */
    private static void awaitStuck(InputStream in) {
        AtomicInteger waiting = new AtomicInteger();
        await().during(Duration.ofMillis(300)).until(() -> {
            int now = in.available();
            return waiting.getAndSet(now) == now;
        });
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** Lines without end. */
    private static final class Endless extends InputStream {
        private long position;

        @Override
        public int read() {
            long at = position++ % 64;
            return at == 62 ? '\r' : at == 63 ? '\n' : 'x';
        }
    }
}
