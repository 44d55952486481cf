/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

import org.apache.camel.component.smtpx.internal.transport.UserCode;
import org.jspecify.annotations.Nullable;

/**
 * Runs callbacks away from the event loops. One thread runs them one after the other, since waking a thread for each
 * costs more than most callbacks do. When a callback takes longer than a few milliseconds, another thread continues
 * with the rest. May be used by any number of threads.
 */
final class CallbackExecutor implements Executor {

    private static final Duration MOMENT = Duration.ofMillis(1);
    /** How long somebody stays who has nothing to do. */
    private static final long LINGER_NANOS = 20_000_000;
    /** Checks without progress before another thread continues. */
    private static final int MAX_STALLED_CHECKS = 3;
    /** Results that are told before what has been gathered is let go. */
    private static final int TOGETHER = 64;

    private final Executor threads;
    private final BiConsumer<Runnable, Duration> timer;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> gathered = new ConcurrentLinkedQueue<>();
    /** Those who are about to give more. */
    private final AtomicInteger bundles = new AtomicInteger();
    /** Who runs the tasks; null when there are none. */
    private final AtomicReference<@Nullable Runner> current = new AtomicReference<>();
    private final AtomicBoolean watched = new AtomicBoolean();
    /** Who ran the tasks at the last look, and how many he had begun by then. */
    private volatile @Nullable Runner seen;
    private volatile long seenBegun;
    private volatile int looks;

    /**
     * A relay.
     *
     * @param threads a thread for each task, as many as there have to be
     * @param timer   runs something after a time
     */
    CallbackExecutor(Executor threads, BiConsumer<Runnable, Duration> timer) {
        this.threads = threads;
        this.timer = timer;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (bundles.get() == 0) {
            begin();
        }
    }

    private void begin() {
        Runner runner = current.get();
        if (runner == null) {
            start(null);
        } else if (runner.idle) {
            LockSupport.unpark(runner.thread);
        } else {
            watch();
        }
    }

    /** Runs what gives several tasks; nobody is woken for them before all are here. */
    void batch(Runnable all) {
        bundles.incrementAndGet();
        try {
            all.run();
        } finally {
            bundles.decrementAndGet();
            if (!tasks.isEmpty()) {
                begin();
            }
        }
    }

    /**
     * Runs something behind the results at hand when it is one of those who hear of them that asks for it, else at
     * once. Whoever hears of a result often sends the next message; those of many results leave in one write in this
     * way.
     */
    void runAfterCallbacks(Runnable something) {
        Runner runner = current.get();
        if (runner == null || runner.thread != Thread.currentThread() || tasks.isEmpty()) {
            something.run();
        } else {
            gathered.add(something);
            watch();
        }
    }

    private void letGo() {
        for (Runnable something = gathered.poll(); something != null; something = gathered.poll()) {
            something.run();
        }
    }

    /** Somebody new runs the tasks, unless another has come first. */
    private void start(@Nullable Runner before) {
        Runner next = new Runner();
        if (!current.compareAndSet(before, next)) {
            return;
        }
        try {
            threads.execute(next);
        } catch (RejectedExecutionException e) {
            current.compareAndSet(next, null);
            throw e;
        }
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            try {
                timer.accept(this::look, MOMENT);
            } catch (RejectedExecutionException e) {
                // The timer has ended: whoever runs the tasks runs them all.
                watched.set(false);
            }
        }
    }

    private void look() {
        watched.set(false);
        letGo();
        Runner busy = current.get();
        if (busy == null || tasks.isEmpty()) {
            return;
        }
        long begun = busy.begun;
        looks = busy == seen && begun == seenBegun ? looks + 1 : 0;
        seen = busy;
        seenBegun = begun;
        if (looks >= MAX_STALLED_CHECKS) {
            start(busy);
        }
        watch();
    }

    /** Runs tasks until there are none. */
    private final class Runner implements Runnable {
        private volatile @Nullable Thread thread;
        /** Tasks, the one that he runs now among them. */
        private volatile long begun;
        /** Waits for more, so that a little later nobody new has to be found. */
        private volatile boolean idle;

        @Override
        public void run() {
            thread = Thread.currentThread();
            long count = 0;
            do {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    begun = ++count;
                    run(task);
                    if (count % TOGETHER == 0) {
                        letGo();
                    }
                }
                letGo();
                linger();
                // A task may have come after the last look and before this.
            } while (current.get() == this && !tasks.isEmpty()
                    || current.compareAndSet(this, null) && !tasks.isEmpty() && current.compareAndSet(null, this));
        }

        private void linger() {
            idle = true;
            if (tasks.isEmpty()) {
                LockSupport.parkNanos(this, LINGER_NANOS);
            }
            idle = false;
        }

        private void run(Runnable task) {
            UserCode.run(task);
            // As in a thread pool: an interrupt during one callback is not seen by the next.
            Thread.interrupted();
        }
    }
}
