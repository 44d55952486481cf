/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/** Prints deliveries as they come, but in the order the messages were named. For many threads. */
final class Report {

    private final PrintStream out;
    private final Style style;
    private final Table table;
    private final Queue<String> due;
    private final Map<String, Delivery> early = new HashMap<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    Report(PrintStream out, Style style, List<String> messages) {
        this.out = out;
        this.style = style;
        this.table = new Table(style);
        this.due = new ArrayDeque<>(messages);
    }

    synchronized void begin(String title) {
        out.println(style.bold(title));
        out.println();
        table.head().forEach(out::println);
    }

    synchronized void add(Delivery delivery) {
        deliveries.add(delivery);
        notifyAll();
        early.put(delivery.message(), delivery);
        for (Delivery next = next(); next != null; next = next()) {
            table.rows(next).forEach(out::println);
        }
    }

    /** Waits until so many messages have been reported, or until none was for so long. */
    synchronized void await(int messages, Duration patience) throws InterruptedException {
        while (deliveries.size() < messages) {
            int before = deliveries.size();
            wait(patience.toMillis());
            if (deliveries.size() == before) {
                return;
            }
        }
    }

    /** Below the table: totals, and the messages of which nothing was heard. */
    synchronized void end(Duration time) {
        early.values().forEach(left -> table.rows(left).forEach(out::println));
        out.println(table.rule());
        out.printf(Locale.ROOT, "%d messages in %.1f s: %s%n", deliveries.size(), time.toMillis() / 1e3, fates());
        missing().forEach(name -> bad(name + ": no outcome"));
    }

    /** The last lines: each difference, or the one good line. */
    synchronized void verdict(String good, List<String> differences) {
        differences.forEach(this::bad);
        if (differences.isEmpty() && missing().isEmpty()) {
            out.println(style.paint(Style.Colour.GREEN, style.good() + " " + good));
        }
    }

    /** The messages not yet reported. */
    synchronized List<String> missing() {
        return due.stream().filter(name -> !early.containsKey(name)).toList();
    }

    synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    private void bad(String line) {
        out.println(style.paint(Style.Colour.RED, style.bad() + " " + Columns.printable(line)));
    }

    private @Nullable Delivery next() {
        String name = due.peek();
        Delivery delivery = name == null ? null : early.remove(name);
        if (delivery != null) {
            due.remove();
        }
        return delivery;
    }

    private String fates() {
        List<String> counts = new ArrayList<>();
        for (Delivery.Fate fate : Delivery.Fate.values()) {
            long count = deliveries.stream().flatMap(d -> d.recipients().stream()).filter(r -> r.fate() == fate).count();
            if (count > 0) {
                counts.add(count + " " + fate.name().toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", counts);
    }
}
