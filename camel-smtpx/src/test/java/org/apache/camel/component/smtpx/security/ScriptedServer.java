/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server on loopback that plays a script with each client, reads to the end, and keeps the lines received. */
public final class ScriptedServer implements AutoCloseable {

    /** The server's part of a conversation. */
    public interface Script {
        void play(ServerSession session) throws Exception;
    }

    private final ServerSocket listener;
    private final Script script;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ServerSession> sessions = new CopyOnWriteArrayList<>();
    private final List<AssertionError> surprises = new CopyOnWriteArrayList<>();

    public ScriptedServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        threads.execute(this::listen);
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                ServerSession session = new ServerSession(socket);
                sessions.add(session);
                threads.execute(() -> play(session));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void play(ServerSession session) {
        try {
            script.play(session);
            session.finish();
        } catch (AssertionError e) {
            surprises.add(e);
        } catch (Exception e) {
            session.heard().add("<" + e.getClass().getSimpleName() + ">");
        } finally {
            try {
                session.close();
            } catch (IOException e) {
                session.heard().add("<not closed: " + e.getMessage() + ">");
            }
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The connections so far. */
    List<ServerSession> sessions() {
        return sessions;
    }

    /** The one connection there was. */
    ServerSession session() {
        if (sessions.size() != 1) {
            throw new AssertionError("not one connection but " + sessions.size());
        }
        return sessions.get(0);
    }

    /** What was heard on all connections. */
    List<String> heard() {
        return sessions.stream().flatMap(session -> session.heard().stream()).toList();
    }

    /** Waits until every client is gone, and fails if one of them said what the script did not expect. */
    void settle() throws InterruptedException, IOException {
        listener.close();
        threads.shutdown();
        if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
            throw new AssertionError("a client stays: " + heard());
        }
        surprises.forEach(surprise -> {
            throw surprise;
        });
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
        for (ServerSession session : sessions) {
            session.close();
        }
    }
}
