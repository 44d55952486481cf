/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/** How far a send came: what was being done, or waited for, when it ended. In the order in which things happen. */
public enum Stage {
    /** Checked here, nothing sent. */
    LOCAL,
    /** Waiting for a connection of the pool. */
    POOL,
    CONNECT,
    GREETING,
    /** EHLO or HELO. */
    HELLO,
    STARTTLS,
    /** The TLS handshake. */
    TLS,
    AUTH,
    MAIL,
    RCPT,
    /** The DATA command. */
    DATA,
    /** Sending the message, before its last octet. */
    CONTENT,
    /** After the last octet: waiting for the final reply. */
    FINAL,
    /** Between transactions: RSET, NOOP, QUIT and the other commands. */
    UPKEEP
}
