/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;

import org.apache.camel.component.smtpx.auth.OAuth2Exception;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * No connection succeeds until settings change, here or at the server: the host is not known, its certificate is not
 * trusted, or TLS is not offered. Always the cause of another exception, usually of a {@link SmtpxTransientException}:
 * the message itself is good and can be sent later. Its own cause is an exception of the JDK, if there is one. A route
 * handles it, and {@link SmtpxLoginRefusedException}, without a redelivery.
 */
public final class SmtpxSetupException extends IOException {

    private static final long serialVersionUID = 1L;

    public SmtpxSetupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The cause of an exception that reports a failure.
     *
     * @param failure null if there is none
     * @param reply   the reply that ended the send, or null
     */
    static @Nullable Throwable causeOf(@Nullable Failure failure, @Nullable Reply reply) {
        if (failure == null) {
            return null;
        }
        if (failure.kind() != Failure.Kind.AUTHENTICATION) {
            return failure.lasting() ? new SmtpxSetupException(failure.text(), failure.cause()) : failure.cause();
        }
        return isRefused(failure, reply)
                ? new SmtpxLoginRefusedException(failure.text(), failure.cause())
                : new SmtpxAuthenticationException(failure.text(), failure.cause());
    }

    /** A temporary reply, such as 454, and credentials that could not be had say nothing against the login. */
    private static boolean isRefused(Failure failure, @Nullable Reply reply) {
        if (failure.lasting()) {
            return true;
        }
        if (reply != null) {
            return reply.isPermanent();
        }
        return failure.cause() == null || failure.cause() instanceof OAuth2Exception refused && refused.isPermanent();
    }
}
