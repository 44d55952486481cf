/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server with the limits of real ones. Recipients named {@code bad…} are rejected, those named {@code cursed…} get a
 * 421; both count as errors, and so does a recipient beyond the limit. What it accepted is counted by subject and
 * recipient.
 */
final class LimitedServer implements AutoCloseable {

    /** How a connection ends at a limit. */
    enum End {
        REPLY_421,
        FIN,
        RST
    }

    /**
     * The limits; 0 is none.
     *
     * @param recipients  accepted per message
     * @param tooMany     the reply to one more
     * @param messages    per connection
     * @param end         what happens at one more message
     * @param errors      per connection; the last one is answered with 421
     * @param connections open at once
     * @param refusal     what happens to one more connection
     */
    record Limits(int recipients, String tooMany, int messages, End end, int errors, int connections, End refusal) {
        static final Limits NONE = new Limits(0, "452 4.5.3 too many recipients", 0, End.REPLY_421, 0, 0, End.REPLY_421);

        Limits withRecipients(int most, String reply) {
            return new Limits(most, reply, messages, end, errors, connections, refusal);
        }

        Limits withMessages(int most, End how) {
            return new Limits(recipients, tooMany, most, how, errors, connections, refusal);
        }

        Limits withErrors(int most) {
            return new Limits(recipients, tooMany, messages, end, most, connections, refusal);
        }

        Limits withConnections(int most, End how) {
            return new Limits(recipients, tooMany, messages, end, errors, most, how);
        }
    }

    /** Messages that are accepted in a period; 0 for no limit. */
    private final int messagesPerPeriod;
    private final long periodNanos;
    private long period = Long.MIN_VALUE;
    private int messagesInPeriod;
    final AtomicInteger tooFast = new AtomicInteger();
    private final ServerSocket listener;
    private final Limits limits;
    private final List<String> offers;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger serving = new AtomicInteger();
    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger refusedConnections = new AtomicInteger();
    final AtomicInteger overLimit = new AtomicInteger();
    final Map<String, AtomicInteger> copies = new ConcurrentHashMap<>();

    LimitedServer(Limits limits, String... offers) throws IOException {
        this(limits, 0, 1, offers);
    }

