/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.List;

import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The fates of a transaction's recipients. Each is decided exactly once; a second decision throws.
 */
final class RecipientTracker {

    private final List<Recipient> recipients;
    private final @Nullable RecipientResult[] results;
    private int accepted;
    private int undecided;

    RecipientTracker(List<Recipient> recipients) {
        this.recipients = recipients;
        this.results = new RecipientResult[recipients.size()];
        this.undecided = results.length;
    }

    /** Counts a 2yz to RCPT; the recipient stays undecided until the message is accepted or rejected. */
    void accept() {
        accepted++;
    }

    /** The number of recipients accepted at RCPT. */
    int accepted() {
        return accepted;
    }

    /** The number of recipients without a fate. */
    int undecided() {
        return undecided;
    }

    /** The first recipient without a fate, from an index on. */
    int nextUndecided(int from) {
        int index = from;
        while (results[index] != null) {
            index++;
        }
        return index;
    }

    /** Whether every recipient has been accepted at RCPT. */
    boolean allAccepted() {
        return accepted == results.length;
    }

    void decide(int index, Fate fate, Stage stage, @Nullable Reply reply, @Nullable String detail) {
        if (results[index] != null) {
            throw new IllegalStateException("the fate of " + recipients.get(index).address() + " is decided twice");
        }
        results[index] = new RecipientResult(recipients.get(index), fate, stage, reply, detail);
        undecided--;
    }

    /** Decides every undecided recipient. */
    void decideRest(Fate fate, Stage stage, @Nullable Reply reply, @Nullable String detail) {
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                decide(i, fate, stage, reply, detail);
            }
        }
    }

    /** The fate after a rejection: REJECTED for 5yz, else FAILED. */
    static Fate fateOf(Reply refusal) {
        return refusal.isPermanent() && !wantsLogin(refusal) ? Fate.REJECTED : Fate.FAILED;
    }

    /** Whether a reply is about the login of the connection (RFC 4954, section 6) and not about the mail. */
    static boolean wantsLogin(Reply reply) {
        return reply.code() == 530 || reply.code() == 535;
    }

    /**
     * The reply that decides whether a retry can help. With {@code skipBad} that is the first 4yz, since rejected
     * recipients are left out; otherwise the first 5yz.
     */
    @Nullable
    Reply decisiveReply(boolean skipBad) {
        Fate telling = skipBad ? Fate.FAILED : Fate.REJECTED;
        Reply any = null;
        for (RecipientResult result : results) {
            if (result != null && result.reply() != null) {
                if (result.fate() == telling) {
                    return result.reply();
                }
                any = any == null ? result.reply() : any;
            }
        }
        return any;
    }

    List<RecipientResult> results() {
        if (undecided > 0) {
            throw new IllegalStateException("a recipient is undecided");
        }
        @SuppressWarnings("NullAway") // every element is set
        List<RecipientResult> all = List.of(results);
        return all;
    }
}
