/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSocket;

import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An alert is reported as such, also when the end of the connection comes with it. */
class TlsAlertTest {

    /** handshake_failure, fatal, in clear. */
    private static final byte[] ALERT = { 21, 3, 3, 0, 2, 2, 40 };

    /** A server on loopback that does one thing with each connection. */
    private static final class Server implements AutoCloseable {
        interface Play {
            void with(Socket socket) throws Exception;
        }

        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Server(Play play) throws IOException {
            threads.execute(() -> {
                while (!listener.isClosed()) {
                    try {
                        Socket socket = listener.accept();
                        threads.execute(() -> {
                            try (socket) {
                                play.with(socket);
                                socket.shutdownOutput();
                                socket.getInputStream().transferTo(new ByteArrayOutputStream());
                            } catch (Exception e) {
                                assertThat(e).isInstanceOf(IOException.class);
                            }
                        });
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        String address() {
            return "localhost:" + listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            threads.shutdownNow();
        }
    }

    /** The server's whole first flight, an alert and FIN in one segment: the client still works on the certificate. */
    private static void flightAndAlert(Socket socket) throws Exception {
        SSLEngine engine = TestCertificate.GOOD.server().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] { "TLSv1.2" });
        InputStream in = socket.getInputStream();
        byte[] header = in.readNBytes(5);
        byte[] hello = in.readNBytes((header[3] & 0xFF) << 8 | header[4] & 0xFF);
        ByteBuffer input = ByteBuffer.allocate(5 + hello.length).put(header).put(hello).flip();
        ByteBuffer nothing = ByteBuffer.allocate(32 * 1024);
        engine.unwrap(input, nothing);
        ByteBuffer flight = ByteBuffer.allocate(64 * 1024);
        while (engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else {
                engine.wrap(ByteBuffer.allocate(0), flight);
            }
        }
        socket.getOutputStream().write(flight.put(ALERT).array(), 0, flight.position());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&synchronous=true" })
    void anAlertBehindTheFirstFlightIsReported(String options) throws Exception {
        try (Server server = new Server(TlsAlertTest::flightAndAlert)) {
            assertAlert(server, options, "handshake_failure", Stage.TLS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&synchronous=true" })
    void anAlertInPlaceOfTheFirstFlightIsReported(String options) throws Exception {
        try (Server server = new Server(socket -> {
            byte[] header = socket.getInputStream().readNBytes(5);
            socket.getInputStream().readNBytes((header[3] & 0xFF) << 8 | header[4] & 0xFF);
            socket.getOutputStream().write(ALERT);
        })) {
            assertAlert(server, options, "handshake_failure", Stage.TLS);
        }
    }

    /** Under TLS 1.3 the client has ended its handshake when the server refuses its certificate. */
    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3", "TLSv1.2&synchronous=true", "TLSv1.3&synchronous=true" })
    void aClientCertificateThatTheServerRefusesCountsAsTls(String versionAndOptions) throws Exception {
        String[] parts = versionAndOptions.split("&", 2);
        try (Server server = new Server(socket -> {
            SSLSocket tls = (SSLSocket) TestCertificate.GOOD.server().getSocketFactory()
                    .createSocket(socket, null, socket.getPort(), false);
            tls.setUseClientMode(false);
            tls.setEnabledProtocols(new String[] { parts[0] });
            tls.setNeedClientAuth(true);
            tls.startHandshake();
        })) {
            assertAlert(server, parts.length > 1 ? "&" + parts[1] : "", "certificate", Stage.TLS);
        }
    }

    /** STARTTLS, too: the alert answers EHLO under TLS. */
    @ParameterizedTest
    @ValueSource(strings = {
            "ssl=true", "ssl=true&synchronous=true", "starttls=required", "starttls=required&synchronous=true" })
    void theNextServerIsTriedWhereAClientCertificateIsRefused(String options) throws Exception {
        boolean implicit = options.startsWith("ssl");
        MailService service = new MailService();
        try (Server refusing = new Server(socket -> refuseCertificate(socket, implicit));
             ScriptedServer good = new ScriptedServer(
                     implicit
                             ? service.implicitTls(TestCertificate.GOOD.server())
                             : service.startTls(TestCertificate.GOOD.server()));
             MailRoute route = new MailRoute(
                     refusing.address() + ",localhost:" + good.port(), "sslContextParameters=#tls&" + options)
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            route.delivered();
        }
    }

    private static void refuseCertificate(Socket socket, boolean implicit) throws Exception {
        if (!implicit) {
            for (String reply : new String[] { "220 mx ESMTP", "250-mx\r\n250 STARTTLS", "220 go" }) {
                socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
                if (!reply.equals("220 go")) {
                    socket.getInputStream().read(new byte[1000]);
                }
            }
        }
        SSLSocket tls = (SSLSocket) TestCertificate.GOOD.server().getSocketFactory()
                .createSocket(socket, null, socket.getPort(), false);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(new String[] { "TLSv1.3" });
        tls.setNeedClientAuth(true);
        tls.startHandshake();
    }

    private static void assertAlert(Server server, String options, String alert, Stage stage) throws Exception {
        for (int i = 0; i < 5; i++) {
            try (MailRoute route = new MailRoute(server.address(), "ssl=true&sslContextParameters=#tls" + options)
                    .bind("tls", TestCertificate.trusting())) {
                route.send("hello");
                assertThat(route.last().getException()).isInstanceOf(SmtpxTransientException.class)
                        .hasMessageContaining("Received fatal alert").hasMessageContaining(alert);
                Outcome outcome = route.outcome();
                assertThat(outcome.stage()).isEqualTo(stage);
            }
        }
    }
}