    /** With a limit on the messages in a period of so many milliseconds, counted as Postfix does. */
    LimitedServer(Limits limits, int messagesPerPeriod, int millis, String... offers) throws IOException {
        this.limits = limits;
        this.messagesPerPeriod = messagesPerPeriod;
        this.periodNanos = millis * 1_000_000L;
        this.offers = List.of(offers);
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private synchronized boolean isTooFast() {
        long now = System.nanoTime() / periodNanos;
        if (now != period) {
            period = now;
            messagesInPeriod = 0;
        }
        return messagesPerPeriod > 0 && ++messagesInPeriod > messagesPerPeriod;
    }

    int copies(String subject, String recipient) {
        AtomicInteger count = copies.get(subject + " " + recipient);
        return count == null ? 0 : count.get();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "limited-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        boolean admitted = limits.connections == 0 || serving.incrementAndGet() <= limits.connections;
        try (socket) {
            if (admitted) {
                accepted.incrementAndGet();
                new Conversation(socket).run();
            } else {
                refusedConnections.incrementAndGet();
                if (limits.refusal == End.REPLY_421) {
                    end(socket, "421 4.3.2 too many connections");
                } else if (limits.refusal == End.RST) {
                    socket.setSoLinger(true, 0);
                }
            }
        } catch (IOException e) {
            // The client is gone, or the server is being closed.
            sockets.remove(socket);
        } finally {
            sockets.remove(socket);
            if (limits.connections > 0) {
                serving.decrementAndGet();
            }
        }
    }

    private static void end(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
        // Octets that nothing reads would turn the end into a reset, which may overtake the reply.
        socket.setSoTimeout(5000);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** One connection. */
    private final class Conversation {
        private final Socket socket;
        private final InputStream in;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final List<String> recipients = new ArrayList<>();
        private int messages;
        private int errors;
        private boolean open = true;

        Conversation(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        void run() throws IOException {
            reply("220 limited.example");
            for (String line = line(); line != null; line = line()) {
                command(line);
                if (!open) {
                    return;
                }
            }
        }

        private void command(String line) throws IOException {
            switch (line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT)) {
                case "EHLO" -> {
                    StringBuilder text = new StringBuilder();
                    offers.forEach(each -> text.append("250-").append(each).append("\r\n"));
                    reply(text + "250 HELP");
                }
                case "MAIL" -> mail();
                case "RCPT" -> rcpt(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                case "DATA" -> data();
                case "BDAT" -> bdat(line.split(" "));
                case "RSET" -> {
                    reset();
                    reply("250 2.0.0 ok");
                }
                case "VRFY" -> error("550 5.1.1 unknown");
                case "QUIT" -> {
                    reply("221 2.0.0 bye");
                    open = false;
                }
                default -> error("500 5.5.1 unknown command");
            }
        }

        private void mail() throws IOException {
            if (limits.messages > 0 && messages >= limits.messages && limits.end == End.REPLY_421) {
                close("421 4.7.0 too many messages on this connection");
            } else if (isTooFast()) {
                tooFast.incrementAndGet();
                reply("450 4.7.1 Error: too much mail from 127.0.0.1");
            } else {
                reset();
                reply("250 2.1.0 ok");
            }
        }

        private void rcpt(String recipient) throws IOException {
            if (recipient.startsWith("cursed")) {
                close("421 4.7.0 go away");
            } else if (recipient.startsWith("bad")) {
                error("550 5.1.1 no such user");
            } else if (limits.recipients > 0 && recipients.size() >= limits.recipients) {
                overLimit.incrementAndGet();
                error(limits.tooMany);
            } else {
                recipients.add(recipient);
                reply("250 2.1.5 ok");
            }
        }

        private void data() throws IOException {
            if (recipients.isEmpty()) {
                reply("554 5.5.1 no valid recipients");
                return;
            }
            reply("354 go ahead");
            for (String line = line(); !".".equals(line); line = line()) {
                if (line == null) {
                    throw new IOException("the client is gone");
                }
                content.writeBytes((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            deliver();
        }

        private void bdat(String[] words) throws IOException {
            content.writeBytes(in.readNBytes(Integer.parseInt(words[1])));
            if (recipients.isEmpty()) {
                reply("554 5.5.1 no valid recipients");
            } else if (words.length > 2) {
                deliver();
            } else {
                reply("250 2.0.0 more");
            }
        }

        private void deliver() throws IOException {
            String subject = content.toString(StandardCharsets.US_ASCII).lines().findFirst().orElseThrow();
            recipients.forEach(each -> copies.computeIfAbsent(subject + " " + each, key -> new AtomicInteger())
                    .incrementAndGet());
            reset();
            messages++;
            reply("250 2.0.0 queued");
            if (limits.messages > 0 && messages >= limits.messages && limits.end != End.REPLY_421) {
                open = false;
                if (limits.end == End.RST) {
                    // A reset at once would overtake the reply: it comes with the next command.
                    if (in.read() >= 0) {
                        socket.setSoLinger(true, 0);
                    }
                }
            }
        }

        private void error(String reply) throws IOException {
            errors++;
            if (limits.errors > 0 && errors >= limits.errors) {
                close("421 4.7.0 too many errors");
            } else {
                reply(reply);
            }
        }

        private void close(String reply) throws IOException {
            open = false;
            end(socket, reply);
        }

        private void reset() {
            recipients.clear();
            content.reset();
        }

        private void reply(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == '\n') {
                    return line.toString();
                }
                if (octet != '\r') {
                    line.append((char) octet);
                }
            }
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
