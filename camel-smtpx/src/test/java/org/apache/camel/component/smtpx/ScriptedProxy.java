/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A proxy on the loopback address that connects to one server, whatever name it is given: SOCKS5, HTTP CONNECT, a
 * receiver of the PROXY protocol, or a Unix socket. It may also give fixed answers.
 */
final class ScriptedProxy implements AutoCloseable {

    /** What is spoken before the server's own octets. */
    enum Kind {
        SOCKS5,
        HTTP,
        PROXY_V1,
        PROXY_V2,
        NONE
    }

    private final Kind kind;
    private final int serverPort;
    private final AutoCloseable listener;
    private final SocketAddress address;
    private final List<String> requested = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private List<String> secrets = List.of();
    private List<byte[]> answers = List.of();
    private volatile boolean closing = true;
    private boolean inPieces;
    private boolean withGreeting;

    /** One side of a connection that was accepted, whatever its kind. */
    private record Accepted(AutoCloseable socket, InputStream in, OutputStream out, SocketAddress peer) {
    }

    /** Accepts connections. */
    private interface Listener {
        Accepted accept() throws IOException;
    }

    private ScriptedProxy(Kind kind, int serverPort, AutoCloseable listener, SocketAddress address, Listener accepting) {
        this.kind = kind;
        this.serverPort = serverPort;
        this.listener = listener;
        this.address = address;
        start(() -> {
            while (true) {
                Accepted accepted = accepting.accept();
                keep(accepted.socket);
                start(() -> serve(accepted));
            }
        });
    }

    static ScriptedProxy of(Kind kind, int serverPort) {
        return of(kind, serverPort, InetAddress.getLoopbackAddress());
    }

