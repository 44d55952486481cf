/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Facts about attempts, in one partition that all instances write and read. An instance claims an attempt before it
 * sends the mail; the first claim in the partition wins. Facts are never withdrawn, and each has a key of its own, so
 * that compaction loses none: {@code 0 59b8c3a6-… mail-7} claims attempt 0 of mail-7 with a token, NEXT in place of the
 * token ends the attempt, and DONE the mail. Thread-safe.
 */
final class SentLog {

    /** Send the mail; another claim won, and its fate is not known; nothing remains to be done. */
    enum Claim {
        WON,
        LOST,
        OVER
    }

    /** The highest attempt of a mail; an empty token if it is not claimed yet. */
    private record State(int attempt, String token) {
    }

    static final String DONE = "DONE";
    static final String NEXT = "NEXT";

    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> claims = new ConcurrentHashMap<>();
    private final Consumer<String> writer;
    private final Duration patience;
    private final Runnable unreadable;

    /** The writer returns when a fact is stored. An instance that does not read its claim in time has to end. */
    SentLog(Consumer<String> writer, Duration patience, Runnable unreadable) {
        this.writer = writer;
        this.patience = patience;
        this.unreadable = unreadable;
    }

    /** Claims an attempt, unless a claim cannot win. All facts before the claim are read when this returns. */
    Claim claim(String id, int attempt) throws InterruptedException {
        String token = UUID.randomUUID().toString();
        State state = states.getOrDefault(id, new State(0, ""));
        if (attempt > state.attempt || attempt == state.attempt && state.token.isEmpty()) {
            CountDownLatch read = new CountDownLatch(1);
            claims.put(token, read);
            try {
                write(attempt, token, id);
                if (!read.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    unreadable.run();
                    throw new IllegalStateException("a claim was stored, and not read for " + patience);
                }
            } finally {
                claims.remove(token);
            }
        }
        return claim(id, attempt, token);
    }

    /** What the facts that were read say of a claim. */
    Claim claim(String id, int attempt, String token) {
        State state = states.getOrDefault(id, new State(0, ""));
        return attempt < state.attempt ? Claim.OVER : state.equals(new State(attempt, token)) ? Claim.WON : Claim.LOST;
    }

    void write(int attempt, String fact, String id) {
        writer.accept(attempt + " " + fact + " " + id);
    }

    /** Reads a fact; the same one may come again, all of them in order. */
    void read(@Nullable String fact) {
        String[] words = String.valueOf(fact).split(" ", 3);
        if (words.length < 3 || !words[0].matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("no fact: " + fact);
        }
        int attempt = Integer.parseInt(words[0]);
        State found = switch (words[1]) {
            case DONE -> new State(Integer.MAX_VALUE, DONE);
            case NEXT -> new State(attempt + 1, "");
            default -> new State(attempt, words[1]);
        };
        states.merge(words[2], found, (known, added) -> added.attempt > known.attempt
                || added.attempt == known.attempt && known.token.isEmpty() ? added : known);
        claims.getOrDefault(words[1], new CountDownLatch(0)).countDown();
    }
}
