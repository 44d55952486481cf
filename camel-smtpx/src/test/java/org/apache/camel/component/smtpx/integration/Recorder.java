/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The next hop of the servers under test: takes and keeps whatever they pass on, with every parameter. Recipients that
 * begin with {@code bounce} or {@code bad} are refused for good, those that begin with {@code later} or
 * {@code tempfail} for now.
 */
final class Recorder implements Closeable, Peer {

    private static final String HELLO = "250-recorder.test\r\n250-PIPELINING\r\n250-SIZE\r\n250-8BITMIME\r\n250-BINARYMIME\r\n"
                                        + "250-CHUNKING\r\n250-SMTPUTF8\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES";

    private final ServerSocket listener;
    private final Mails mails;

    private Recorder(ServerSocket listener, Mails mails) {
        this.listener = listener;
        this.mails = mails;
    }

    static Recorder on(int port, Mails mails) throws IOException {
        ServerSocket listener = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        Recorder recorder = new Recorder(listener, mails);
        start(recorder::listen);
        return recorder;
    }

    @Override
    public String name() {
        return "recorder";
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public int tlsPort() {
        return 0;
    }

    @Override
    public Mails mails() {
        return mails;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "recorder");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = listener.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new AssertionError("the recorder cannot listen", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Session(
                    new BufferedInputStream(socket.getInputStream(), 65536), new BufferedOutputStream(
                            socket.getOutputStream()))
                    .run();
        } catch (IOException e) {
            // The server under test went away; what it had not finished does not count.
        }
    }

    private final class Session {
        private final InputStream in;
        private final OutputStream out;
        private String mail = "";
        private final List<String> rcpts = new ArrayList<>();
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Session(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        void run() throws IOException {
            say("220 recorder.test");
            String line = line();
            while (!line.equals("QUIT")) {
                obey(line);
                line = line();
            }
            say("221 2.0.0 bye");
            out.flush();
        }

        private void obey(String line) throws IOException {
            String[] words = line.split(" ");
            switch (words[0].toUpperCase(Locale.ROOT)) {
                case "EHLO" -> say(HELLO);
                case "MAIL" -> {
                    reset();
                    mail = line;
                    say("250 2.1.0 ok");
                }
                case "RCPT" -> rcpt(line);
                case "DATA" -> data();
                case "BDAT" -> bdat(Integer.parseInt(words[1]), words.length > 2);
                case "RSET", "NOOP", "HELO" -> {
                    reset();
                    say("250 2.0.0 ok");
                }
                default -> say("500 5.5.1 unknown");
            }
        }

        private void rcpt(String line) throws IOException {
            if (line.matches("RCPT TO:<(bounce|bad).*")) {
                say("550 5.1.1 no such user");
            } else if (line.matches("RCPT TO:<(later|tempfail).*")) {
                say("451 4.7.1 try later");
            } else {
                rcpts.add(line);
                say("250 2.1.5 ok");
            }
        }

        private void data() throws IOException {
            if (rcpts.isEmpty()) {
                say("503 5.5.1 no recipients");
                return;
            }
            say("354 go on");
            out.flush();
            byte[] line = octetsOfLine();
            while (line.length != 3 || line[0] != '.') {
                int dot = line[0] == '.' ? 1 : 0;
                octets.write(line, dot, line.length - dot);
                line = octetsOfLine();
            }
            keep();
        }

        private void bdat(int length, boolean last) throws IOException {
            byte[] chunk = in.readNBytes(length);
            if (chunk.length < length) {
                throw new EOFException();
            }
            octets.write(chunk);
            if (rcpts.isEmpty()) {
                say("503 5.5.1 no recipients");
            } else if (last) {
                keep();
            } else {
                say("250 2.0.0 " + length);
            }
        }

        private void keep() throws IOException {
            mails.add(new RecordedMail(mail, List.copyOf(rcpts), octets.toByteArray()));
            say("250 2.0.0 kept");
            reset();
        }

        private void reset() {
            mail = "";
            rcpts.clear();
            octets.reset();
        }

        private void say(String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        private String line() throws IOException {
            if (in.available() == 0) {
                out.flush();
            }
            return new String(octetsOfLine(), StandardCharsets.UTF_8).stripTrailing();
        }

        /** Up to and with CRLF. */
        private byte[] octetsOfLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(80);
            int before = 0;
            int octet = in.read();
            while (octet != '\n' || before != '\r') {
                if (octet < 0) {
                    throw new EOFException();
                }
                line.write(octet);
                before = octet;
                octet = in.read();
            }
            line.write('\n');
            return line.toByteArray();
        }
    }
}
