/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.camelsmtpx.examples.kit.Terminal.Colour;

/** A table of messages: a line for each, and one below it for each recipient. */
public final class Table {

    private static final int WIDTH = 110;
    private static final int RECIPIENT = 40;
    private static final int REPLY = 52;

    private final Terminal terminal;
    private final Map<String, Integer> fates = new LinkedHashMap<>();
    private final Map<String, String> explanations = new TreeMap<>();
    private final long start = System.nanoTime();
    private int messages;

    public Table(Terminal terminal) {
        this.terminal = terminal;
    }

    public void head() {
        print("%-75s  %9s  %-10s  %9s", "Message", "Size", "Plan", "Time");
        print("    %-40s  %-9s  %s", "Recipient", "Outcome", "Reply");
        rule();
    }

    /**
     * A message; its recipients follow.
     *
     * @param octets -1 if the size is not known
     */
    public void message(String name, long octets, String plan, Duration time) {
        messages++;
        String millis = String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
        print("%-75s  %9s  %-10s  %9s", cut(name, 75), size(octets), plan, millis);
    }

    /** A recipient of the last message. */
    public void recipient(String address, String fate, String reply) {
        fates.merge(fate, 1, Integer::sum);
        String mark = switch (fate) {
            case "DELIVERED" -> terminal.good();
            case "UNKNOWN" -> "?";
            default -> terminal.bad();
        };
        Colour colour = switch (fate) {
            case "DELIVERED" -> Colour.GREEN;
            case "REJECTED" -> Colour.RED;
            default -> Colour.YELLOW;
        };
        String outcome = String.format("%-9s", fate.toLowerCase(Locale.ROOT));
        print("  %s %-40s  %s  %s", mark, cut(address, RECIPIENT), terminal.paint(colour, outcome), cut(reply, REPLY));
    }

    /** Explains a word of the table below it, once. */
    public void explain(String word, String text) {
        explanations.put(word, text);
    }

    public void end() {
        rule();
        print("%d messages in %.1f s: %s", messages, (System.nanoTime() - start) / 1e9,
                fates.toString().replaceAll("[{}]", "").replaceAll("(\\w+)=(\\d+)", "$2 $1").toLowerCase(Locale.ROOT));
        explanations.forEach((word, text) -> print("%-11s %s", word, text));
    }

    private void rule() {
        terminal.out().println(terminal.paint(Colour.GREY, terminal.rule(WIDTH)));
    }

    private void print(String format, Object... values) {
        terminal.out().println(String.format(Locale.ROOT, format, values).stripTrailing());
    }

    /** At most so many characters, and none that moves the cursor. */
    private static String cut(String text, int length) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
        return line.length() <= length ? line : line.substring(0, length - 3) + "...";
    }

    private static String size(long octets) {
        if (octets < 1000) {
            return octets < 0 ? "-" : octets + " B";
        }
        boolean large = octets >= 999_950;
        return String.format(Locale.ROOT, "%.1f %s", octets / (large ? 1e6 : 1e3), large ? "MB" : "kB");
    }
}
