/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.time.Duration;
import java.util.concurrent.Future;

/** A clock and a scheduler for deadlines. */
public interface Timers {

    /** Nanoseconds since an arbitrary origin, as {@link System#nanoTime()}. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** Schedules a task that must not block. Cancelling the future cancels the task. */
    Future<?> schedule(Runnable task, Duration delay);
}
