/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.jspecify.annotations.Nullable;

/**
 * The server of the testkit, scripted so that the beginning of an address says what becomes of its mail: {@code gone},
 * {@code full}, {@code grey}, {@code lost}, {@code bounce}, {@code slow}; any other is accepted. See README.md.
 */
public final class MailServer implements AutoCloseable {

    private static final List<String> KNOWN = List.of("port", "ledger", "maildir", "latency", "defer-while", "ready");

    private final SmtpxTestServer server = new SmtpxTestServer().offersAlso("SMTPUTF8");
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private final Reception reception;

    private MailServer(Reception reception) {
        this.reception = reception;
        server.receiver(this::receive);
        server.onRecipient(address -> address.startsWith("grey") && seen.add(address))
                .reply("451 4.7.1 Greylisted, try again in a moment");
        server.onRecipient(address -> address.startsWith("full")).reply("452 4.2.2 Mailbox full, try again tomorrow");
        server.onRecipient(address -> address.startsWith("gone")).reply("550 5.1.1 No such mailbox here");
    }

    /**
     * Listens at a free port when this returns.
     *
     * @param latency   delays every reply, as if the server were far away
     * @param reception takes the messages
     */
    public static MailServer start(Duration latency, Reception reception) {
        MailServer started = new MailServer(reception);
        started.server.latency(latency).port();
        return started;
    }

    /**
     * A server in a process of its own, until it is killed: {@code --port N} (any that is free), {@code --ledger FILE},
     * {@code --maildir FOLDER}, {@code --latency MILLIS}, {@code --defer-while FILE} to defer all recipients as long as
     * that file exists, and {@code --ready FILE}, in which the server writes its address when it listens.
     */
    public static void main(String... words) throws Exception {
        Arguments arguments = new Arguments(KNOWN, words);
        Path ledger = Path.of(arguments.text("ledger", ""));
        Reception reception = arguments.has("ledger") ? Ledger.open(ledger) : Reception.NOWHERE;
        if (arguments.has("maildir")) {
            reception = reception.and(new Maildir(Path.of(arguments.text("maildir", ""))));
        }
        MailServer started = new MailServer(reception);
        if (arguments.has("ledger")) {
            // A reply is lost once, also when the server has been started again.
            started.seen.addAll(Ledger.copies(ledger).keySet());
        }
        if (arguments.has("defer-while")) {
            Path file = Path.of(arguments.text("defer-while", ""));
            started.server.onRecipient(address -> Files.exists(file)).reply("451 4.3.2 Out of order, try again later");
        }
        started.server.latency(Duration.ofMillis(arguments.number("latency", 0))).listensOn(arguments.number("port", 0))
                .port();
        if (arguments.has("ready")) {
            Path ready = Path.of(arguments.text("ready", ""));
            Path part = ready.resolveSibling(ready.getFileName() + ".part");
            Files.writeString(part, started.address() + "\n");
            Files.move(part, ready, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        Thread.currentThread().join();
    }

    /** {@code localhost:port} */
    public String address() {
        return server.address();
    }

    public int port() {
        return server.port();
    }

    /** What clients did against the protocol. */
    public List<String> violations() {
        return server.violations();
    }

    /** The reception has the message before the client knows. */
    private @Nullable String receive(ReceivedMessage message) {
        long id = ids.incrementAndGet();
        try {
            reception.accept(id, message);
            for (ReceivedMessage notification : Notifications.of(message)) {
                reception.accept(ids.incrementAndGet(), notification);
            }
        } catch (IOException e) {
            return "451 4.3.0 Could not be stored";
        }
        boolean lost = message.to().stream().anyMatch(address -> address.startsWith("lost") && seen.add(address));
        return lost ? null : "250 2.0.0 Stored as " + id;
    }

    @Override
    public void close() {
        server.close();
    }
}
