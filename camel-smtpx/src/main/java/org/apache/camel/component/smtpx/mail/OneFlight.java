/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/**
 * When the whole of a small message leaves together with its envelope, before the server has answered for a recipient.
 * That saves a round trip, and costs certainty: if the connection breaks, everything has left, and the fate of the
 * recipients is UNKNOWN even where the server had not got as far as MAIL.
 */
public enum OneFlight {
    /** Once the connection, and the others to this server, have proven themselves. */
    AUTO,
    /** From the first message on. */
    ALWAYS,
    /** Never: the end of the message is held back until everything before it is answered. */
    NEVER
}
