/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.traffic.Lever;
import org.apache.camel.component.smtpx.internal.traffic.ReplyClassifier;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;

/**
 * What a server said about its limits.
 *
 * @param lever what the reply is about
 * @param text  the reply, or the failure without one; for people
 */
record LimitReply(Lever lever, String text) {

    /** No reply was about a limit. */
    static final LimitReply NONE = new LimitReply(Lever.NONE, "");

    /** The limit that a transaction met; that of the whole transaction before that of a recipient. */
    static LimitReply of(TransactionReport report) {
        Reply whole = report.reply();
        if (whole != null && !whole.isCompleted()) {
            Lever lever = ReplyClassifier.lever(report.stage(), whole);
            if (lever != Lever.NONE) {
                return new LimitReply(lever, whole.toString());
            }
        }
        for (RecipientResult result : report.results()) {
            if (result.fate() == Fate.FAILED) {
                LimitReply found = of(result);
                if (found.lever() != Lever.NONE) {
                    return found;
                }
            }
        }
        return NONE;
    }

    private static LimitReply of(RecipientResult result) {
        Reply reply = result.reply();
        Lever lever = ReplyClassifier.lever(result.stage(), reply);
        return reply == null || lever == Lever.NONE ? NONE : new LimitReply(lever, reply.toString());
    }

    /** Whether a recipient failed because the server throttles the client, so that a later attempt may succeed. */
    static boolean isThrottled(RecipientResult result) {
        return result.fate() == Fate.FAILED && of(result).lever().isThrottle();
    }

    /** The limit that a connection met. A server that closes before its greeting serves too many, as a rule. */
    static LimitReply of(ConnectFailure why) {
        Reply reply = why.reply();
        boolean closed = why.stage() == Stage.GREETING && reply == null && why.failure().kind() == Failure.Kind.CLOSED;
        Lever lever = closed ? Lever.CONNECTIONS : ReplyClassifier.lever(why.stage(), reply);
        return new LimitReply(lever, why.failure().text());
    }
}
