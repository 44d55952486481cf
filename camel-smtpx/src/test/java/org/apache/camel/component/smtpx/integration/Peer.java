/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

/** A server that mail is sent to. */
interface Peer {

    String name();

    int port();

    /** Where TLS comes first; 0 where there is no such port. */
    int tlsPort();

    /** What arrived, by recipient. */
    Mails mails();
}
