/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** What an endpoint does. It stands in the URI only: no message can change it. */
public enum SmtpxOperation {
    /** Sends a message. */
    send,
    /** Asks the server to deliver what waits for a node (RFC 1985). */
    etrn,
    /** Asks whether a user is known (VRFY). */
    verify,
    /** Asks for the members of a mailing list (EXPN). */
    expand,
    /** Asks for help (HELP). */
    help,
    /** Asks for nothing but an answer (NOOP). */
    noop
}
