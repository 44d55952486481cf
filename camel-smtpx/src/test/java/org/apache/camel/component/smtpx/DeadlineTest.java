/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each deadline by itself; the others are those of RFC 5321, minutes, which the timeout of the class does not reach.
 */
@Timeout(60)
class DeadlineTest extends SmtpxTestSupport {

    private Exchange inTime(String uri, Object body) {
        long start = System.nanoTime();
        Exchange exchange = template.request(uri, each -> each.getMessage().setBody(body));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        return exchange;
    }

    private static Stage stage(Exchange exchange) {
        return ((SmtpxException) exchange.getException()).getOutcome().stage();
    }

    @ParameterizedTest
    @CsvSource({
            "greetingTimeout, GREETING, GREETING, SmtpxTransientException",
            "commandTimeout, EHLO, HELLO, SmtpxTransientException",
            "commandTimeout, MAIL, MAIL, SmtpxTransientException",
            "commandTimeout, RCPT, RCPT, SmtpxTransientException",
            "dataTimeout, DATA, DATA, SmtpxTransientException",
            "finalTimeout, CONTENT, FINAL, SmtpxUnknownOutcomeException",
            "timeout, MAIL, MAIL, SmtpxTransientException" })
    void silentServerTimesOut(String option, String point, Stage stage, String exception) {
        server.offers("8BITMIME");
        CountDownLatch never = new CountDownLatch(1);
        server.on(point).hold(never);
        Exchange exchange = inTime(smtpx("raw=true&" + option + "=300&" + ENVELOPE), MAIL);
        never.countDown();
        assertThat(exchange.getException().getClass().getSimpleName()).isEqualTo(exception);
        assertThat(stage(exchange)).isEqualTo(stage);
    }

    /** The accept queue is full, so that the next connection attempt times out. */
    @Test
    void aServerThatDoesNotAcceptIsCutOff() throws IOException {
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                queue.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            String uri = "smtpx:127.0.0.1:" + full.getLocalPort() + "?raw=true&connectTimeout=300&" + ENVELOPE;
            assertThat(stage(inTime(uri, MAIL))).isEqualTo(Stage.CONNECT);
        } finally {
            for (Socket each : queue) {
                each.close();
            }
        }
    }

    /** Its window closes: what it does not read stays here. */
    @ParameterizedTest
    @CsvSource({ "DATA, 354 go", "BDAT, ''" })
    void aServerThatNeverReadsIsCutOff(String verb, String answer) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReceiveBufferSize(4096);
            listener.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread deaf = new Thread(() -> deaf(listener, verb, answer, over));
            deaf.start();
            String uri = "smtpx:127.0.0.1:" + listener.getLocalPort() + "?raw=true&starttls=never&blockTimeout=300&" + ENVELOPE;
            Exchange exchange = inTime(uri, new Endless());
            over.countDown();
            deaf.join();
            assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class);
            assertThat(stage(exchange)).isEqualTo(Stage.CONTENT);
        }
    }

    /** Takes part until the message begins, and then reads no more. */
    private static void deaf(ServerSocket listener, String verb, String answer, CountDownLatch over) {
        try (Socket socket = listener.accept()) {
            say(socket, "220 mx.example.org");
            InputStream in = socket.getInputStream();
            for (String line = line(in); line != null; line = line(in)) {
                if (line.startsWith(verb)) {
                    say(socket, answer);
                    over.await();
                    return;
                }
                say(socket, line.startsWith("EHLO") && verb.equals("BDAT") ? "250-mx\r\n250 CHUNKING" : "250 ok");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write(line.isEmpty() ? new byte[0] : (line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.append((char) octet);
            octet = in.read();
        }
        return octet < 0 ? null : line.toString();
    }

    /** 1 GiB of lines, more than any buffer takes. */
    private static final class Endless extends InputStream {
        private long position;

        @Override
        public int read() {
            position++;
            return position > 1 << 30 ? -1 : position % 64 == 0 ? '\n' : 'x';
        }
    }
}
