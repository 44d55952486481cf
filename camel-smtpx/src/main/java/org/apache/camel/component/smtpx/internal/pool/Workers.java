/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.component.smtpx.internal.transport.netty.EventLoops;

/**
 * Runs what may block on the worker pool. A task that the pool rejects runs on a spare thread, and so does one that
 * {@code CallerRunsPolicy} would run on an event loop: a full pool delays nothing in flight. There is one spare thread
 * for each such task: one for callbacks, one for host names, and one for each connection that reads content or logs in.
 * A spare thread ends after a second without a task. Spare threads are there even after the end of the pool: each
 * result reaches its callback.
 */
final class Workers implements Executor {

    private final ExecutorService pool;
    private final EventLoops loops;
    private final ThreadPoolExecutor spare;

    Workers(ExecutorService pool, EventLoops loops, String name) {
        this.pool = pool;
        this.loops = loops;
        AtomicInteger number = new AtomicInteger();
        this.spare = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, name + "-spare-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        Runnable once = new GuardedTask(task);
        try {
            pool.execute(() -> runOffLoop(once));
        } catch (Throwable e) {
            spare.execute(once);
        }
    }

    private void runOffLoop(Runnable once) {
        if (loops.isCurrentThread()) {
            spare.execute(once);
        } else {
            once.run();
        }
    }

    /**
     * Runs a task on which no message in flight depends, on the pool only.
     *
     * @throws RejectedExecutionException if the pool is full or shut down
     */
    void executeOrReject(Runnable task) {
        pool.execute(() -> runOffLoop(new GuardedTask(task)));
    }

    ExecutorService pool() {
        return pool;
    }
}
