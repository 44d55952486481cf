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
 * Runs callbacks away from the event loops, one after the other on one worker: waking a thread for each costs more than
 * most callbacks do. When a callback takes longer than a few milliseconds, another worker continues with the rest.
 * Exceptions of callbacks are reported and affect no other callback. Safe for use by many threads.
 */
final class CallbackExecutor implements Executor {

    private static final Duration CHECK_PERIOD = Duration.ofMillis(1);
    /** Checks without progress after which another worker starts. */
    private static final int MAX_STALLED_CHECKS = 3;
    /** How long a worker waits for further callbacks. */
    private static final long KEEP_ALIVE_NANOS = 20_000_000;
    /** Callbacks after which the deferred wake-ups run at the latest. */
    private static final int MAX_DEFERRING_CALLBACKS = 64;

    private final Executor threads;
    private final BiConsumer<Runnable, Duration> timer;
    private final Queue<Runnable> callbacks = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> wakeups = new ConcurrentLinkedQueue<>();
    private final AtomicInteger openBatches = new AtomicInteger();
    /** Runs the callbacks; null when there are none. */
    private final AtomicReference<@Nullable Worker> current = new AtomicReference<>();
    private final AtomicBoolean checkScheduled = new AtomicBoolean();

    /**
     * @param threads runs each worker on a thread; as many as there are callbacks that block
     * @param timer   runs a task after a delay
     */
    CallbackExecutor(Executor threads, BiConsumer<Runnable, Duration> timer) {
        this.threads = threads;
        this.timer = timer;
    }

    /** @throws RejectedExecutionException if a worker is needed and cannot be started */
    @Override
    public void execute(Runnable callback) {
        callbacks.add(callback);
        if (openBatches.get() == 0) {
            wakeWorker();
        }
    }

    /** Runs what queues several callbacks; the worker is woken once for all of them. */
    void batch(Runnable all) {
        openBatches.incrementAndGet();
        try {
            all.run();
        } finally {
            openBatches.decrementAndGet();
            if (!callbacks.isEmpty()) {
                wakeWorker();
            }
        }
    }

    /**
     * Runs the wake-up of an event loop. During a callback it is deferred until the queued callbacks have run: most
     * send the next message, and all these leave in one write.
     */
    void runAfterCallbacks(Runnable wakeup) {
        Worker worker = current.get();
        if (worker == null || worker.thread != Thread.currentThread() || callbacks.isEmpty()) {
            wakeup.run();
        } else {
            wakeups.add(wakeup);
            scheduleCheck();
        }
    }

    private void runWakeups() {
        for (Runnable wakeup = wakeups.poll(); wakeup != null; wakeup = wakeups.poll()) {
            wakeup.run();
        }
    }

    private void wakeWorker() {
        Worker worker = current.get();
        if (worker == null) {
            replace(null);
        } else if (worker.idle) {
            LockSupport.unpark(worker.thread);
        } else {
            scheduleCheck();
        }
    }

    /** Starts a worker in place of another, unless that one was replaced already. */
    private void replace(@Nullable Worker before) {
        Worker next = new Worker();
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

    private void scheduleCheck() {
        if (checkScheduled.compareAndSet(false, true)) {
            try {
                timer.accept(this::check, CHECK_PERIOD);
            } catch (RejectedExecutionException e) {
                // The timer has ended: the current worker runs the remaining callbacks.
                checkScheduled.set(false);
            }
        }
    }

    /** Replaces a worker whose callback takes too long. */
    private void check() {
        checkScheduled.set(false);
        runWakeups();
        Worker worker = current.get();
        if (worker == null || callbacks.isEmpty()) {
            return;
        }
        if (worker.isStalled()) {
            replace(worker);
        }
        scheduleCheck();
    }

    /** Runs callbacks until there are none. */
    private final class Worker implements Runnable {
        private volatile @Nullable Thread thread;
        /** Callbacks so far, with the one that runs now. */
        private volatile long begun;
        private volatile boolean idle;
        private volatile long begunAtCheck = -1;
        private volatile int stalledChecks;

        @Override
        public void run() {
            thread = Thread.currentThread();
            do {
                runCallbacks();
                runWakeups();
                awaitCallback();
            } while (hasCallbacks());
        }

        private void runCallbacks() {
            long count = begun;
            for (Runnable callback = callbacks.poll(); callback != null; callback = callbacks.poll()) {
                begun = ++count;
                UserCode.run(callback);
                // As in a thread pool: an interrupt during one callback does not reach the next.
                Thread.interrupted();
                if (count % MAX_DEFERRING_CALLBACKS == 0) {
                    runWakeups();
                }
            }
        }

        private void awaitCallback() {
            idle = true;
            if (callbacks.isEmpty()) {
                LockSupport.parkNanos(this, KEEP_ALIVE_NANOS);
            }
            idle = false;
        }

        /**
         * False when the worker has ended. A callback queued after the last poll starts another worker only if none is
         * current.
         */
        private boolean hasCallbacks() {
            if (current.get() == this && !callbacks.isEmpty()) {
                return true;
            }
            return current.compareAndSet(this, null) && !callbacks.isEmpty() && current.compareAndSet(null, this);
        }

        private boolean isStalled() {
            stalledChecks = begun == begunAtCheck ? stalledChecks + 1 : 0;
            begunAtCheck = begun;
            return stalledChecks >= MAX_STALLED_CHECKS;
        }
    }
}
