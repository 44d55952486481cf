/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** The server's side of a script on the loopback interface: one connection at a time, plain blocking sockets. */
final class LoopbackServer implements AutoCloseable {

    private static final int PATIENCE = 20_000;

    private final ServerSocket listener;
    private final boolean implicitTls;
    private Socket socket = new Socket();

    LoopbackServer(boolean implicitTls) throws IOException {
        this.implicitTls = implicitTls;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName(TestTls.HOST));
        this.listener.setSoTimeout(PATIENCE);
    }

    int port() {
        return listener.getLocalPort();
    }

    void accept() throws IOException {
        socket = listener.accept();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE);
        if (implicitTls) {
            startTls();
        }
    }

    void startTls() throws IOException {
        SSLContext context = TestTls.server();
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, TestTls.HOST, socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        socket = secure;
    }

    /** The client sends exactly these octets, and nothing more for now. */
    void expect(byte[] octets, Object context) throws IOException {
        byte[] received = new byte[octets.length];
        int length = 0;
        try {
            while (length < octets.length) {
                int n = socket.getInputStream().read(received, length, octets.length - length);
                if (n < 0) {
                    break;
                }
                length += n;
            }
        } catch (SocketTimeoutException | SocketException e) {
            assertThat(Octets.show(Arrays.copyOf(received, length))).as("sent before %s%n%s", e, context)
                    .isEqualTo(Octets.show(octets));
        }
        if (!Arrays.equals(received, octets)) {
            assertThat(Octets.show(Arrays.copyOf(received, length))).as("what the client sends%n%s", context)
                    .isEqualTo(Octets.show(octets));
        }
        assertThat(socket.getInputStream().available()).as("octets too many%n%s", context).isZero();
    }

    void send(byte[] octets) throws IOException {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // The client has closed already; whether it should have is for the next step to say.
            assertThat(e.getMessage()).containsAnyOf("Broken pipe", "reset", "closed");
        }
    }

    /** The client closes the connection and sends nothing more. */
    void expectEnd(Object context) throws IOException {
        try {
            byte[] more = socket.getInputStream().readAllBytes();
            assertThat(Octets.show(more)).as("sent before the end%n%s", context).isEmpty();
        } catch (SocketException e) {
            assertThat(e).as("an end by reset").hasMessageContaining("reset");
        }
        socket.close();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void closeConnection() throws IOException {
        socket.close();
    }

    /** Asserts that no unaccepted connection is queued. */
    void expectNoConnection() throws IOException {
        listener.setSoTimeout(1);
        try (Socket surplus = listener.accept()) {
            throw new AssertionError("a connection too many from " + surplus.getRemoteSocketAddress());
        } catch (SocketTimeoutException e) {
            assertThat(e).hasMessageContaining("timed out");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        listener.close();
    }
}
