/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flights of a first mail on a new connection: how often the client sends and then waits for the server. They are
 * counted in the transcript, where all octets of a flight precede the replies to them. TLS 1.3 adds its own (RFC 8446,
 * section 2): ClientHello, and in implicit TLS Finished, which precedes the greeting; after STARTTLS it leaves together
 * with EHLO.
 */
@Timeout(60)
class FirstMailFlightsTest {

    /** Messages that prove a server reliable for a pool of one connection. */
    private static final int PROOF = 50;
    private static final Envelope ENVELOPE = Envelope.of("me@example.org", "ann@example.org");

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer().authenticates("me", "secret");

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    /** Lines of one connection without its number and the time, as {@code C: EHLO client.test}. */
    private List<String> transcript(int connection) {
        List<String> names = lines.stream().map(line -> line.substring(0, line.indexOf(' '))).distinct().toList();
        String name = names.get(connection - 1) + " ";
        return lines.stream().filter(line -> line.startsWith(name)).map(line -> line.replaceFirst(".*? ([CS]: )", "$1"))
                .toList();
    }

    private List<String> commands(int connection) {
        return transcript(connection).stream().filter(line -> line.startsWith("C: "))
                .map(line -> line.substring(3)).map(line -> line.split(" ")[0]).toList();
    }

    private int flights(int connection) {
        int flights = 0;
        boolean sending = false;
        for (String line : transcript(connection)) {
            boolean client = line.startsWith("C: ");
            flights += client && !sending ? 1 : 0;
            sending = client;
        }
        return flights;
    }

    private SmtpClientBuilder builder() {
        return SmtpClient.builder("localhost").port(server.port()).hello("client.test")
                .credentials(Credentials.password("me", "secret")).maxConnections(1).transcript(lines::add);
    }

    private void send(SmtpClient client, int mails) {
        for (int i = 0; i < mails; i++) {
            Outcome outcome = client.send(ENVELOPE, MessageSource.of("Hello\r\n".getBytes(StandardCharsets.US_ASCII))).join();
            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        }
    }

    /** A mail on each of two connections. */
    private void sendTwice(SmtpClientBuilder builder) {
        try (SmtpClient client = builder.maxMessagesPerConnection(1).build()) {
            send(client, 2);
        }
        assertThat(server.connections()).isEqualTo(2);
    }

    /** Proves the server on one connection, and sends one mail on the next. */
    private void sendAfterProof(SmtpClientBuilder builder) {
        try (SmtpClient client = builder.maxMessagesPerConnection(PROOF).build()) {
            send(client, PROOF + 1);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(lines).noneMatch(line -> line.contains("C: QUIT") && line.startsWith("#2"));
        }
    }

    private SSLContext trust() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(server.trustStore());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Without QUIT, which follows the mail. */
    private List<String> sent(int connection) {
        return commands(connection).stream().takeWhile(command -> !command.equals("QUIT")).toList();
    }

    private int flightsOfMail(int connection) {
        return commands(connection).contains("QUIT") ? flights(connection) - 1 : flights(connection);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void threeFlightsInClear(boolean blocking) {
        sendAfterProof(builder().starttls(StartTls.NEVER).allowCleartextAuth(true).synchronous(blocking));
        assertThat(sent(2)).startsWith("EHLO", "AUTH", "MAIL", "RCPT", "BDAT");
        assertThat(flightsOfMail(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void sixFlightsWithStartTls(boolean blocking) throws Exception {
        server.startTls();
        sendAfterProof(builder().sslContext(trust()).synchronous(blocking));
        assertThat(sent(2)).startsWith("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "BDAT");
        assertThat(flightsOfMail(2) + 1).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void fiveFlightsWithImplicitTls(boolean blocking) throws Exception {
        server.implicitTls();
        sendAfterProof(builder().ssl(true).sslContext(trust()).synchronous(blocking));
        assertThat(sent(2)).startsWith("EHLO", "AUTH", "MAIL", "RCPT", "BDAT");
        assertThat(flightsOfMail(2) + 2).isEqualTo(5);
    }

    @Test
    void firstConnectionAsksAgainAfterTheLogin() {
        sendTwice(builder().starttls(StartTls.NEVER).allowCleartextAuth(true));
        assertThat(sent(1)).startsWith("EHLO", "AUTH", "EHLO", "MAIL");
        assertThat(sent(2)).startsWith("EHLO", "AUTH", "MAIL");
    }
}
