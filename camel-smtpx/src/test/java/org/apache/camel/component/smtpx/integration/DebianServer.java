/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

/**
 * Postfix, Exim, Dovecot, aiosmtpd, Cyrus or a proxy, started by the scripts in {@code src/test/servers} on its first
 * use and ended with the JVM. Where it cannot be started, tests that ask for it are skipped, with one line that says
 * why; with {@code SMTPX_REQUIRE_SERVERS=true} in the environment they fail. {@code SMTPX_SERVERS=none} hides servers
 * that are prepared.
 */
final class DebianServer implements Peer {

    private static final Path SCRIPTS = Path.of("src/test/servers").toAbsolutePath();
    private static final Path DIRECTORY = Path.of("target/servers").toAbsolutePath();

    private static final Map<String, DebianServer> SERVERS = Stream
            .of("postfix", "exim", "dovecot", "aiosmtpd", "cyrus", "dante", "tinyproxy", "haproxy")
            .collect(toUnmodifiableMap(name -> name, DebianServer::new));

    private final String name;
    private final Path directory;
    private final Mails mails = new Mails();
    private boolean tried;
    private String obstacle = "";
    private int port;

    private DebianServer(String name) {
        this.name = name;
        this.directory = DIRECTORY.resolve(name);
    }

    static DebianServer postfix() {
        return named("postfix");
    }

    static DebianServer exim() {
        return named("exim");
    }

    static DebianServer named(String name) {
        return Objects.requireNonNull(SERVERS.get(name), name).started();
    }

    @Override
    public String name() {
        return name;
    }

    /** Takes everything, with generous limits. */
    @Override
    public int port() {
        return port;
    }

    /** The same under TLS from the start. */
    @Override
    public int tlsPort() {
        return port + 1;
    }

    /** Has small limits; Dovecot and Cyrus have no such port. */
    int strictPort() {
        return port + 2;
    }

    /** Behind postscreen; Postfix alone has it. */
    int screenedPort() {
        return port + 3;
    }

    /** Closes after twenty errors, as Postfix does by default; Postfix alone has it. */
    int usualPort() {
        return port + 4;
    }

    /** Where LMTP is spoken; Dovecot, aiosmtpd and Cyrus have it. */
    int lmtpPort() {
        return switch (name) {
            case "dovecot" -> port + 2;
            case "aiosmtpd" -> port + 3;
            default -> port;
        };
    }

    /** Where LMTP is spoken; Dovecot and Cyrus have it. */
    Path unixSocket() {
        return directory.resolve("lmtp");
    }

    /** The port of the recorder, to which mail goes on. */
    int nextHop() {
        return port + 9;
    }

    /** Serves three connections of a client; Exim takes 50 messages on each, Postfix ten new ones in five seconds. */
    int limitedPort() {
        return port + 5;
    }

    /** Accepts 200 messages of a client in five seconds; Postfix alone has it. */
    int pacedPort() {
        return port + 6;
    }

    @Override
    public Mails mails() {
        return mails;
    }

    /** Where the script {@code prepare} unpacks. */
    static Path cache() {
        return System.getenv("SMTPX_SERVERS") != null
                ? Path.of(System.getenv("SMTPX_SERVERS"))
                : Path.of(System.getProperty("user.home"), ".cache/camel-smtpx-servers");
    }

    /** Whether what is not prepared fails the tests, which otherwise are skipped. */
    static boolean required() {
        return "true".equals(System.getenv("SMTPX_REQUIRE_SERVERS"));
    }

    /** The packages and their versions. */
    String version() {
        try {
            return Files.readAllLines(cache().resolve(name).resolve("versions")).stream().collect(joining(", "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where mail for {@code user@local.test} or {@code other@local.test} comes in. */
    Path newMailOf(String user) {
        return directory.resolve("home").resolve(user).resolve("Maildir/new");
    }

    Path log(String file) {
        return directory.resolve("log").resolve(file);
    }

    /** Ends the server with all its processes, as a machine that fails does; mail that it had accepted stays. */
    void kill() {
        run("stop", directory.toString());
    }

    /** Starts it again after {@link #kill()}, on the same ports. */
    void restart() {
        run("start-" + name, directory.toString(), Integer.toString(port));
    }

    private synchronized DebianServer started() {
        if (!tried) {
            tried = true;
            start();
        }
        ServerTally.used(name);
        if (!obstacle.isEmpty()) {
            if (required()) {
                Assertions.fail(obstacle);
            }
            Assumptions.abort(obstacle);
        }
        return this;
    }

    private void start() {
        try {
            port = freePorts();
            kill();
            clear();
            PrivateCa.in(DIRECTORY.resolve("tls")).copyTo(directory.resolve("tls"));
            restart();
            Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
            Recorder.on(nextHop(), mails);
            System.out.println("[servers] " + name + ": " + version() + " on port " + port);
        } catch (IllegalStateException | IOException | GeneralSecurityException e) {
            obstacle = "not tested with " + name + ": " + e.getMessage();
            System.out.println("[servers] " + obstacle);
        }
    }

    /** Removes what an earlier run of the tests left, queue and caches included. */
    private void clear() throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void run(String script, String... arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder(SCRIPTS.resolve(script).toString());
            builder.command().addAll(List.of(arguments));
            Path log = Files.createTempFile("server", ".log");
            Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            int status = process.waitFor();
            String said = Files.readString(log).strip();
            Files.delete(log);
            if (status != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first of ten consecutive unused ports. */
    private static int freePorts() throws IOException {
        for (int first = 20_000 + (int) (ProcessHandle.current().pid() % 1000) * 10; first < 32_000; first += 10) {
            if (allFree(first)) {
                return first;
            }
        }
        throw new IOException("no ten free ports in a row");
    }

    private static boolean allFree(int first) {
        for (int port = first; port < first + 10; port++) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                probe.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
