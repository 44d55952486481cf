/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Reply;

/**
 * Whether messages may leave in one flight, that is before the replies to their envelopes. {@link OneFlight#AUTO}
 * permits it to servers that have proven reliable.
 * <p>
 * When a connection breaks, every message that was sent completely and has no final reply is UNKNOWN. A server may hold
 * back even final replies while it has more to read (RFC 2920, section 3.2; Postfix does), so it can have accepted all
 * of them. A crash of the server's process closes the connection as a regular end does. So fewer messages are in flight
 * where connections are known to break: a message whose end is held back until all earlier replies have come is FAILED,
 * not UNKNOWN.
 * <p>
 * Guarded by the pool's lock.
 */
final class OneFlightEligibility {

    /** Accepted messages without a loss that prove a server reliable, for a pool of one connection. */
    private static final int PROOF_ONE_CONNECTION = 50;
    /** The same for several connections, and after a loss: a crash of the server breaks all connections at once. */
    private static final int PROOF_SEVERAL_CONNECTIONS = 1000;

    private final OneFlight mode;
    private int missingProofs;

    OneFlightEligibility(OneFlight mode, int connections) {
        this.mode = mode;
        this.missingProofs = connections > 1 ? PROOF_SEVERAL_CONNECTIONS : PROOF_ONE_CONNECTION;
    }

    void recordAccepted() {
        if (missingProofs > 0) {
            missingProofs--;
        }
    }

    void recordLoss() {
        missingProofs = PROOF_SEVERAL_CONNECTIONS;
    }

    /** Whether the connection ended, and not because of this message. */
    static boolean isLoss(TransactionReport report) {
        Failure failure = report.failure();
        Reply reply = report.reply();
        return reply != null && reply.code() == 421 || failure != null && switch (failure.kind()) {
            case SOURCE, REFUSED_HERE, CANCELLED -> false;
            default -> true;
        };
    }

    boolean isPermitted() {
        return mode == OneFlight.ALWAYS || mode == OneFlight.AUTO && missingProofs == 0;
    }
}
