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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Facts about attempts, in one partition that all instances write and read. An instance claims an attempt before it
 * sends the mail. The first claim in the partition wins, and each instance reads the partition to see which one that
 * is. Facts are never withdrawn, and each has a key of its own, so that compaction loses none. Thread-safe.
 *
 * <pre>
 * 0 59b8c3a6-… mail-7     attempt 0 of mail-7 is claimed with this token
 * 0 NEXT mail-7           attempt 0 is over, attempt 1 is in the topic mails-later
 * 1 DONE mail-7           mail-7 was delivered or rejected, or is given up; there is no further attempt
 * </pre>
 */
final class SentLog {

    /**
     * The result of a claim: send the mail; another claim won, and its fate is not known; nothing remains to be done.
     */
    enum Claim {
        WON,
        LOST,
        OVER
    }

    /** The highest attempt of a mail; an empty token if it is not claimed yet. */
    private record State(int attempt, String token) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(SentLog.class);
    static final String DONE = "DONE";
    static final String NEXT = "NEXT";
    private static final State NEW = new State(0, "");

    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> claims = new ConcurrentHashMap<>();
    private final Consumer<String> writer;
    private final Duration patience;
    private final Runnable unreadable;

    /**
     * @param writer     returns when the fact is stored
     * @param patience   how long a stored claim may take until it is read
     * @param unreadable runs when it takes longer; the instance has to end then
     */
    SentLog(Consumer<String> writer, Duration patience, Runnable unreadable) {
        this.writer = writer;
        this.patience = patience;
        this.unreadable = unreadable;
    }

    /** Claims an attempt. All facts before the claim are read when this returns. */
    Claim claim(String id, int attempt) throws InterruptedException {
        String token = UUID.randomUUID().toString();
        if (!isClaimed(id, attempt)) {
            CountDownLatch read = new CountDownLatch(1);
            claims.put(token, read);
            try {
                writer.accept(attempt + " " + token + " " + id);
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
        State state = states.getOrDefault(id, NEW);
        if (attempt < state.attempt) {
            return Claim.OVER;
        }
        return attempt == state.attempt && state.token.equals(token) ? Claim.WON : Claim.LOST;
    }

    /** Whether a new claim of this attempt cannot win. */
    private boolean isClaimed(String id, int attempt) {
        State state = states.getOrDefault(id, NEW);
        return attempt < state.attempt || attempt == state.attempt && !state.token.isEmpty();
    }

    /** The next attempt is in the topic mails-later. */
    void next(String id, int attempt) {
        writer.accept(attempt + " " + NEXT + " " + id);
    }

    /** The mail was delivered or rejected, or is given up. */
    void done(String id, int attempt) {
        writer.accept(attempt + " " + DONE + " " + id);
    }

    /** Takes note of a fact; the same one may come again, all of them in order. */
    void read(@Nullable String fact) {
        String[] words = fact == null ? new String[0] : fact.split(" ", 3);
        if (words.length < 3 || !words[0].matches("[0-9]{1,9}")) {
            LOG.warn("A record is no fact: {}", fact);
            return;
        }
        int attempt = Integer.parseInt(words[0]);
        State found = switch (words[1]) {
            case DONE -> new State(Integer.MAX_VALUE, DONE);
            case NEXT -> new State(attempt + 1, "");
            default -> new State(attempt, words[1]);
        };
        states.merge(words[2], found, (known, added) -> added.attempt > known.attempt
                || added.attempt == known.attempt && known.token.isEmpty() ? added : known);
        CountDownLatch claim = claims.get(words[1]);
        if (claim != null) {
            claim.countDown();
        }
    }
}
