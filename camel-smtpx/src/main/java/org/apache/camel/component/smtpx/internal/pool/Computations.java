/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what takes processor time and never waits, such as signatures, with one thread for each processor. When too many
 * tasks wait, the calling thread runs its own, so that a caller faster than all processors is slowed down. A thread
 * ends after some seconds without a task.
 */
final class Computations implements Executor, AutoCloseable {

    private static final int MAX_WAITING_PER_THREAD = 64;
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    Computations(String name) {
        int threads = Runtime.getRuntime().availableProcessors();
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads, threads, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(threads * MAX_WAITING_PER_THREAD), task -> {
                    Thread thread = new Thread(task, name + "-compute-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }, (task, full) -> task.run());
        pool.allowCoreThreadTimeOut(true);
    }

    /** Also runs tasks after {@link #close}, on the calling thread. */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Ends the threads once they have run their tasks. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
