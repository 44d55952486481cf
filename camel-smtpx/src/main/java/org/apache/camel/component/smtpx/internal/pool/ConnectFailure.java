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
 * @param retry   the time before which another attempt is pointless, since the server limits this client or the login
 *                pause lasts; null if neither is the reason
 * @param tried   the servers that were tried before, each with the reason
 */
record ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure, List<String> last,
        @Nullable Duration retry, List<String> tried) {

    /** A failure without a limit. */
    ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure, List<String> last) {
        this(target, stage, reply, failure, last, null, List.of());
    }

    /** A failure without lines. */
    ConnectFailure(Target target, Stage stage, @Nullable Reply reply, Failure failure) {
        this(target, stage, reply, failure, List.of());
    }

    /** The reason with the server in it: {@code mx1.example.org:25: the greeting was 554 no}. */
    String reason() {
        String text = failure.text();
        return text.contains(target.toString()) ? text : target + ": " + text;
    }

    /** This failure after those of other servers: its text names each. */
    ConnectFailure after(List<ConnectFailure> others) {
        if (others.isEmpty()) {
            return this;
        }
        List<String> reasons = others.stream().map(ConnectFailure::reason).toList();
        boolean lasting = failure.lasting() && others.stream().allMatch(other -> other.failure.lasting());
        Failure all = new Failure(
                failure.kind(), String.join("; ", reasons) + "; " + reason(), failure.cause(), lasting);
        return new ConnectFailure(target, stage, reply, all, last, retry, reasons);
    }

    ConnectFailure withRetry(@Nullable Duration after) {
        return new ConnectFailure(target, stage, reply, failure, last, after, tried);
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
