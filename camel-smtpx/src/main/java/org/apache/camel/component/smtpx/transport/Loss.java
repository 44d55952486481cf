/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.nio.channels.ClosedByInterruptException;

import javax.net.ssl.SSLException;

import org.apache.camel.component.smtpx.protocol.Deadlines;
import org.apache.camel.component.smtpx.protocol.Failure;
import org.apache.camel.component.smtpx.protocol.MalformedReplyException;
import org.apache.camel.component.smtpx.protocol.Reply;
import org.apache.camel.component.smtpx.protocol.Wait;
import org.apache.camel.component.smtpx.text.Printable;

/** Why a connection is lost; said alike whoever moves its octets. */
final class Loss {

    static final Failure GIVEN_UP = Failure.of(Failure.Kind.CLOSED, "the connection was given up");
    static final Failure GONE = Failure.of(Failure.Kind.CLOSED, "the connection was closed");

    private Loss() {
    }

    static Failure closed(boolean midReply) {
        return Failure.of(Failure.Kind.CLOSED, midReply
                ? "the server closed the connection in the middle of a reply"
                : "the server closed the connection");
    }

    static Failure broken(Throwable cause) {
        if (cause instanceof ClosedByInterruptException || cause.getCause() instanceof ClosedByInterruptException) {
            return new Failure(Failure.Kind.CANCELLED, "interrupted", cause);
        }
        boolean aboutTls = cause instanceof SSLException || cause.getCause() instanceof SSLException;
        return new Failure(
                aboutTls ? Failure.Kind.TLS : Failure.Kind.CLOSED,
                "the connection broke: " + Printable.line(String.valueOf(cause.getMessage())), cause);
    }

    static Failure malformed(MalformedReplyException cause) {
        return new Failure(Failure.Kind.MALFORMED, "the server sent no SMTP reply: " + cause.getMessage(), cause);
    }

    static Failure overdue(Wait wait, Deadlines deadlines) {
        return Failure.of(
                Failure.Kind.TIMEOUT, "no answer within " + deadlines.of(wait).toMillis() + " ms (" + wait + ")");
    }

    static Failure unasked(Reply reply) {
        return Failure.of(Failure.Kind.UNEXPECTED, "the server sent a reply that nobody asked for: " + reply);
    }
}
