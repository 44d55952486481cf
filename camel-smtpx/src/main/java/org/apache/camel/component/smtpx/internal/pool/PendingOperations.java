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

    /** The count of a client that closes: no operation begins any more. */
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable CompletableFuture<Void> none;

    /** Begins an operation, which {@link #end} ends in any case; false if {@link #none} has completed. */
    public boolean begin() {
        return count.incrementAndGet() > 0;
    }

    public void end() {
        if (count.decrementAndGet() == 0) {
            completeIfNone();
        }
    }

    /** Completes when none is pending. */
    public CompletableFuture<Void> none() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        // Written before the count is read: the last operation either sees the future, or has ended before.
        none = future;
        completeIfNone();
        return future;
    }

    private void completeIfNone() {
        CompletableFuture<Void> waiting = none;
        if (waiting != null && count.compareAndSet(0, CLOSED)) {
            waiting.complete(null);
        }
    }
}
