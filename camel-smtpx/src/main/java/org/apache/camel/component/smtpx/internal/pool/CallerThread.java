/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread of a synchronous send or command. While it waits for the result it runs the pool's answers to its
 * own requests, so that all I/O happens on it.
 * <p>
 * An interrupt does not end the wait, which the acquire timeout bounds. The interrupt status is restored at the end.
 */
final class CallerThread implements Executor {

    private final Thread thread = Thread.currentThread();
    private volatile @Nullable Runnable answer;
    /** Whether a request has no answer yet. Confined to the calling thread. */
    private boolean requestPending;

    /** The calling thread requests a connection. */
    void expectAnswer() {
        requestPending = true;
    }

    /** Passes the answer to the calling thread. Any thread. */
    @Override
    public void execute(Runnable task) {
        answer = task;
        if (Thread.currentThread() != thread) {
            LockSupport.unpark(thread);
        }
    }

    /** Runs answers until the result is complete. */
    void await(CompletableFuture<?> result) {
        boolean interrupted = Thread.interrupted();
        try {
            while (!result.isDone()) {
                if (!requestPending) {
                    throw new IllegalStateException("no request for a connection is pending, and there is no result");
                }
                Runnable task = answer;
                if (task == null) {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                } else {
                    answer = null;
                    requestPending = false;
                    task.run();
                }
            }
        } finally {
            if (interrupted) {
                thread.interrupt();
            }
        }
    }
}
