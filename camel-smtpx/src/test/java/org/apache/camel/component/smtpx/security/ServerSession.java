/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** The server's end of one connection: what it says is up to a test, what it hears is remembered. */
public final class ServerSession {

    /** Stands in what was heard where TLS began. */
    static final String TLS = "<TLS>";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    private final Socket tcp;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private SSLSession tls;

    ServerSession(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        this.tcp = socket;
        use(socket);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = new BufferedInputStream(next.getInputStream());
        out = next.getOutputStream();
    }

    /** The lines heard, in order, without their ends. */
    List<String> heard() {
        return heard;
    }

    /** The messages received by DATA or BDAT, each octet as it came but for the dots. */
    List<byte[]> messages() {
        return messages;
    }

    /** The TLS session; null in clear. */
    public SSLSession tls() {
        return tls;
    }

    /** Says whole lines. */
    void say(String... lines) throws IOException {
        write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Says exactly these octets. */
    public void write(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** The next line; null when the client has closed the connection. */
    public String hear() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        if (octet < 0 && line.size() == 0) {
            return null;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        // What is no whole line stays recognizable
        text = octet == '\n' && text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + "<no CR LF>";
        heard.add(text);
        return text;
    }

    /** Hears a line that must begin so. */
    String expect(String beginning) throws IOException {
        String line = hear();
        if (line == null || !line.startsWith(beginning)) {
            throw new AssertionError("expected " + beginning + ", heard " + line + " after " + heard);
        }
        return line;
    }

    /** So many octets. */
    public byte[] take(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** So many octets of a message. */
    void chunk(int count, boolean last) throws IOException {
        chunks.writeBytes(take(count));
        if (last) {
            messages.add(chunks.toByteArray());
            chunks.reset();
        }
    }

    /** A message up to its lone dot, without the doubled dots. */
    void message() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int last = -1;
            int octet = in.read();
            while (octet >= 0 && !(last == '\r' && octet == '\n')) {
                line.write(octet);
                last = octet;
                octet = in.read();
            }
            if (octet < 0) {
                throw new IOException("the client went away within a message");
            }
            line.write('\n');
            byte[] octets = line.toByteArray();
            if (octets.length == 3 && octets[0] == '.') {
                messages.add(message.toByteArray());
                return;
            }
            int from = octets[0] == '.' ? 1 : 0;
            message.write(octets, from, octets.length - from);
        }
    }

    /** Goes on under TLS. */
    public void startTls(SSLContext context) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.setWantClientAuth(true);
        secured.startHandshake();
        heard.add(TLS);
        tls = secured.getSession();
        use(secured);
    }

    /** The names that the client told the server in the handshake (SNI). */
    List<String> toldNames() {
        return ((ExtendedSSLSession) tls).getRequestedServerNames().stream()
                .map(name -> ((SNIHostName) name).getAsciiName()).toList();
    }

    /** Says nothing for a while; ends early when the client goes away or speaks. */
    void pause(int millis) throws IOException {
        socket.setSoTimeout(millis);
        in.mark(1);
        try {
            if (in.read() < 0) {
                throw new EOFException("the client has gone");
            }
            in.reset();
        } catch (SocketTimeoutException e) {
            socket.setSoTimeout(20_000);
        }
    }

    /** The other handshake on a connection that has TLS already (TLS 1.2). */
    void negotiateAgain() throws IOException {
        ((SSLSocket) socket).startHandshake();
    }

    /** Closes the connection beneath TLS, which is not told. */
    void cutOff() throws IOException {
        tcp.close();
    }

    /** Ends the output; the client may still send. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Hears the client out and closes. */
    void finish() throws IOException {
        while (hear() != null) {
            // all is remembered
        }
    }

    void close() throws IOException {
        socket.close();
    }
}
