/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What the server does at one point of a conversation instead of what it would do by itself. Made by the {@code on…}
 * methods of {@link SmtpxTestServer}; the newest rule that fits and is not used up counts.
 *
 * <pre>
 * server.onRecipient("bob@example.org").reply("550 5.1.1 no such user");
 * server.onContent().times(1).reply("451 4.3.0 try again");
 * server.on("MAIL").times(1).closeWith("421 4.3.2 going down");
 * server.on("EHLO").delay(Duration.ofSeconds(2));
 * server.onContent().hold(gate);
 * server.onContent().drop();
 * </pre>
 */
public final class Rule {

    /** Longer than any test should need: a forgotten latch must not hang a build. */
    private static final long HOLD_SECONDS = 60;

    private final String point;
    private final @Nullable Predicate<String> addresses;
    private int left = Integer.MAX_VALUE;
    private String @Nullable [] lines;
    private boolean drops;
    private long delay;
    private @Nullable CountDownLatch gate;
    private @Nullable CountDownLatch arrived;

    /** With {@code addresses}, only for those; they are tested in lower case. */
    Rule(String point, @Nullable Predicate<String> addresses) {
        this.point = point;
        this.addresses = addresses;
    }

    /** Only so many times; afterwards the rule is used up. */
    public synchronized Rule times(int count) {
        left = count;
        return this;
    }

    /**
     * Answers with this reply.
     *
     * @param replyLines one line as {@code 250 2.1.5 Ok}, or several of which the first begins with the code
     */
    public synchronized Rule reply(String... replyLines) {
        if (replyLines.length == 0 || !replyLines[0].matches("[2-5][0-9][0-9]( .*)?")) {
            throw new IllegalArgumentException("a reply begins with a code and a blank");
        }
        lines = replyLines.clone();
        return this;
    }

    /** Closes the connection without an answer. */
    public synchronized Rule drop() {
        drops = true;
        return this;
    }

    /** Answers, and closes the connection. */
    public Rule closeWith(String... replyLines) {
        return reply(replyLines).drop();
    }

    /** Lets so much time pass before anything else happens here. Ends early when the server is closed. */
    public synchronized Rule delay(Duration time) {
        delay = time.toMillis();
        return this;
    }

    /** Waits until the latch is open before anything else happens here. */
    public synchronized Rule hold(CountDownLatch latch) {
        gate = latch;
        return this;
    }

    /** Counts the latch down when the conversation comes here, before it is held. */
    public synchronized Rule signal(CountDownLatch latch) {
        arrived = latch;
        return this;
    }

    /** Uses the rule once if it fits. */
    synchronized boolean take(String where, @Nullable String about) {
        boolean fits = left > 0 && point.equals(where)
                && (addresses == null || about != null && addresses.test(about.toLowerCase(Locale.ROOT)));
        if (fits) {
            left--;
        }
        return fits;
    }

    void await() throws InterruptedException {
        CountDownLatch here;
        CountDownLatch closed;
        long time;
        synchronized (this) {
            here = arrived;
            closed = gate;
            time = delay;
        }
        if (here != null) {
            here.countDown();
        }
        TimeUnit.MILLISECONDS.sleep(time);
        if (closed != null && !closed.await(HOLD_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the latch at " + point + " was not opened for " + HOLD_SECONDS + " s");
        }
    }

    synchronized String @Nullable [] lines() {
        return lines;
    }

    synchronized boolean drops() {
        return drops;
    }
}
