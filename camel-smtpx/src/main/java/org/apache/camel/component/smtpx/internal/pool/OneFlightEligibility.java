/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.mail.EnhancedStatus;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.jspecify.annotations.Nullable;

/**
 * How much may be on its way to a server before it answers; with {@link OneFlight#AUTO} the server has to earn it.
 * <p>
 * When a connection breaks, every message whose last octet has left and that is not answered is UNKNOWN, and not only
 * the first of them: a server may hold back its replies, final ones too, as long as it has more to read (RFC 2920,
 * section 3.2; Postfix does), so that it can have accepted them all before it died. How the connection ended tells
 * nothing about that; a crash of the server's process closes it as a regular end does. What can be done is to have less
 * on its way where connections are known to break: a message whose end is held back until everything before it is
 * answered is FAILED, not UNKNOWN, whatever breaks until then.
 * <p>
 * Guarded by the pool's lock.
 */
final class OneFlightEligibility {

    /** Messages that one connection has to carry before another leaves as a whole with its envelope. */
    static final int ALONE = 50;
    /** The same for several connections together, and after a loss: a crash of the server takes them all at once. */
    static final int TOGETHER = 1000;

    private final OneFlight when;
    private int missing;

    OneFlightEligibility(OneFlight when, int connections) {
        this.when = when;
        this.missing = connections > 1 ? TOGETHER : ALONE;
    }

    /** Takes the end of a transaction on this connection into account; true when that shakes all trust. */
    boolean shaken(PooledConnection connection, TransactionReport report) {
        if (lost(report)) {
            missing = TOGETHER;
            return when == OneFlight.AUTO;
        }
        if (RecipientResult.any(report.results(), Fate.DELIVERED)) {
            connection.taken++;
            connection.flights += report.plan() == SendPlan.ONE_FLIGHT ? 1 : 0;
            missing -= missing > 0 ? 1 : 0;
        }
        return false;
    }

    /**
     * Whether a connection on which no message was ever taken puts off everybody because the system is not ready for
     * mail (4.3.2). The next attempt had better come on another one: postscreen lets nobody through before he comes
     * back.
     */
    static boolean putOff(PooledConnection connection, TransactionReport report) {
        return connection.taken == 0 && report.results().stream().allMatch(
                result -> result.fate() == Fate.FAILED && result.reply() != null && notReady(result.reply().status()));
    }

    private static boolean notReady(@Nullable EnhancedStatus status) {
        return status != null && status.type() == 4 && status.subject() == 3 && status.detail() == 2;
    }

    /** Whether the connection ended, and not because of this message. */
    private static boolean lost(TransactionReport report) {
        Failure failure = report.failure();
        Reply reply = report.reply();
        return reply != null && reply.code() == 421 || failure != null && switch (failure.kind()) {
            case SOURCE, REFUSED_HERE, CANCELLED -> false;
            default -> true;
        };
    }

    /** Whether a message may leave with its envelope. */
    boolean oneFlight() {
        return when == OneFlight.ALWAYS || when == OneFlight.AUTO && missing == 0;
    }

    /** Whether a message may leave behind another one that is not answered yet: that has been seen to work before. */
    boolean sharing(PooledConnection connection) {
        return connection.flights > 0 && oneFlight();
    }
}
