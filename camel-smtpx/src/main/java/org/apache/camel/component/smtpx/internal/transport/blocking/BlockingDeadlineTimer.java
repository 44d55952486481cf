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
 * The deadline of a blocking connection. It fires on a thread of the timers; one thread at a time arms it.
 */
final class BlockingDeadlineTimer {

    private final Timers timers;
    private final Timeouts deadlines;
    private final Consumer<Failure> onTimeout;
    private volatile @Nullable TimeoutKind kind;
    private volatile long due;
    private volatile boolean running;
    private volatile long timerDue;
    /** Guarded by this. */
    private @Nullable Future<?> timer;

    BlockingDeadlineTimer(Timers timers, Timeouts deadlines, Consumer<Failure> whenDue) {
        this.timers = timers;
        this.deadlines = deadlines;
        this.onTimeout = whenDue;
    }

    /** Restarts the deadline with this timeout. */
    void arm(TimeoutKind next) {
        long nanos = deadlines.nanos(next);
        due = timers.nanoTime() + nanos;
        kind = next;
        // {@code due} is written before {@code running} is read, so a concurrent timer either reschedules or is still running.
        if (!running || timerDue - due > 0) {
            schedule(nanos);
        }
    }

    /** Clears the deadline; the scheduled task stays and does nothing. */
    void disarm() {
        kind = null;
    }

    /** Clears the deadline and cancels its task. */
    synchronized void cancel() {
        kind = null;
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
        timer = timers.schedule(this::onTimer, Duration.ofNanos(nanos));
    }

    private void onTimer() {
        running = false;
        TimeoutKind over = kind;
        if (over == null) {
            return;
        }
        long left = due - timers.nanoTime();
        if (left > 0) {
            schedule(left);
        } else {
            onTimeout.accept(ConnectionFailures.timeout(over, deadlines));
        }
    }
}
