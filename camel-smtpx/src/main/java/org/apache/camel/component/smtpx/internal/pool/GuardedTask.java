/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.component.smtpx.internal.transport.UserCode;

/**
 * A task for an executor of the user. It runs once, although a second executor may get it, too. Its exceptions are
 * reported and do not reach the executor.
 */
public final class GuardedTask implements Runnable {

    private final AtomicBoolean started = new AtomicBoolean();
    private final Runnable task;

    public GuardedTask(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        if (started.compareAndSet(false, true)) {
            UserCode.run(task);
        }
    }
}
