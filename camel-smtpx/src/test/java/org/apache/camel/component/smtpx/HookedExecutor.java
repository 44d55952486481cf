/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A worker pool of a user, whose own code runs before and after a task is passed on. It may throw in place of running
 * the task, or although the task runs.
 */
public final class HookedExecutor extends AbstractExecutorService {

    private final ExecutorService threads;
    private final Runnable before;
    private final Runnable after;

    public HookedExecutor(ExecutorService threads, Runnable before, Runnable after) {
        this.threads = threads;
        this.before = before;
        this.after = after;
    }

    @Override
    public void execute(Runnable task) {
        before.run();
        threads.execute(task);
        after.run();
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
