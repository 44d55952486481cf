/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.List;

import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Why no connection could be had for a request.
 *
 * @param target  the server that was tried last
 * @param stage   the stage that failed
 * @param reply   the reply that rejected the session, if any
 * @param failure the cause
 * @param last    the last lines of the connection, if they are kept
 */
record ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure, List<String> last) {

    /** A failure without lines. */
    ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure) {
        this(target, stage, reply, failure, List.of());
    }

    /**
     * Whether another server is tried, with the same protection: this one did not answer, rejected the session, or TLS
     * failed.
     */
    boolean tryNext() {
        return switch (stage) {
            case CONNECT, GREETING, TLS -> true;
            default -> false;
        };
    }

    /** Whether the server rejected the login. Another login at once may lock the account. */
    boolean loginRefused() {
        return failure.kind() == Failure.Kind.AUTHENTICATION && reply != null;
    }
}
