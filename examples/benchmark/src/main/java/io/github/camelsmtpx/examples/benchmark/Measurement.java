/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One scenario with all contenders. The rounds are interleaved, each beginning with another contender, so that what
 * else happens on the machine happens to all of them; the first round only warms up.
 */
final class Measurement {

    /** Mails per second: the median of the rounds, the slowest and the fastest. */
    record Rate(double median, double least, double most) {

        static Rate of(List<Double> rounds) {
            double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Rate(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    private final Scenario scenario;
    private final List<Contender> contenders;
    private long sent;

    Measurement(Scenario scenario, List<Contender> contenders) {
        this.scenario = scenario;
        this.contenders = contenders;
    }

    /** All rates by the names of the contenders. */
    Map<String, Rate> run(int rounds, long millis, Runnable roundDone) throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        contenders.forEach(contender -> rates.put(contender.name(), new ArrayList<>()));
        ExecutorService senders = Executors.newFixedThreadPool(scenario.senders());
        try {
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < contenders.size(); i++) {
                    Contender contender = contenders.get((i + round) % contenders.size());
                    double rate = round(contender, senders, millis);
                    if (round > 0) {
                        Objects.requireNonNull(rates.get(contender.name())).add(rate);
                    }
                    roundDone.run();
                }
            }
        } finally {
            senders.shutdownNow();
        }
        Map<String, Rate> result = new LinkedHashMap<>();
        rates.forEach((name, all) -> {
            if (!all.isEmpty()) {
                result.put(name, Rate.of(all));
            }
        });
        return result;
    }

    /** Mails sent in all rounds so far. */
    long sent() {
        return sent;
    }

    private double round(Contender contender, ExecutorService senders, long millis) throws Exception {
        String text = scenario.text();
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        Callable<Integer> sender = () -> {
            int count = 0;
            while (System.nanoTime() < end) {
                contender.send(text);
                count++;
            }
            return count;
        };
        int count = 0;
        for (Future<Integer> done : senders.invokeAll(Collections.nCopies(scenario.senders(), sender))) {
            count += done.get();
        }
        sent += count;
        return count / ((System.nanoTime() - start) / 1e9);
    }
}
