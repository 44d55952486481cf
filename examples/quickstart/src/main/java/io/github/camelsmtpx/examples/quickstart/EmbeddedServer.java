/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.subethamail.smtp.server.SMTPServer;

/**
 * An SMTP server in this JVM on a free port of the loopback interface; {@link Mailboxes} says whom it refuses. Closing
 * it ends all its sessions.
 */
final class EmbeddedServer implements AutoCloseable {

    private final SMTPServer server;
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

    private EmbeddedServer(MailStore store) {
        ExecutorService sessions = Executors.newCachedThreadPool(this::sessionThread);
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mx.example.org")
                .softwareName("SubEthaSMTP")
                .insertReceivedHeaders(false)
                .maxMessageSize(Integer.MAX_VALUE)
                .executorService(sessions)
                .serverSocketFactory(PromptSocket::new)
                .messageHandlerFactory(context -> new Reception(store))
                .build();
        server.getCommandHandler().addCommand(new Hello());
        server.getCommandHandler().addCommand(new Chunk());
    }

    static EmbeddedServer start(MailStore store) {
        EmbeddedServer embedded = new EmbeddedServer(store);
        embedded.server.start();
        return embedded;
    }

    String host() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    int port() {
        return server.getPortAllocated();
    }

    /** What went wrong in the server itself, one line each; empty when all is well. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    @Override
    public void close() {
        server.stop();
    }

    /**
     * Sends each reply at once: a server that answers a pipelined group line by line would else wait 40 ms for an
     * acknowledgement.
     */
    private static final class PromptSocket extends ServerSocket {

        PromptSocket() throws IOException {
            // unbound, as SubEthaSMTP wants it
        }

        @Override
        public Socket accept() throws IOException {
            Socket socket = super.accept();
            socket.setTcpNoDelay(true);
            return socket;
        }
    }

    private Thread sessionThread(Runnable session) {
        Thread thread = new Thread(session);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> troubles.add("the server stumbled: " + e));
        return thread;
    }
}
