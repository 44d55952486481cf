/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import org.apache.camel.component.smtpx.mail.Failure;

/** Where places on connections are to be had. */
interface LeaseProvider {

    /** Finds a place for somebody, now or later. */
    void acquire(LeaseRequest waiter);

    /** Fails a waiter that has no place yet; does nothing when it has one. */
    void cancel(LeaseRequest waiter, Failure why);

    /** That there is no place, for a reason of this side. */
    ConnectFailure none(Failure why);
}
