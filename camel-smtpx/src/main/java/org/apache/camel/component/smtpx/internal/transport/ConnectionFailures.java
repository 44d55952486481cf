/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.nio.channels.ClosedByInterruptException;

import javax.net.ssl.SSLException;

import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.wire.MalformedReplyException;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;

/** The failures of a connection, with the same texts for both transports. */
public final class ConnectionFailures {

    public static final Failure ABANDONED = Failure.of(Failure.Kind.CLOSED, "the connection was abandoned");
    public static final Failure CLOSED = Failure.of(Failure.Kind.CLOSED, "the connection was closed");

    private ConnectionFailures() {
    }

    public static Failure closedByServer(boolean partialReply) {
        return Failure.of(Failure.Kind.CLOSED, partialReply
                ? "the server closed the connection in the middle of a reply"
                : "the server closed the connection");
    }

    public static Failure error(Throwable cause) {
        if (cause instanceof ClosedByInterruptException || cause.getCause() instanceof ClosedByInterruptException) {
            return new Failure(Failure.Kind.CANCELLED, "interrupted", cause);
        }
        boolean aboutTls = cause instanceof SSLException || cause.getCause() instanceof SSLException;
        return new Failure(
                aboutTls ? Failure.Kind.TLS : Failure.Kind.CLOSED,
                "the connection failed: " + Printable.line(String.valueOf(cause.getMessage())), cause);
    }

    public static Failure malformedReply(MalformedReplyException cause) {
        return new Failure(Failure.Kind.MALFORMED, "the server sent no SMTP reply: " + cause.getMessage(), cause);
    }

    public static Failure timeout(TimeoutKind wait, Timeouts deadlines) {
        return Failure.of(
                Failure.Kind.TIMEOUT, "no answer within " + deadlines.of(wait).toMillis() + " ms (" + wait + ")");
    }

    public static Failure unsolicitedReply(Reply reply) {
        return Failure.of(Failure.Kind.UNEXPECTED, "the server sent an unsolicited reply: " + reply);
    }
}
