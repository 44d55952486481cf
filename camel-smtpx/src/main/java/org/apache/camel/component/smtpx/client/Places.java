/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import org.apache.camel.component.smtpx.protocol.Failure;

/** Where places on connections are to be had. */
interface Places {

    /** Finds a place for somebody, now or later. */
    void acquire(Waiter waiter);

    /** Fails a waiter that has no place yet; does nothing when it has one. */
    void cancel(Waiter waiter, Failure why);

    /** That there is no place, for a reason of this side. */
    NoConnection none(Failure why);
}
