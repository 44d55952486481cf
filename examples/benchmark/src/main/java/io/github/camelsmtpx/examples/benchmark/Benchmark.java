/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.camelsmtpx.examples.kit.Arguments;
import io.github.camelsmtpx.examples.kit.MailServer;
import io.github.camelsmtpx.examples.kit.Reception;
import io.github.camelsmtpx.examples.kit.Terminal;
import io.github.camelsmtpx.examples.kit.Terminal.Colour;

/** Measures, prints a table and writes a page. See README.md. */
public final class Benchmark {

    private static final List<String> KNOWN = List.of("host", "port", "from", "to", "rounds", "millis", "warm-up", "page");

    private final Arguments arguments;
    private final Terminal terminal = Terminal.ofThisProcess();
    private final Map<Scenario, Map<String, Measurement.Rate>> results = new LinkedHashMap<>();
    private boolean good = true;

    private Benchmark(Arguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Exits with 0 when every mail was accepted, 1 when the server counted otherwise, 2 when it could not be measured.
     */
    public static void main(String... words) {
        int code = 2;
        try {
            code = new Benchmark(new Arguments(KNOWN, words)).run() ? 0 : 1;
        } catch (Exception e) {
            System.err.println("benchmark: " + e.getMessage());
        }
        System.exit(code);
    }

    private boolean run() throws Exception {
        if (arguments.has("host") && !(arguments.has("from") && arguments.has("to"))) {
            throw new IllegalArgumentException("--host needs --from and --to: whose mail is it, and who shall get it?");
        }
        List<Scenario> scenarios = arguments.has("host") ? Scenario.REAL : Scenario.EMBEDDED;
        terminal.out().println(paint("Mails per second") + ", median of " + rounds() + " interleaved rounds of " + millis()
                               + " ms, with the slowest and the fastest");
        warmUp();
        for (Scenario scenario : scenarios) {
            if (arguments.has("host")) {
                measure(scenario, new Target(
                        arguments.text("host", ""), arguments.number("port", 25), arguments.text("from", ""),
                        arguments.text("to", "")));
            } else {
                embedded(scenario);
            }
        }
        Path page = Path.of(arguments.text("page", "benchmark.html")).toAbsolutePath();
        Files.writeString(page, Page.of(results, machine()));
        terminal.out().println();
        terminal.verdict(good,
                good ? "as many mails accepted as sent; the picture is in " + page : "the server counted otherwise");
        return good;
    }

    /** Code that has not run often is slow; so all of it runs for some seconds before anything is measured. */
    private void warmUp() throws Exception {
        int millis = 1000 * arguments.number("warm-up", 5);
        terminal.show("warming up");
        try (MailServer server = MailServer.start(Duration.ZERO, Reception.NOWHERE)) {
            Target target = new Target("127.0.0.1", server.port(), "ann@example.com", "bob@example.org");
            try (Contender smtpx = CamelContender.smtpx(target, 8);
                 Contender camelMail = CamelContender.camelMail(target);
                 Contender angus = new AngusContender(target)) {
                new Measurement(Scenario.EMBEDDED.get(1), List.of(smtpx, camelMail, angus)).run(0, millis, () -> {
                });
            }
        }
        terminal.clear();
    }

    private void embedded(Scenario scenario) throws Exception {
        LongAdder accepted = new LongAdder();
        Duration latency = Duration.ofMillis(scenario.latencyMillis());
        try (MailServer server = MailServer.start(latency, (id, message) -> accepted.increment())) {
            long sent = measure(scenario, new Target("127.0.0.1", server.port(), "ann@example.com", "bob@example.org"));
            good &= sent == accepted.sum();
        }
    }

    private long measure(Scenario scenario, Target target) throws Exception {
        try (Contender smtpx = CamelContender.smtpx(target, Math.min(8, scenario.senders()));
             Contender camelMail = CamelContender.camelMail(target);
             Contender angus = new AngusContender(target)) {
            int[] done = new int[1];
            Measurement measurement = new Measurement(scenario, List.of(smtpx, camelMail, angus));
            Map<String, Measurement.Rate> rates = measurement.run(rounds(), millis(), () -> terminal.show(
                    terminal.bar(++done[0] / (3.0 * (rounds() + 1)), 20) + " " + scenario.name()));
            terminal.clear();
            results.put(scenario, rates);
            row(scenario, rates);
            return measurement.sent();
        }
    }

    private void row(Scenario scenario, Map<String, Measurement.Rate> rates) {
        terminal.out().println("\n" + paint(scenario.name()));
        double most = rates.values().stream().mapToDouble(Measurement.Rate::median).max().orElse(1);
        rates.forEach(
                (name, rate) -> terminal.out().printf(Locale.ROOT, "  %-24s %8.0f  %s  %.0f to %.0f%n", name, rate.median(),
                        terminal.bar(rate.median() / most, 30), rate.least(), rate.most()));
    }

    private String paint(String text) {
        return terminal.paint(Colour.BOLD, text);
    }

    private int rounds() {
        return Math.max(1, arguments.number("rounds", 5));
    }

    private int millis() {
        return Math.max(50, arguments.number("millis", 1000));
    }

    private String machine() {
        return "Measured on " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
               + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version().feature() + "; "
               + rounds()
               + " rounds of " + millis() + " ms, after " + arguments.number("warm-up", 5) + " s of warming up. "
               + (arguments.has("host")
                       ? "The server was one of the user's." : "The server shares the processors with the senders.");
    }
}
