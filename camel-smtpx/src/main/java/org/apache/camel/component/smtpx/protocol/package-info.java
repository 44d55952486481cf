/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * SMTP as values and rules: replies and their parser, what a server offers, mailboxes, the parameters of MAIL and RCPT,
 * the one gate through which a command line is made, and the outcome of a send, recipient by recipient (RFC 5321 and
 * its extensions).
 * <p>
 * Nothing here does I/O, knows Camel or Netty, or waits. All values are immutable and safe for any thread;
 * {@code ReplyParser} and {@code CommandBuffer} are mutable and belong to one connection.
 */
@NullMarked
package org.apache.camel.component.smtpx.protocol;

import org.jspecify.annotations.NullMarked;
