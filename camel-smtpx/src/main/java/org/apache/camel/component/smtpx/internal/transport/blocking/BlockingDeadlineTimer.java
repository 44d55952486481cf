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

    /** Begins anew with this wait. */
    void arm(TimeoutKind next) {
        long nanos = deadlines.nanos(next);
        due = timers.nanoTime() + nanos;
        kind = next;
        // Whoever rings now has either left the timer running, or sees what was just set.
        if (!running || timerDue - due > 0) {
            schedule(nanos);
        }
    }

    /** Nothing is waited for. */
    void disarm() {
        kind = null;
    }

    /** Clears it for good. */
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