    static ScriptedProxy of(Kind kind, int serverPort, InetAddress at) {
        try {
            ServerSocket socket = new ServerSocket(0, 50, at);
            return new ScriptedProxy(kind, serverPort, socket, socket.getLocalSocketAddress(), () -> {
                Socket accepted = socket.accept();
                accepted.setTcpNoDelay(true);
                return new Accepted(
                        accepted, accepted.getInputStream(), accepted.getOutputStream(), accepted.getRemoteSocketAddress());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Unix socket that leads to the server. */
    static ScriptedProxy at(SocketAddress unixSocket, int serverPort) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(unixSocket);
            return new ScriptedProxy(Kind.NONE, serverPort, channel, unixSocket, () -> {
                SocketChannel accepted = channel.accept();
                return new Accepted(accepted, input(accepted), output(accepted), unixSocket);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The streams of {@code Channels} wait for each other. */
    private static InputStream input(SocketChannel channel) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] octets, int offset, int length) throws IOException {
                return channel.read(ByteBuffer.wrap(octets, offset, length));
            }
        };
    }

    private static OutputStream output(SocketChannel channel) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] { (byte) octet }, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                for (ByteBuffer left = ByteBuffer.wrap(octets, offset, length); left.hasRemaining();) {
                    channel.write(left);
                }
            }
        };
    }

    /** Accepts this login and no connection without one. */
    ScriptedProxy login(String username, String password) {
        secrets = List.of(username, password);
        return this;
    }

    /** Sends each octet by itself. */
    ScriptedProxy inPieces() {
        inPieces = true;
        return this;
    }

    /** Sends the last octets of the exchange together with the server's greeting. */
    ScriptedProxy withGreeting() {
        withGreeting = true;
        return this;
    }

    /** Answers what it reads with these octets in turn, whatever it is, and then closes the connection. */
    ScriptedProxy answering(byte[]... fixed) {
        answers = List.of(fixed);
        return this;
    }

    ScriptedProxy answering(String text) {
        return answering(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Keeps the connection open behind the fixed answers. */
    ScriptedProxy andHanging() {
        closing = false;
        return this;
    }

    /** The value of the option proxy. */
    String uri() {
        return (kind == Kind.HTTP ? "http" : "socks5") + "://" + host() + ":" + port();
    }

    private String host() {
        String text = ((InetSocketAddress) address).getAddress().getHostAddress();
        return text.indexOf(':') < 0 ? "localhost" : "[" + text + "]";
    }

    int port() {
        return ((InetSocketAddress) address).getPort();
    }

    /** The servers that clients asked for, or the headers that they sent. */
    synchronized List<String> requested() {
        return List.copyOf(requested);
    }

    private synchronized void request(String server) {
        requested.add(server);
    }

    private synchronized void keep(AutoCloseable socket) {
        open.add(socket);
    }

    private void serve(Accepted client) throws IOException {
        if (!answers.isEmpty()) {
            byte[] read = new byte[4096];
            for (byte[] answer : answers) {
                if (client.in.read(read) < 0) {
                    break;
                }
                request("");
                send(client.out, answer);
            }
            if (closing) {
                close(client.socket);
            }
            return;
        }
        InputStream in = new BufferedInputStream(client.in);
        byte[] last = switch (kind) {
            case SOCKS5 -> socks(in, client.out);
            case HTTP -> http(in);
            case PROXY_V1, PROXY_V2 -> header(in, client.peer);
            case NONE -> new byte[0];
        };
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        server.setTcpNoDelay(true);
        keep(server);
        if (withGreeting) {
            byte[] greeting = new byte[4096];
            int length = server.getInputStream().read(greeting);
            byte[] both = Arrays.copyOf(last, last.length + length);
            System.arraycopy(greeting, 0, both, last.length, length);
            last = both;
        }
        send(client.out, last);
        start(() -> pass(server.getInputStream(), client.out, client.socket));
        pass(in, server.getOutputStream(), server);
    }

    private byte[] socks(InputStream in, OutputStream out) throws IOException {
        require(in.read() == 5);
        byte[] methods = counted(in);
        int method = secrets.isEmpty() ? 0 : 2;
        require(new String(methods, StandardCharsets.ISO_8859_1).indexOf(method) >= 0);
        send(out, new byte[] { 5, (byte) method });
        if (method == 2) {
            require(in.read() == 1);
            List<String> login = List.of(text(counted(in)), text(counted(in)));
            send(out, new byte[] { 1, (byte) (login.equals(secrets) ? 0 : 1) });
            require(login.equals(secrets));
        }
        require(Arrays.equals(in.readNBytes(3), new byte[] { 5, 1, 0 }));
        String host = switch (in.read()) {
            case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 3 -> "name " + text(counted(in));
            case 4 -> "[" + InetAddress.getByAddress(in.readNBytes(16)).getHostAddress() + "]";
            default -> throw new IOException("address type");
        };
        request(host + ":" + (in.read() << 8 | in.read()));
        // A bound address of each kind, with octets that look like line ends.
        return switch (requested().size() % 3) {
            case 0 -> new byte[] { 5, 0, 0, 1, 10, 13, 10, 13, 0, 25 };
            case 1 -> new byte[] { 5, 0, 0, 3, 5, 'p', 'r', 'o', 'x', 'y', 0, 25 };
            default -> new byte[] { 5, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 25 };
        };
    }

    private byte[] http(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        String server = head.get(0).split(" ")[1];
        require(head.get(0).equals("CONNECT " + server + " HTTP/1.1") && head.contains("Host: " + server));
        if (!secrets.isEmpty()) {
            String basic = Base64.getEncoder().encodeToString(String.join(":", secrets).getBytes(StandardCharsets.UTF_8));
            require(head.contains("Proxy-Authorization: Basic " + basic));
        }
        request(server);
        return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 Connection established\r\nVia: test\r\nContent-Length: 9\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] header(InputStream in, SocketAddress peer) throws IOException {
        byte[] start = in.readNBytes(kind == Kind.PROXY_V1 ? 6 : 16);
        String whole = kind == Kind.PROXY_V1
                ? text(start) + line(in) : hex(start) + " " + hex(in.readNBytes(start[14] << 8 | start[15]));
        String ours = ((InetSocketAddress) peer).getPort() + "";
        String port = String.format("%04x%04x", ((InetSocketAddress) peer).getPort(), port());
        request(whole.replace(" " + ours + " " + port(), " <from> <to>").replace(port, "<from><to>"));
        return new byte[0];
    }

    private static String hex(byte[] octets) {
        StringBuilder text = new StringBuilder();
        for (byte octet : octets) {
            text.append(String.format("%02x", octet));
        }
        return text.toString();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            require(octet >= 0);
            line.write(octet);
        }
        require(line.toString(StandardCharsets.US_ASCII).endsWith("\r"));
        return text(line.toByteArray()).strip();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static byte[] counted(InputStream in) throws IOException {
        return in.readNBytes(in.read());
    }

    private static void require(boolean right) throws IOException {
        if (!right) {
            throw new EOFException("the client is not understood, or not let in");
        }
    }

    private void send(OutputStream out, byte[] octets) throws IOException {
        if (inPieces) {
            for (byte octet : octets) {
                out.write(octet);
                out.flush();
            }
        } else {
            out.write(octets);
            out.flush();
        }
    }

    private static void pass(InputStream from, OutputStream to, AutoCloseable other) throws IOException {
        try {
            from.transferTo(to);
        } finally {
            close(other);
        }
    }

    private static void close(AutoCloseable socket) throws IOException {
        try {
            socket.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** A step of a thread; a socket that is closed ends it. */
    private interface Step {
        void run() throws IOException;
    }

    private void start(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (EOFException e) {
                closeAll();
            } catch (IOException e) {
                // The other side, or the end of the test, has closed the socket.
                closing = true;
            }
        }, "scripted-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void closeAll() {
        for (AutoCloseable one : open) {
            try {
                close(one);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        close(listener);
        closeAll();
    }
}
