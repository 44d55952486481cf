/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.component.smtpx.protocol.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does its sending itself. Whoever gives it a place on a connection, or a refusal, it is this thread that
 * goes on with it, and in {@link #await} it waits for that. Interrupts do not end the wait, which has an end of its own
 * (the acquire timeout); they are there again when it is over.
 */
final class Caller extends Waiter implements Places {

    private final Places places;
    private final Thread thread = Thread.currentThread();
    private @Nullable Waiter waiter;
    private volatile @Nullable Lease lease;
    private volatile @Nullable NoConnection refusal;

    Caller(Places places) {
        this.places = places;
    }

    @Override
    public void acquire(Waiter next) {
        waiter = next;
        places.acquire(this);
    }

    @Override
    public void cancel(Waiter next, Failure why) {
        places.cancel(this, why);
    }

    @Override
    public NoConnection none(Failure why) {
        return places.none(why);
    }

    @Override
    boolean shareable() {
        return waiter != null && waiter.shareable();
    }

    @Override
    void ready(Lease given) {
        lease = given;
        wake();
    }

    @Override
    void failed(NoConnection why) {
        refusal = why;
        wake();
    }

    private void wake() {
        if (Thread.currentThread() != thread) {
            LockSupport.unpark(thread);
        }
    }

    /** Goes on with every place that is given, until the result is there. */
    void await(CompletableFuture<?> result) {
        boolean interrupted = Thread.interrupted();
        try {
            while (!result.isDone()) {
                if (waiter == null) {
                    throw new IllegalStateException("nobody gives a place any more, and there is no result");
                }
                if (lease == null && refusal == null) {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                } else {
                    serve();
                }
            }
        } finally {
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    private void serve() {
        Waiter served = Objects.requireNonNull(waiter);
        Lease given = lease;
        NoConnection why = refusal;
        waiter = null;
        lease = null;
        refusal = null;
        if (given != null) {
            served.give(given);
        } else if (why != null) {
            served.failed(why);
        }
    }
}
