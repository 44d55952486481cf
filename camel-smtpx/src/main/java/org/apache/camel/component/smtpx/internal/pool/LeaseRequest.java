/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.Future;

import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A request for a connection. Each {@link #acquire} is answered once, by {@link #onLease} or {@link #onFailure}, and
 * never under the pool's lock.
 */
abstract class LeaseRequest {

    private final ConnectionPool pool;
    private final @Nullable CallerThread caller;

    /** Fails the request when no connection gets free in time; null unless queued. Guarded by the pool's lock. */
    @Nullable
    Future<?> timeout;
    /** When the connection was requested, on the pool's clock. Guarded by the pool's lock. */
    long requestedAt;
    /** When the first connection was requested. Guarded by the pool's lock. */
    private long firstRequestedAt;
    private boolean requested;
    /** Whether the server throttles the client. Then the waiting times of all its leases count together. */
    private boolean throttled;

    /** @param caller the thread that runs the answers; null for the thread on which the pool has them */
    LeaseRequest(ConnectionPool pool, @Nullable CallerThread caller) {
        this.pool = pool;
        this.caller = caller;
    }

    /** Whether it accepts a connection that has other messages in flight. */
    abstract boolean isShareable();

    /** Whether an earlier connection was unusable. Such a request precedes the queued ones. */
    abstract boolean isRetry();

    /** Recipients of the message that it is for; 0 for a command. */
    abstract int recipientCount();

    abstract void onLease(Lease lease);

    abstract void onFailure(ConnectFailure why);

    /** Under the pool's lock. */
    final void onRequested(long now) {
        requestedAt = now;
        if (!requested) {
            requested = true;
            firstRequestedAt = now;
        }
    }

    /** Under the pool's lock. */
    final void onThrottled() {
        throttled = true;
    }

    final boolean isThrottled() {
        return throttled;
    }

    /** Nanoseconds that the request may wait. Under the pool's lock. */
    final long patience(long acquireTimeout, long now) {
        return throttled ? acquireTimeout - (now - firstRequestedAt) : acquireTimeout;
    }

    final ConnectionPool pool() {
        return pool;
    }

    /** Requests a connection. */
    final void acquire() {
        if (caller != null) {
            caller.expectAnswer();
        }
        pool.acquire(this);
    }

    /** Answers with a lease. */
    final void answer(Lease lease) {
        if (caller == null) {
            use(lease);
        } else {
            caller.execute(() -> use(lease));
        }
    }

    /** Answers that no connection could be had. */
    final void answer(ConnectFailure why) {
        if (caller == null) {
            onFailure(why);
        } else {
            caller.execute(() -> onFailure(why));
        }
    }

    private void use(Lease lease) {
        try {
            onLease(lease);
        } catch (Throwable e) {
            pool.returnUnused(lease);
            onFailure(new ConnectFailure(
                    lease.server().target(), Stage.LOCAL, null, new Failure(Failure.Kind.SOURCE, String.valueOf(e), e)));
        }
    }
}
