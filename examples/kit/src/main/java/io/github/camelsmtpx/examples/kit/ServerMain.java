/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The server as a process of its own, until it is killed. */
public final class ServerMain {

    private static final List<String> KNOWN = List.of("port", "ledger", "maildir", "latency", "defer-while", "ready");

    private ServerMain() {
    }

    /**
     * {@code --port N} (any that is free), {@code --ledger FILE}, whose recipients are known after a restart,
     * {@code --maildir FOLDER}, {@code --latency MILLIS}, {@code --defer-while FILE} to refuse everything for now as
     * long as that file exists, and {@code --ready FILE}, in which the server writes its address when it listens.
     */
    public static void main(String... words) throws Exception {
        Arguments arguments = new Arguments(KNOWN, words);
        Reception reception = Reception.NOWHERE;
        Set<String> known = Set.of();
        if (arguments.has("ledger")) {
            Path ledger = Path.of(arguments.text("ledger", ""));
            known = Ledger.copies(ledger).keySet();
            reception = Ledger.open(ledger);
        }
        if (arguments.has("maildir")) {
            reception = reception.and(new Maildir(Path.of(arguments.text("maildir", ""))));
        }
        MailServer server = MailServer.start(
                arguments.number("port", 0), Duration.ofMillis(arguments.number("latency", 0)),
                arguments.has("defer-while") ? Path.of(arguments.text("defer-while", "")) : null, known, reception);
        if (arguments.has("ready")) {
            Path ready = Path.of(arguments.text("ready", ""));
            Path part = ready.resolveSibling(ready.getFileName() + ".part");
            Files.writeString(part, server.address() + "\n");
            Files.move(part, ready, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        Thread.currentThread().join();
    }
}
