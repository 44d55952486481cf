/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.List;
import java.util.Locale;

import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The replies of a server that accepts only so many recipients per message (RFC 5321, section 4.5.3.1.10; RFC 3463,
 * X.5.3), and the limit that they show. Pure functions.
 */
public final class RecipientLimit {

    private RecipientLimit() {
    }

    /**
     * Whether the reply says that the limit on recipients, or on messages, is reached. Servers made after RFC 821 say
     * so with 552 (RFC 5321, section 4.5.3.1.10).
     */
    public static boolean isReached(@Nullable Reply reply) {
        return reply != null && (reply.isTransient() || reply.isPermanent()) && (reply.status() != null
                ? reply.status().subject() == 5 && reply.status().detail() == 3
                : (reply.code() == 452 || reply.code() == 552)
                        && reply.text().toLowerCase(Locale.ROOT).contains("recipients"));
    }

    /** As {@link #isReached}, or a 452 that does not say why; that one may be about a single mailbox. */
    public static boolean mayBeReached(@Nullable Reply reply) {
        return isReached(reply) || reply != null && reply.code() == 452 && reply.status() == null;
    }

    /**
     * The number of recipients that the server accepts per message; 0 if the transaction does not show it. Servers
     * count either the accepted recipients or all of them: the smaller number is right for both.
     */
    public static int shownBy(TransactionReport report) {
        List<RecipientResult> results = report.results();
        int accepted = 0;
        int reached = -1;
        for (int i = 0; i < results.size(); i++) {
            RecipientResult each = results.get(i);
            if (reached < 0 && refusedByLimit(each, report)) {
                reached = i;
            } else if (reached < 0 && accepted(each)) {
                accepted++;
            } else if (reached >= 0 && each.stage() != Stage.RCPT && each.stage() != Stage.LOCAL) {
                return 0;
            }
        }
        return reached <= 0 ? 0 : accepted > 0 ? accepted : reached;
    }

    private static boolean refusedByLimit(RecipientResult result, TransactionReport report) {
        Reply end = report.reply();
        boolean closed = report.failure() != null || end != null && end.code() == 421;
        return result.fate() == Fate.FAILED && result.stage() == Stage.RCPT
                && (closed ? mayBeReached(result.reply()) : isReached(result.reply()));
    }

    /** Whether RCPT was accepted: the fate was decided later, or by the end of the connection. */
    private static boolean accepted(RecipientResult result) {
        Reply reply = result.reply();
        return result.stage() != Stage.LOCAL && (result.stage() != Stage.RCPT || reply == null || reply.code() == 421);
    }
}
