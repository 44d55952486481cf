/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.Timers;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The one deadline of a blocking connection: like the timer of a connection on an event loop, but it rings on another
 * thread than the one that sets it. One thread sets it at a time.
 */
final class BlockingDeadlineTimer {

    private final Timers timers;
    private final Timeouts deadlines;
    private final Consumer<Failure> whenDue;
    private volatile @Nullable TimeoutKind wait;
    private volatile long due;
    private volatile boolean running;
    private volatile long timerDue;
    /** Guarded by this. */
    private @Nullable Future<?> timer;

    BlockingDeadlineTimer(Timers timers, Timeouts deadlines, Consumer<Failure> whenDue) {
        this.timers = timers;
        this.deadlines = deadlines;
        this.whenDue = whenDue;
    }

    /** Begins anew with this wait. */
    void watch(TimeoutKind next) {
        long nanos = deadlines.nanos(next);
        due = timers.nanoTime() + nanos;
        wait = next;
        // Whoever rings now has either left the timer running, or sees what was just set.
        if (!running || timerDue - due > 0) {
            schedule(nanos);
        }
    }

    /** Nothing is waited for. */
    void rest() {
        wait = null;
    }

    /** Clears it for good. */
    synchronized void cancel() {
        wait = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private synchronized void schedule(long nanos) {
        long next = timers.nanoTime() + nanos;
        if (running && timerDue - next <= 0) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        timerDue = next;
        running = true;
        timer = timers.schedule(this::ring, Duration.ofNanos(nanos));
    }

    private void ring() {
        running = false;
        TimeoutKind over = wait;
        if (over == null) {
            return;
        }
        long left = due - timers.nanoTime();
        if (left > 0) {
            schedule(left);
        } else {
            whenDue.accept(ConnectionFailures.overdue(over, deadlines));
        }
    }
}
