/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.Future;

import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/** Somebody who needs a connection. Told once, never under the pool's lock. */
abstract class LeaseRequest {

    /** Guarded by the pool's lock. */
    @Nullable
    Future<?> alarm;
    /** When it began to wait. Guarded by the pool's lock. */
    long queuedAt;

    /** Whether it is content with a place on a connection that carries others too. */
    abstract boolean shareable();

    /** Whether it got a connection that was at its end: then it is served before those that have had none. */
    abstract boolean retried();

    abstract void ready(Lease lease);

    abstract void failed(ConnectFailure why);

    /** Hands over a lease. When it cannot be used, the lease is given back and the request fails. */
    final void give(Lease lease) {
        try {
            ready(lease);
        } catch (Throwable e) {
            lease.giveBack();
            failed(new ConnectFailure(
                    lease.target(), Stage.LOCAL, null, new Failure(Failure.Kind.SOURCE, String.valueOf(e), e)));
        }
    }
}
