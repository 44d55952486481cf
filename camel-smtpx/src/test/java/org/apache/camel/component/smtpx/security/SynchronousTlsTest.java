/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** TLS on sockets that block. */
class SynchronousTlsTest extends TlsTest {

    @BeforeAll
    static void sendOnTheCallingThread() {
        MailRoute.synchronous(true);
    }

    @AfterAll
    static void sendAsEver() {
        MailRoute.synchronous(false);
    }
}
