/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of a connection. Rearming is cheap: the scheduled task is moved only when it fires. Confined to the
 * connection's event loop.
 */
final class DeadlineTimer {

    private final EventLoop loop;
    private final LongSupplier clock;
    private final Timeouts deadlines;
    private final Consumer<Failure> onTimeout;
    private @Nullable TimeoutKind kind;
    private long due;
    private @Nullable ScheduledFuture<?> timer;
    private long timerDue;

    DeadlineTimer(EventLoop loop, LongSupplier clock, Timeouts deadlines, Consumer<Failure> whenDue) {
        this.loop = loop;
        this.clock = clock;
        this.deadlines = deadlines;
        this.onTimeout = whenDue;
    }

    /** Restarts the deadline with this timeout; null clears it. */
    void arm(@Nullable TimeoutKind next) {
        kind = next;
        if (next != null) {
            long nanos = deadlines.nanos(next);
            due = clock.getAsLong() + nanos;
            if (timer == null || timerDue - due > 0) {
                schedule(nanos);
            }
        }
    }

    /** Clears the deadline and cancels its task. */
    void cancel() {
        kind = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule(long nanos) {
        if (timer != null) {
            timer.cancel(false);
        }
        timerDue = clock.getAsLong() + nanos;
        timer = loop.schedule(this::onTimer, nanos, TimeUnit.NANOSECONDS);
    }

    private void onTimer() {
        timer = null;
        TimeoutKind over = kind;
        if (over == null) {
            return;
        }
        long left = due - clock.getAsLong();
        if (left > 0) {
            schedule(left);
        } else {
            onTimeout.accept(ConnectionFailures.timeout(over, deadlines));
        }
    }
}
