/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An SMTP server that takes everything, counts the octets and keeps none. */
final class Drain implements AutoCloseable {

    private final ServerSocket listener;
    private final boolean chunking;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "drain");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong octets = new AtomicLong();

    Drain(ServerSocket listener, boolean chunking) {
        this.listener = listener;
        this.chunking = chunking;
        threads.execute(this::accept);
    }

    static ServerSocket clear() throws IOException {
        return new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    }

    int port() {
        return listener.getLocalPort();
    }

    long messages() {
        return messages.get();
    }

    long octets() {
        return octets.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream(), 64 * 1024);
            OutputStream out = client.getOutputStream();
            say(out, "220 drain");
            for (String line = line(in); !line.equals("QUIT"); line = line(in)) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "EHLO" -> say(out, "250-drain\r\n250-PIPELINING\r\n" + (chunking ? "250-CHUNKING\r\n" : "")
                                            + "250 8BITMIME");
                    case "BDAT" -> {
                        long size = Long.parseLong(words[1]);
                        in.skipNBytes(size);
                        octets.addAndGet(size);
                        if (words.length > 2) {
                            messages.incrementAndGet();
                        }
                        say(out, "250 2.0.0 taken");
                    }
                    case "DATA" -> {
                        say(out, "354 go ahead");
                        octets.addAndGet(content(in));
                        messages.incrementAndGet();
                        say(out, "250 2.0.0 taken");
                    }
                    default -> say(out, "250 2.0.0 ok");
                }
            }
            say(out, "221 2.0.0 bye");
        } catch (EOFException e) {
            // The client is gone: nothing is left to do.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = next(in); octet != '\n'; octet = next(in)) {
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** Octets up to the dot, without it; the messages sent here hold no line that begins with a dot. */
    private static long content(InputStream in) throws IOException {
        long count = 0;
        int matched = 2;
        byte[] end = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
        while (matched < end.length) {
            int octet = next(in);
            count++;
            matched = octet == end[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
        }
        return count - 3;
    }

    private static int next(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        return octet;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
