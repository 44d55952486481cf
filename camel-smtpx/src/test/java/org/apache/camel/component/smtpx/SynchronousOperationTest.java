/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** The operations, when the calling thread asks the server. */
class SynchronousOperationTest extends OperationTest {

    @Override
    boolean synchronous() {
        return true;
    }
}
