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
 * The one deadline of a connection. Setting it again is cheap, since the timer behind it is only moved when it goes
 * off. On the connection's event loop only.
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

    /** Begins anew, with what is waited for now, if anything is. */
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

    /** Clears it for good. */
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
