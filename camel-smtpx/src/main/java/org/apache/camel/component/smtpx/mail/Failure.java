/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.jspecify.annotations.Nullable;

/**
 * The reason why a connection ended, could not be opened, or carried no message.
 *
 * @param kind    what happened
 * @param text    one line, without secrets; the server's text in it is printable and truncated
 * @param cause   the exception behind it, an exception of the JDK, if there was one
 * @param lasting whether another attempt fails in the same way until the settings of this side or of the server change:
 *                the host is not known, its certificate is not trusted, TLS is not offered, or the login is impossible.
 *                A login that the server refused is judged by its reply
 */
public record Failure(Kind kind, String text, @Nullable Throwable cause, boolean lasting) {

    /** A failure that another attempt may not meet. */
    public Failure(Kind kind, String text, @Nullable Throwable cause) {
        this(kind, text, cause, false);
    }

    /** What happened to the connection. */
    public enum Kind {
        /** No connection was made. */
        CONNECT,
        /** The server refused the session: its greeting, or its reply to EHLO or STARTTLS. */
        SESSION_REFUSED,
        /** A deadline passed. */
        TIMEOUT,
        /** The server closed the connection, or it broke. */
        CLOSED,
        /** The server sent a malformed reply. */
        MALFORMED,
        /** The server sent an unsolicited reply, or one that does not match the command. */
        UNEXPECTED,
        /** TLS could not be established, or broke. */
        TLS,
        /** The server rejected the credentials, or there is no common mechanism. */
        AUTHENTICATION,
        /** The source of the message failed. */
        SOURCE,
        /** The message was refused here, before anything was sent. */
        REFUSED_HERE,
        /** The exchange was cancelled, or the client is stopping. */
        CANCELLED
    }

    public static Failure of(Kind kind, String text) {
        return new Failure(kind, text, null);
    }

    /** A failure that stays until the settings change. */
    public static Failure lasting(Kind kind, String text, @Nullable Throwable cause) {
        return new Failure(kind, text, cause, true);
    }

    @Override
    public String toString() {
        return text;
    }
}
