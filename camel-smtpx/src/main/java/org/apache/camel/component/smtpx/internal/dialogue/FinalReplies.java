/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;

/**
 * The replies to the end of a message where there are several. In LMTP each accepted recipient has one, in the order of
 * the RCPT commands (RFC 2033, section 4.2). With PRDR the reply 353 precedes them, and a last reply decides whether
 * the message goes to the recipients that are left.
 *
 * <pre>
 * S: 353 PRDR content analysis beginning
 * S: 250 first recipient accepted
 * S: 550 second recipient rejected
 * S: 250 id=1 message accepted for some recipients
 * </pre>
 */
final class FinalReplies {

    private final RecipientTracker tracker;
    private final boolean overall;
    private int recipient;
    private int left;
    private boolean allAccepted = true;

    private FinalReplies(RecipientTracker tracker, boolean overall) {
        this.tracker = tracker;
        this.overall = overall;
        this.left = tracker.accepted() + (overall ? 1 : 0);
    }

    /** One reply for each accepted recipient (RFC 2033, section 4.2). */
    static FinalReplies lmtp(RecipientTracker tracker) {
        return new FinalReplies(tracker, false);
    }

    /** The replies after 353: one for each accepted recipient, and one for the message. */
    static FinalReplies prdr(RecipientTracker tracker) {
        return new FinalReplies(tracker, true);
    }

    /** Replies that have yet to come. */
    int left() {
        return left;
    }

    /** Whether no reply was a rejection. */
    boolean allAccepted() {
        return allAccepted;
    }

    /** Receives the next reply; false if it neither accepts nor rejects. */
    boolean onReply(Reply reply) {
        boolean accepted = accepts(reply);
        left--;
        if (!accepted && !reply.isTransient() && !reply.isPermanent()) {
            return false;
        }
        allAccepted &= accepted;
        Fate fate = accepted ? Fate.DELIVERED : RecipientTracker.fateOf(reply);
        if (overall && left == 0) {
            tracker.decideRest(fate, Stage.FINAL, reply, null);
            return true;
        }
        recipient = tracker.nextUndecided(recipient);
        if (!overall || !accepted) {
            tracker.decide(recipient, fate, Stage.FINAL, reply, null);
        }
        recipient++;
        return true;
    }

    /** Whether the reply accepts the message, and answers no other command. */
    static boolean accepts(Reply reply) {
        return reply.isCompleted() && !EnvelopeExchange.answersOtherCommand(reply);
    }
}
