/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** What Camel's error handler sends again, when the calling thread does the sending. */
class SynchronousRedeliveryTest extends RedeliveryTest {

    @Override
    boolean synchronous() {
        return true;
    }
}
