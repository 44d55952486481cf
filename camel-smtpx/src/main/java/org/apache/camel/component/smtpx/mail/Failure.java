/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended, or could not be opened.
 *
 * @param kind  what happened
 * @param text  one line for people, without secrets; server text in it is printable and capped
 * @param cause the exception behind it, if there was one
 */
public record Failure(Kind kind, String text, @Nullable Throwable cause) {

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

    @Override
    public String toString() {
        return text;
    }
}
