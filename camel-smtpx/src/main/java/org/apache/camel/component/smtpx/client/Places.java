/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

/** Where places on connections are to be had. */
interface Places {

    /** Finds a place for somebody, now or later. */
    void acquire(Waiter waiter);
}
