/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Callbacks run in order on one thread, unless one blocks. */
@Timeout(30)
class CallbackExecutorTest {

    private final AtomicReference<Throwable> uncaught = new AtomicReference<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((who, error) -> uncaught.set(error));
        return thread;
    });
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CallbackExecutor relay = new CallbackExecutor(
            threads, (task, delay) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));

    @AfterEach
    void stop() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void runsQuickTasksBehindEachOther() throws Exception {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            relay.execute(() -> {
                used.add(Thread.currentThread());
                done.countDown();
            });
        }
        done.await();
        assertThat(used).as("threads for 1,000 tasks").hasSizeLessThan(20);
    }

    @Test
    void callbacksDoNotWaitForABlockedOne() throws Exception {
        int many = 50;
        CountDownLatch together = new CountDownLatch(many);
        CountDownLatch done = new CountDownLatch(many);
        for (int i = 0; i < many; i++) {
            relay.execute(() -> {
                together.countDown();
                await(together);
                done.countDown();
            });
        }
        done.await();
    }

    @Test
    void goesOnBehindATaskThatFails() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        relay.execute(() -> {
            throw new IllegalStateException("broken");
        });
        relay.execute(done::countDown);
        done.await();
        assertThat(uncaught.get()).hasMessage("broken");
    }

    @Test
    void losesNothingWhenTasksComeAsTheLastOneEnds() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            CountDownLatch done = new CountDownLatch(1);
            relay.execute(done::countDown);
            done.await();
        }
    }

    @Test
    void saysSoWhenThereAreNoThreadsAnyMore() {
        threads.shutdown();
        assertThatThrownBy(() -> relay.execute(() -> {
        })).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void deferredWakeupRunsAfterTheQueuedCallbacks() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(1);
        CallbackExecutor untimed = new CallbackExecutor(threads, (task, delay) -> {
        });
        untimed.batch(() -> {
            untimed.execute(() -> {
                untimed.runAfterCallbacks(() -> {
                    order.add("gathered");
                    done.countDown();
                });
                order.add("first");
            });
            untimed.execute(() -> order.add("second"));
        });
        done.await();
        assertThat(order).containsExactly("first", "second", "gathered");
    }

    @Test
    void wakeupOutsideACallbackIsNotDeferred() {
        List<String> order = new ArrayList<>();
        relay.runAfterCallbacks(() -> order.add("at once"));
        assertThat(order).containsExactly("at once");
    }

    @Test
    void deferredWakeupDoesNotWaitForALongTask() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        relay.batch(() -> {
            relay.execute(() -> {
                relay.runAfterCallbacks(gathered::countDown);
                await(gathered);
                done.countDown();
            });
            relay.execute(done::countDown);
        });
        done.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
