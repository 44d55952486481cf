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
 * Why there is no connection for a send.
 *
 * @param target  the server it was tried with last
 * @param stage   how far it came
 * @param reply   the reply that refused the session, if there was one
 * @param failure what happened
 * @param last    the last lines of the connection, if there was one and they are kept
 */
record ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure, List<String> last) {

    /** One without lines. */
    ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure) {
        this(target, stage, reply, failure, List.of());
    }

    /**
     * Whether another server may do better, without weaker protection: it did not answer, refused the session, or TLS
     * failed.
     */
    boolean tryNext() {
        return switch (stage) {
            case CONNECT, GREETING, TLS -> true;
            default -> false;
        };
    }

    /** Whether the server refused the login, so that another one at once would only harm. */
    boolean loginRefused() {
        return failure.kind() == Failure.Kind.AUTHENTICATION && reply != null;
    }
}
