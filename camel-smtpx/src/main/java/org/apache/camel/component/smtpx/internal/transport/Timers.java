/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.time.Duration;
import java.util.concurrent.Future;

/** A clock, and short tasks after a delay, as deadlines need them. */
public interface Timers {

    /** Nanoseconds since some moment. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** Runs a task after a delay. The task must not block. Cancelling the future withdraws it. */
    Future<?> schedule(Runnable task, Duration delay);
}
