/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does its sending itself. Whoever gives it a place on a connection, or a refusal, it is this thread that
 * goes on with it, and in {@link #await} it waits for that. Interrupts do not end the wait, which has an end of its own
 * (the acquire timeout); they are there again when it is over.
 */
public final class CallerRunsLeases extends LeaseRequest implements LeaseProvider {

    private final LeaseProvider places;
    private final Thread thread = Thread.currentThread();
    private @Nullable LeaseRequest waiter;
    private volatile @Nullable Lease lease;
    private volatile @Nullable ConnectFailure refusal;

    public CallerRunsLeases(LeaseProvider places) {
        this.places = places;
    }

    @Override
    public void acquire(LeaseRequest next) {
        waiter = next;
        places.acquire(this);
    }

    @Override
    public void cancel(LeaseRequest next, Failure why) {
        places.cancel(this, why);
    }

    @Override
    public ConnectFailure none(Failure why) {
        return places.none(why);
    }

    @Override
    boolean shareable() {
        return waiter != null && waiter.shareable();
    }

    @Override
    boolean retried() {
        return waiter != null && waiter.retried();
    }

    @Override
    void ready(Lease given) {
        lease = given;
        wake();
    }

    @Override
    void failed(ConnectFailure why) {
        refusal = why;
        wake();
    }

    private void wake() {
        if (Thread.currentThread() != thread) {
            LockSupport.unpark(thread);
        }
    }

    /** Goes on with every place that is given, until the result is there. */
    public void await(CompletableFuture<?> result) {
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
        LeaseRequest served = Objects.requireNonNull(waiter);
        Lease given = lease;
        ConnectFailure why = refusal;
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
