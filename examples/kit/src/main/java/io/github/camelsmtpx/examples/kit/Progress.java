/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.github.camelsmtpx.examples.kit.Terminal.Colour;

/** The bar: how much, how fast, how long still. On a terminal it moves; in a file it is a line for each tenth. */
public final class Progress implements AutoCloseable {

    private static final int COLUMNS = 28;

    private final Terminal terminal;
    private final int total;
    private final int before;
    private final long start = System.nanoTime();
    private final ToIntFunction<String> fate;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int tenths;

    /**
     * Starts the clock, and shows itself until it is closed.
     *
     * @param before how many of all have an outcome already
     * @param fate   how many have the outcome of this name
     */
    public Progress(Terminal terminal, int total, int before, ToIntFunction<String> fate) {
        this.terminal = terminal;
        this.total = total;
        this.before = before;
        this.fate = fate;
        this.tenths = 10 * before / Math.max(1, total);
        if (before > 0) {
            terminal.out().printf(Locale.ROOT, "%,d recipients have an outcome already and are left out.%n", before);
        }
        clock.scheduleAtFixedRate(this::show, 100, 100, TimeUnit.MILLISECONDS);
    }

    private void show() {
        int done = settled();
        int now = (int) (10L * done / Math.max(1, total));
        if (terminal.live()) {
            terminal.show(line(done));
        } else if (now > tenths) {
            tenths = now;
            terminal.out().println(line(done));
        }
    }

    private String line(int done) {
        double seconds = seconds();
        double rate = (done - before) / seconds;
        String left = rate > 0 ? time((total - done) / rate) : "-";
        return String.format(Locale.ROOT, "%s %3.0f %%  %,d of %,d  %,.0f/s  ETA %s  %s",
                terminal.bar((double) done / total, COLUMNS),
                100.0 * done / total, done, total, rate, left, fates());
    }

    /** Shows the last line, which stays. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terminal.clear();
        int done = settled();
        terminal.out().printf(Locale.ROOT, "%,d of %,d recipients have an outcome; %,d in this run, in %.1f s (%,.0f/s): %s%n",
                done,
                total, done - before, seconds(), (done - before) / seconds(), fates());
    }

    private int settled() {
        return Stream.of("DELIVERED", "REJECTED", "FAILED", "UNKNOWN").mapToInt(fate).sum();
    }

    private String fates() {
        return terminal.paint(Colour.GREEN, fate.applyAsInt("DELIVERED") + " delivered") + ", "
               + terminal.paint(Colour.RED, fate.applyAsInt("REJECTED") + " rejected") + ", "
               + terminal.paint(Colour.YELLOW,
                       fate.applyAsInt("FAILED") + " failed, " + fate.applyAsInt("UNKNOWN") + " unknown");
    }

    private double seconds() {
        return Math.max(1e-3, (System.nanoTime() - start) / 1e9);
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60 ? whole + " s" : whole / 60 + ":" + String.format(Locale.ROOT, "%02d", whole % 60) + " min";
    }
}
