/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/**
 * When a small message shares the write of its envelope, before the replies to RCPT. That saves a round trip. If the
 * connection then breaks, everything has been sent, and recipients are UNKNOWN even if the server has not read MAIL.
 */
public enum OneFlight {
    /** After enough messages were accepted on the connection, and on the others to this server. */
    AUTO,
    /** Always, from the first message on. */
    ALWAYS,
    /** Never: the end of the message waits for the replies to everything before it. */
    NEVER
}
