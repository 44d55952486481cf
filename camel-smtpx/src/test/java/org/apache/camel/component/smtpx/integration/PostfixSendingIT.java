/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.util.Set;

/** Postfix from Debian's package. */
class PostfixSendingIT extends SendingContract {

    @Override
    Peer peer() {
        return DebianServer.postfix();
    }

    @Override
    Set<String> offered() {
        return Set.of("PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8", "DSN", "STARTTLS", "XVERP");
    }
}
