/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** Each deadline, when the calling thread does the waiting. */
class SynchronousDeadlineTest extends DeadlineTest {

    @Override
    boolean synchronous() {
        return true;
    }
}
