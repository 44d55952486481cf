/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.time.Duration;

/**
 * The waits of a connection, each with its own deadline for the whole wait. Defaults are the minimum timeouts of RFC
 * 5321, section 4.5.3.2, where it names one.
 */
public enum TimeoutKind {
    /** Connecting, over all addresses of one host. */
    CONNECT(Duration.ofSeconds(30)),
    /** The greeting. */
    GREETING(Duration.ofMinutes(5)),
    /** The reply to EHLO or HELO. */
    HELLO(Duration.ofMinutes(5)),
    /** The reply to STARTTLS. */
    STARTTLS(Duration.ofMinutes(2)),
    /** The TLS handshake. */
    TLS(Duration.ofMinutes(1)),
    /** Each reply to AUTH. */
    AUTH(Duration.ofMinutes(2)),
    /** The reply to MAIL. */
    MAIL(Duration.ofMinutes(5)),
    /** The reply to each RCPT. */
    RCPT(Duration.ofMinutes(5)),
    /** The reply to DATA. */
    DATA(Duration.ofMinutes(2)),
    /** The socket accepts the next block of the message, or the reply to a chunk. */
    BLOCK(Duration.ofMinutes(3)),
    /** The reply to the end of the message. Short values cause duplicates: the server may accept after the timeout. */
    FINAL(Duration.ofMinutes(10)),
    /** The reply to any other command. */
    COMMAND(Duration.ofMinutes(5)),
    /** The reply to RSET as a liveness probe. */
    PROBE(Duration.ofSeconds(2)),
    /** The reply to QUIT. No exchange waits for it. */
    QUIT(Duration.ofSeconds(1)),
    /**
     * Replies owed after a 421, when every recipient is decided; they only keep the connection in step.
     */
    CLOSING(Duration.ofSeconds(5));

    private final Duration defaultDuration;

    TimeoutKind(Duration standard) {
        this.defaultDuration = standard;
    }

    /** The default. */
    public Duration defaultDuration() {
        return defaultDuration;
    }
}
