/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.List;

import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The result of one transaction.
 *
 * @param results             one per recipient, in order
 * @param stage               the stage that decided it
 * @param reply               the reply that decided all recipients, if one did
 * @param failure             the failure of the connection, if it failed
 * @param plan                the plan used; null if nothing was sent
 * @param dropped             requested parameters that the server does not offer
 * @param noRecipientAnswered whether no RCPT had been answered
 * @param bdatRefused         whether the server rejected the command BDAT after accepting a recipient, so that DATA may
 *                            work
 * @param culprit             index of the recipient whose RCPT was answered with the 421 that ended the transaction,
 *                            else -1
 */
public record TransactionReport(List<RecipientResult> results, Stage stage, @Nullable Reply reply, @Nullable Failure failure,
        @Nullable SendPlan plan, List<String> dropped, boolean noRecipientAnswered, boolean bdatRefused,
        int culprit) {

    /** Whether the server wants a login and has accepted nothing (RFC 4954, section 6). */
    public boolean wantsLogin() {
        return reply != null && failure == null && RecipientTracker.wantsLogin(reply)
                && RecipientResult.all(results, RecipientResult.Fate.FAILED);
    }
}
