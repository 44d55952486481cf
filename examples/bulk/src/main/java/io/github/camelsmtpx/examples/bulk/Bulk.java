/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.camelsmtpx.examples.kit.Arguments;
import io.github.camelsmtpx.examples.kit.Csv;
import io.github.camelsmtpx.examples.kit.Progress;
import io.github.camelsmtpx.examples.kit.Terminal;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Sends a mail to each recipient in a CSV, and writes the outcomes. See README.md. */
public final class Bulk {

    private static final List<String> KNOWN = List.of("server", "csv", "template", "result", "from", "retry-unknown");
    private static final String ADDRESS = "address";
    private static final long PATIENCE_SECONDS = 60;

    private final Arguments arguments;
    private final Path csv;
    /** Bounds the mails in flight, so that a kill leaves few unknown. */
    private final Semaphore places = new Semaphore(BulkRoute.IN_FLIGHT);
    private volatile boolean stopping;

    private Bulk(Arguments arguments) {
        this.arguments = arguments;
        this.csv = Path.of(arguments.text("csv", "recipients.csv"));
    }

    /** Exits with 0 when every recipient has an outcome, 1 when not, 2 when it could not begin. */
    public static void main(String... words) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        int code = 2;
        try {
            Bulk bulk = new Bulk(new Arguments(KNOWN, words));
            // Ctrl-C begins no further mail, and waits for the outcomes of those in flight.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                bulk.stopping = true;
                ended.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            }));
            code = bulk.run() ? 0 : 1;
        } catch (Exception e) {
            System.err.println("bulk: " + e.getMessage());
        } finally {
            ended.complete(null);
        }
        System.exit(code);
    }

    private boolean run() throws Exception {
        if (!Files.exists(csv)) {
            throw new IOException("there is no " + csv);
        }
        int total = count(csv);
        Path result = Path.of(arguments.text("result", "result.csv"));
        try (Journal journal = Journal.open(result, Boolean.parseBoolean(arguments.text("retry-unknown", "false")))) {
            send(journal, total);
            if (journal.count("UNKNOWN") > 0) {
                System.out
                        .println("UNKNOWN mails were sent, but the connection or this program ended before the reply: they may "
                                 + "have arrived. The next run leaves them out, unless with --retry-unknown true.");
            }
            return journal.settled() == total;
        }
    }

    /** Different addresses; also finds what is wrong with the file, before a mail is sent. */
    static int count(Path csv) throws IOException {
        Set<String> addresses = new HashSet<>();
        Csv.readTable(csv, ADDRESS, row -> {
            addresses.add(Journal.key(row.getOrDefault(ADDRESS, "")));
            return true;
        });
        return addresses.size();
    }

    private void send(Journal journal, int total) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new BulkRoute(
                arguments.text("server", "localhost:25"), arguments.text("from", "news@example.com"),
                Path.of(arguments.text("template", "template.txt")), row -> {
                    try {
                        journal.end(row);
                    } finally {
                        places.release();
                    }
                }));
        main.start();
        Progress progress = new Progress(Terminal.ofThisProcess(), total, journal.settled(), journal::count);
        try {
            feed(main.getCamelTemplate(), journal);
        } finally {
            progress.close();
            main.stop();
        }
    }

    /** Returns when no mail is in flight. */
    private void feed(ProducerTemplate route, Journal journal) throws IOException {
        try {
            Csv.readTable(csv, ADDRESS, row -> {
                if (!stopping && journal.begin(row.getOrDefault(ADDRESS, ""))) {
                    places.acquireUninterruptibly();
                    route.sendBody(BulkRoute.IN, row);
                }
                return !stopping;
            });
        } finally {
            places.acquireUninterruptibly(BulkRoute.IN_FLIGHT);
        }
    }
}
