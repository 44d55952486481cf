/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/** The protocol of a server. */
public enum Protocol {
    /** SMTP (RFC 5321): one reply to the message decides for all recipients that were accepted. */
    SMTP(25),
    /** LMTP (RFC 2033): the message is answered with one reply for each recipient that was accepted. */
    LMTP(24);

    private final int port;

    Protocol(int port) {
        this.port = port;
    }

    /**
     * The port where none is configured.
     *
     * @param ssl whether TLS begins before the greeting: 465 for SMTP (RFC 8314); LMTP has no other port for it
     */
    public int defaultPort(boolean ssl) {
        return ssl && this == SMTP ? 465 : port;
    }
}
