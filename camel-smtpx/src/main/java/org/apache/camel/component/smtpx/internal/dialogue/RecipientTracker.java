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
 * The fates of a transaction's recipients. Each is decided exactly once; a second decision is a defect and throws.
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

    boolean decided(int index) {
        return results[index] != null;
    }

    /** The server answered 2yz to RCPT: the recipient stays undecided until the message is. */
    void accept() {
        accepted++;
    }

    /** Recipients that the server has accepted at RCPT. */
    int accepted() {
        return accepted;
    }

    /** Recipients whose fate is not decided. */
    int undecided() {
        return undecided;
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

    /** Decides all who are still undecided. */
    void decideRest(Fate fate, Stage stage, @Nullable Reply reply, @Nullable String detail) {
        for (int i = 0; undecided > 0 && i < results.length; i++) {
            if (results[i] == null) {
                decide(i, fate, stage, reply, detail);
            }
        }
    }

    /** What a refusal means for those it is about: 5yz is final, anything else may be tried again. */
    static Fate fateOf(Reply refusal) {
        return refusal.isPermanent() && !wantsLogin(refusal) ? Fate.REJECTED : Fate.FAILED;
    }

    /** Whether a reply is about the login of the connection (RFC 4954, section 6) and not about the mail. */
    static boolean wantsLogin(Reply reply) {
        return reply.code() == 530 || reply.code() == 535;
    }

    /**
     * The refusal that tells whether another attempt can help: with {@code skipBad} one that may heal, since the others
     * are left out anyway; without it one that never will.
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
        @SuppressWarnings("NullAway") // nobody is undecided
        List<RecipientResult> all = List.of(results);
        return all;
    }
}
