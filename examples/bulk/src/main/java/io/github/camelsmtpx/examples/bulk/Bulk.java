/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.camelsmtpx.examples.kit.Arguments;
import io.github.camelsmtpx.examples.kit.Progress;
import io.github.camelsmtpx.examples.kit.Terminal;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Sends a mail to everybody in a CSV, and writes what became of each. See README.md. */
public final class Bulk {

    private static final List<String> KNOWN = List.of("server", "csv", "template", "result", "from", "retry-unknown");

    private static final long PATIENCE_SECONDS = 60;

    private final Arguments arguments;
    private final Path csv;
    private final Terminal terminal = Terminal.ofThisProcess();
    /** What is begun and has no outcome yet is bounded, so that a kill leaves few unknown. */
    private final Semaphore places = new Semaphore(BulkRoute.IN_FLIGHT);
    private volatile boolean stopping;

    private Bulk(Arguments arguments) {
        this.arguments = arguments;
        this.csv = Path.of(arguments.text("csv", "recipients.csv"));
    }

    /** Exits with 0 when every recipient has an outcome, 1 when not, 2 when it could not begin. */
    public static void main(String... words) {
        CountDownLatch ended = new CountDownLatch(1);
        int code = 2;
        try {
            Bulk bulk = new Bulk(new Arguments(KNOWN, words));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> bulk.endWell(ended)));
            code = bulk.run() ? 0 : 1;
        } catch (Exception e) {
            System.err.println("bulk: " + e.getMessage());
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    /** Asked to stop (Ctrl-C), it begins no further mail, and takes down what became of those under way. */
    private void endWell(CountDownLatch ended) {
        stopping = true;
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run() throws Exception {
        if (!Files.exists(csv)) {
            throw new IOException("there is no " + csv);
        }
        int total = Recipients.count(csv);
        Path result = Path.of(arguments.text("result", "result.csv"));
        try (Journal journal = Journal.open(result, Boolean.parseBoolean(arguments.text("retry-unknown", "false")))) {
            if (journal.settled() > 0) {
                terminal.out().printf(Locale.ROOT, "%,d recipients have an outcome already and are left out.%n",
                        journal.settled());
            }
            send(journal, total);
            return journal.settled() == total;
        }
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
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            main.start();
            Progress progress = new Progress(terminal, total, journal.settled(), journal::count);
            clock.scheduleAtFixedRate(progress::show, 100, 100, TimeUnit.MILLISECONDS);
            try {
                feed(main.getCamelTemplate(), journal);
            } finally {
                places.acquire(BulkRoute.IN_FLIGHT);
            }
            clock.shutdown();
            clock.awaitTermination(5, TimeUnit.SECONDS);
            progress.end();
        } finally {
            clock.shutdownNow();
            main.stop();
        }
    }

    private void feed(ProducerTemplate route, Journal journal) throws IOException {
        Recipients.read(csv, row -> {
            places.acquireUninterruptibly();
            boolean sent = false;
            try {
                if (!stopping && journal.begin(row.getOrDefault(Recipients.ADDRESS, ""))) {
                    route.sendBody(BulkRoute.IN, row);
                    sent = true;
                }
            } finally {
                if (!sent) {
                    places.release();
                }
            }
            return !stopping;
        });
    }
}
