/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
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
 * @param retry   the time before which another attempt is pointless, since the server limits this client; null if no
 *                limit is the reason
 */
record ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure, List<String> last,
        @Nullable Duration retry) {

    /** A failure without a limit. */
    ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure, List<String> last) {
        this(target, stage, reply, failure, last, null);
    }

    /** A failure without lines. */
    ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure) {
        this(target, stage, reply, failure, List.of());
    }

    ConnectFailure withRetry(@Nullable Duration after) {
        return new ConnectFailure(target, stage, reply, failure, last, after);
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
