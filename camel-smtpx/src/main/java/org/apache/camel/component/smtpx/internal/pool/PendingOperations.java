/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/** Counts the sends and commands of a client that have begun and not ended. Thread-safe. */
public final class PendingOperations {

    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable CompletableFuture<Void> none;

    public void begin() {
        count.incrementAndGet();
    }

    public void end() {
        if (count.decrementAndGet() == 0) {
            completeWhenNone();
        }
    }

    /** Completes when none is pending. */
    public CompletableFuture<Void> none() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        // Written before the count is read: the last operation either sees the future, or has ended before.
        none = future;
        if (count.get() == 0) {
            future.complete(null);
        }
        return future;
    }

    private void completeWhenNone() {
        CompletableFuture<Void> waiting = none;
        if (waiting != null) {
            waiting.complete(null);
        }
    }
}
