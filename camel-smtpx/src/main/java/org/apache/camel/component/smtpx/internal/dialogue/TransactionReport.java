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
 * How one transaction ended.
 *
 * @param results one per recipient, in order
 * @param stage   where it was decided
 * @param reply   the reply that decided about all, if one did
 * @param failure why the connection failed, if it did
 * @param plan    how it was sent; null when nothing was sent
 * @param dropped parameters that were asked for and not offered
 * @param early   the server had answered for no recipient yet
 * @param noBdat  the server refused BDAT as a command although it had accepted a recipient: DATA may work
 */
public record TransactionReport(List<RecipientResult> results, Stage stage, @Nullable Reply reply, @Nullable Failure failure,
        @Nullable SendPlan plan, List<String> dropped, boolean noRecipientAnswered, boolean bdatRefused) {


    /** Whether the server wants a login and has accepted nothing (RFC 4954, section 6). */
    public boolean wantsLogin() {
        return reply != null && failure == null && RecipientTracker.wantsLogin(reply)
                && RecipientResult.all(results, RecipientResult.Fate.FAILED);
    }
}
