/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.component.smtpx.internal.transport.UserCode;

/**
 * A task for an executor that is not ours: it runs once although it may be submitted to a second executor, and what it
 * throws is reported and reaches neither executor.
 */
public final class GuardedTask implements Runnable {

    private final AtomicBoolean begun = new AtomicBoolean();
    private final Runnable task;

    public GuardedTask(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        if (begun.compareAndSet(false, true)) {
            UserCode.run(task);
        }
    }
}
