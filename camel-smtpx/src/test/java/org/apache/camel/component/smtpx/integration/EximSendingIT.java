/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.util.Set;

/** Exim from Debian's package. */
class EximSendingIT extends SendingContract {

    @Override
    Peer peer() {
        return DebianServer.exim();
    }

    @Override
    Set<String> offered() {
        return Set.of("PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8", "DSN", "STARTTLS");
    }
}
