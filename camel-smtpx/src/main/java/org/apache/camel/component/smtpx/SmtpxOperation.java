/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** What an endpoint does. It is set in the URI only: no message can change it. */
public enum SmtpxOperation {
    /** Sends a message. */
    send,
    /** ETRN: starts delivery of the queue for a node (RFC 1985). */
    etrn,
    /** VRFY: verifies a user. */
    verify,
    /** EXPN: lists the members of a mailing list. */
    expand,
    /** HELP: requests help. */
    help,
    /** NOOP: requests a reply only. */
    noop
}
