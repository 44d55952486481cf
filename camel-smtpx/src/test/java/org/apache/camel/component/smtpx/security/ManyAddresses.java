/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.camel.component.smtpx.mail.Stage;

/**
 * A program that sends to names with many addresses, which a file of hosts gives them. {@code dead.test} has 199 where
 * nobody listens and one where somebody does; {@code mute.test} has eight where nobody answers.
 */
final class ManyAddresses {

    private static final int MUTE = 8;

    private ManyAddresses() {
    }

    /** Runs this in a virtual machine of its own, since that reads the file of hosts once. */
    static String run(Path folder) throws IOException, InterruptedException {
        List<String> hosts = new ArrayList<>(List.of("127.0.0.1 localhost"));
        for (int i = 1; i < 200; i++) {
            hosts.add("127.1.0." + i + " dead.test");
        }
        hosts.add("127.0.0.1 dead.test");
        for (int i = 1; i <= MUTE; i++) {
            hosts.add("127.2.0." + i + " mute.test");
        }
        Path file = Files.write(folder.resolve("hosts"), hosts);
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Djdk.net.hosts.file=" + file, "-Dorg.apache.camel.jmx.disabled=true",
                "-cp", System.getProperty("java.class.path"), ManyAddresses.class.getName()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "ended with " + process.waitFor();
    }

    public static void main(String[] args) throws Exception {
        if (InetAddress.getAllByName("dead.test").length != 200) {
            throw new IllegalStateException("the file of hosts does not count");
        }
        try (ScriptedServer server = new ScriptedServer(new MailService());
             MailRoute route = new MailRoute("dead.test:" + server.port(), "connectTimeout=20000")) {
            route.send("hello");
            route.delivered();
            System.out.println("dead.test: delivered");
        }
        mute();
        System.exit(0);
    }

    private static void mute() throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        int port = 0;
        for (int i = 1; i <= MUTE; i++) {
            InetAddress address = InetAddress.getByName("127.2.0." + i);
            ServerSocket listener = new ServerSocket(port, 1, address);
            open.add(listener);
            port = listener.getLocalPort();
            fill(new InetSocketAddress(address, port), open);
        }
        try (MailRoute route = new MailRoute("mute.test:" + port, "connectTimeout=700")) {
            long start = System.nanoTime();
            route.send("hello");
            route.failed(Stage.CONNECT);
            System.out.println("mute.test: failed after ms " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** Connects until the accept queue of the listener is full. */
    private static void fill(InetSocketAddress address, List<AutoCloseable> open) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            open.add(socket);
            try {
                socket.connect(address, 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("everybody is let in");
    }
}
