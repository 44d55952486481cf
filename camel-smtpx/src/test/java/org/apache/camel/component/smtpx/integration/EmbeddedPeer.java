/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

/** A server in this JVM. */
record EmbeddedPeer(String name, int port, int tlsPort, Mails mails) implements Peer {

    EmbeddedPeer {
        ServerTally.used(name);
    }
}
