/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that does with each transaction what a script says, and counts the copies that it accepted. */
final class CountingServer implements AutoCloseable {

    /** How a transaction ends. */
    enum End {
        ACCEPT,
        /** Accepts, and closes the connection without the reply. */
        ACCEPT_AND_CUT,
        /** Closes the connection behind the content without accepting it. */
        CUT,
        DEFER,
        REJECT,
        DEFER_AT_MAIL
    }

    /**
     * What happens to a transaction.
     *
     * @param recipients replies to RCPT by address; 250 for the others
     */
    record Script(Map<String, String> recipients, End end) {
    }

    /** A copy that was accepted. */
    record Copy(String recipient, String messageId) {
    }

    private final ServerSocket socket;
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final List<Copy> copies = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    CountingServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Forgets the script before, copies and commands. */
    void script(Script next) {
        scripts.clear();
        scripts.add(next);
        synchronized (this) {
            copies.clear();
            asked.clear();
        }
    }

    /** The copies accepted since the script was set. */
    synchronized List<Copy> copies() {
        return List.copyOf(copies);
    }

    /** The recipients of RCPT commands since then. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "counting server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                daemon(() -> serve(connection));
            }
        } catch (SocketException e) {
            // closed
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket connection) {
        try (connection;
             BufferedReader in = new BufferedReader(
                     new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
            new Talk(connection, in).run();
        } catch (IOException e) {
            // The client closed the connection
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** One connection. */
    private final class Talk {
        private final Socket connection;
        private final BufferedReader in;
        private final List<String> accepted = new ArrayList<>();
        private Script script = new Script(Map.of(), End.ACCEPT);

        Talk(Socket connection, BufferedReader in) {
            this.connection = connection;
            this.in = in;
        }

        void run() throws IOException {
            reply("220 counting");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.substring(0, Math.min(4, line.length()));
                switch (verb) {
                    case "MAIL" -> mail();
                    case "RCPT" -> recipient(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                    case "DATA" -> {
                        if (!data()) {
                            return;
                        }
                    }
                    case "QUIT" -> {
                        reply("221 bye");
                        return;
                    }
                    default -> reply("250 ok");
                }
            }
        }

        private void mail() throws IOException {
            Script next = scripts.poll();
            script = next == null ? new Script(Map.of(), End.ACCEPT) : next;
            accepted.clear();
            reply(script.end == End.DEFER_AT_MAIL ? "451 4.3.0 later" : "250 ok");
        }

        private void recipient(String address) throws IOException {
            synchronized (CountingServer.this) {
                asked.add(address);
            }
            String reply = script.recipients.getOrDefault(address, "250 ok");
            if (reply.startsWith("2")) {
                accepted.add(address);
            }
            reply(reply);
        }

        /** Whether the connection goes on. */
        private boolean data() throws IOException {
            if (accepted.isEmpty()) {
                reply("503 no recipient");
                return true;
            }
            reply("354 go on");
            String id = "";
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                id = line.startsWith("Message-ID: ") ? line : id;
            }
            if (script.end == End.ACCEPT || script.end == End.ACCEPT_AND_CUT) {
                synchronized (CountingServer.this) {
                    for (String address : accepted) {
                        copies.add(new Copy(address, id));
                    }
                }
            }
            switch (script.end) {
                case ACCEPT -> reply("250 2.0.0 accepted");
                case DEFER -> reply("451 4.3.0 later");
                case REJECT -> reply("554 5.6.0 never");
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void reply(String line) throws IOException {
            connection.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
