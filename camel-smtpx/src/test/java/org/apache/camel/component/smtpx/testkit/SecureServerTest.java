/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TLS, AUTH, and several clients at a time. */
class SecureServerTest {

    private static final String CREDENTIALS
            = Base64.getEncoder().encodeToString("\0ann\0sesame".getBytes(StandardCharsets.UTF_8));

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    @Test
    void negotiatesTlsBeforeTheGreeting() throws Exception {
        server.implicitTls();
        try (TestClient client = TestClient.overTls(server.port(), server.trustStore())) {
            assertThat(client.greeting()).startsWith("220");
            assertThat(client.command("EHLO me")).contains("PIPELINING").doesNotContain("STARTTLS");
            assertThat(client.send("a@x.org", "b@x.org", "Hello")).startsWith("250");
        }
        assertThat(server.message().text()).isEqualTo("Hello\r\n");
    }

    @Test
    void negotiatesTlsAfterStartTlsAndOffersAuthOnlyThen() throws Exception {
        server.startTls().authenticates("ann", "sesame");
        try (TestClient client = new TestClient(server.port())) {
            assertThat(client.command("EHLO me")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(client.command("STARTTLS")).startsWith("220");
            client.negotiate(server.trustStore());
            assertThat(client.command("EHLO me")).contains("AUTH PLAIN").doesNotContain("STARTTLS");
            assertThat(client.command("AUTH PLAIN " + CREDENTIALS)).startsWith("235");
            assertThat(client.send("a@x.org", "b@x.org", "Hello")).startsWith("250");
        }
    }

    @Test
    void eachServerHasACertificateOfItsOwn() {
        server.implicitTls();
        assertThatThrownBy(() -> TestClient.overTls(server.port(), new SmtpxTestServer().trustStore()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void startTlsThatIsNotOfferedIsAViolation() throws Exception {
        SmtpxTestServer strict = new SmtpxTestServer();
        try (strict; TestClient client = new TestClient(strict.port())) {
            client.command("EHLO me");
            assertThat(client.command("STARTTLS")).startsWith("502");
            assertThat(strict.violations()).singleElement().asString().contains("not offered: STARTTLS");
        }
    }

    @Test
    void demandsAuthBeforeMail() throws Exception {
        server.authenticates("ann", "sesame");
        try (TestClient client = new TestClient(server.port())) {
            assertThat(client.send("a@x.org", "b@x.org", "Hello")).startsWith("530 5.7.0");
            assertThat(client.command("AUTH PLAIN " + CREDENTIALS)).startsWith("235");
            assertThat(client.send("a@x.org", "b@x.org", "Hello")).startsWith("250");
        }
        try (TestClient client = new TestClient(server.port())) {
            client.command("EHLO me");
            assertThat(client.command("AUTH PLAIN AGFubgB3cm9uZw==")).startsWith("535");
            assertThat(client.send("a@x.org", "b@x.org", "Hello")).startsWith("530 5.7.0");
        }
    }

    @Test
    void servesManyClientsAtATime() throws Exception {
        List<Callable<String>> clients = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String recipient = "reader-" + i + "@x.org";
            clients.add(() -> {
                try (TestClient client = new TestClient(server.port())) {
                    return client.send("a@x.org", recipient, "Hello " + recipient);
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<String> reply : threads.invokeAll(clients)) {
                assertThat(reply.get()).startsWith("250");
            }
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < 16; i++) {
            assertThat(server.messagesTo("READER-" + i + "@x.org")).singleElement()
                    .extracting(ReceivedMessage::text).isEqualTo("Hello reader-" + i + "@x.org\r\n");
        }
    }

    @Test
    void resetForgetsMessagesAndRulesButNoViolation() throws Exception {
        SmtpxTestServer forgetful = new SmtpxTestServer();
        try (forgetful; TestClient client = new TestClient(forgetful.port())) {
            forgetful.onRecipient("b@x.org").reply("550 5.1.1 no such user");
            assertThat(client.send("a@x.org", "b@x.org", "Hello")).startsWith("550");
            assertThat(client.command("XYZZY")).startsWith("502");
            forgetful.reset();
            assertThat(forgetful.commands()).isEmpty();
            assertThat(client.command("RSET")).startsWith("250");
            assertThat(client.send("a@x.org", "b@x.org", "Hello")).startsWith("250");
            assertThat(forgetful.violations()).singleElement().asString().contains("XYZZY");
        }
    }

    /** Speaks SMTP a command at a time. */
    static final class TestClient implements AutoCloseable {

        private Socket socket;
        private BufferedReader replies;
        private final String greeting;

        TestClient(int port) throws IOException {
            this(new Socket("localhost", port));
        }

        private TestClient(Socket socket) throws IOException {
            this.socket = socket;
            this.replies = reader(socket);
            this.greeting = reply();
        }

        /** TLS before the greeting. */
        static TestClient overTls(int port, KeyStore trusted) throws IOException, GeneralSecurityException {
            return new TestClient(encrypted(new Socket("localhost", port), trusted));
        }

        String greeting() {
            return greeting;
        }

        /** TLS from here on, with the certificate and the host name checked. */
        void negotiate(KeyStore trusted) throws IOException, GeneralSecurityException {
            socket = encrypted(socket, trusted);
            replies = reader(socket);
        }

        private static SSLSocket encrypted(Socket socket, KeyStore trusted) throws IOException, GeneralSecurityException {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            SSLSocket encrypted
                    = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            SSLParameters parameters = encrypted.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(parameters);
            encrypted.startHandshake();
            return encrypted;
        }

        /** The whole reply to a command. */
        String command(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return reply();
        }

        /** The last reply of a mail transaction, which ends at the first refusal. */
        String send(String sender, String recipient, String text) throws IOException {
            String reply = "";
            for (String line : new String[] {
                    "EHLO me", "MAIL FROM:<" + sender + ">", "RCPT TO:<" + recipient + ">", "DATA", text + "\r\n." }) {
                reply = command(line);
                if (reply.charAt(0) > '3') {
                    return reply;
                }
            }
            return reply;
        }

        private String reply() throws IOException {
            StringBuilder reply = new StringBuilder();
            String line;
            do {
                line = replies.readLine();
                if (line == null) {
                    throw new IOException("the server closed the connection behind " + reply);
                }
                reply.append(reply.isEmpty() ? "" : "\n").append(line);
            } while (line.charAt(3) == '-');
            return reply.toString();
        }

        private static BufferedReader reader(Socket socket) throws IOException {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
