/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.RecipientLimit;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Decides which recipients of a transaction get a further one within the same send:
 * <ul>
 * <li>The server accepts fewer recipients per message (4.5.3): the rest is next, and the limit is kept from then on.
 * <li>BDAT was refused as a command: the message is sent with DATA.
 * <li>The server wants another login: once, on a new connection.
 * <li>A reused connection was dead, at its limit (4.5.3) or closing (421) before content left: another one is used.
 * <li>The server accepts no more messages or connections now: the recipients wait, within acquireTimeout.
 * <li>RCPT of one recipient got 421: the others are next, and that recipient gets a transaction of its own.
 * </ul>
 * The message must be repeatable. Without {@code skipBad} all recipients stay in one transaction. A recipient whose
 * fate is not FAILED is never repeated.
 */
final class RepeatRules {

    /** Transactions in a row that may end without a decision about any recipient. */
    private static final int MAX_UNDECIDED = 20;

    private final ConnectionPool pool;
    private final SendPolicy policy;
    private final RecipientBatches batches;
    private int undecidedInARow;
    private boolean usesData;
    private boolean loginRepeated;
    /** The recipient whose RCPT got the latest 421; -1 for none. */
    private int lastClosing = -1;

    RepeatRules(ConnectionPool pool, SendPolicy policy, RecipientBatches batches) {
        this.pool = pool;
        this.policy = policy;
        this.batches = batches;
    }

    /** Whether the message uses DATA, since a server has refused BDAT. */
    boolean usesData() {
        return usesData;
    }

    /** Whether the latest transaction ended without a decision about any recipient. */
    boolean isRetry() {
        return undecidedInARow > 0;
    }

    /**
     * Queues the recipients for further transactions.
     *
     * @param limitLowered whether the report shows a lower limit on recipients than was known
     */
    void apply(TransactionReport report, Lease used, PreparedMessage content, boolean limitLowered) {
        int[] again = content.repeatable() ? again(report, used, content.binary(), limitLowered) : RecipientBatches.NONE;
        if (again.length < report.results().size() && report.failure() == null || limitLowered) {
            undecidedInARow = 0;
        } else if (++undecidedInARow > MAX_UNDECIDED) {
            batches.clearRemaining();
            return;
        }
        batches.repeat(again);
    }

    /** Queues the recipients that the server limits for now; false if there are none. */
    boolean applyThrottled(TransactionReport report) {
        List<RecipientResult> results = report.results();
        int[] again;
        if (policy.skipBad()) {
            again = batches.matching(results, result -> LimitReply.isThrottled(result) || isUndecided(result));
        } else {
            again = RecipientResult.all(results, Fate.FAILED)
                    ? batches.matching(results, result -> true) : RecipientBatches.NONE;
        }
        batches.repeat(again);
        return again.length > 0;
    }

    private int[] again(TransactionReport report, Lease used, boolean binary, boolean limitLowered) {
        List<RecipientResult> results = report.results();
        if (report.bdatRefused() && !usesData && !binary) {
            usesData = true;
            return batches.matching(results, result -> result.fate() == Fate.FAILED && (result.stage() != Stage.RCPT
                    || policy.skipBad() && RecipientLimit.mayBeReached(result.reply())));
        }
        if (report.wantsLogin() && used.server().account() != null && !loginRepeated) {
            loginRepeated = true;
            pool.retire(used.pooled());
            pool.retireIdle();
            return batches.matching(results, result -> true);
        }
        boolean accepted = RecipientResult.any(results, Fate.DELIVERED) || RecipientResult.any(results, Fate.UNKNOWN);
        int closing = report.culprit() < 0 ? -1 : batches.indexOf(report.culprit());
        boolean closingAgain = closing >= 0 && closing == lastClosing;
        lastClosing = closing >= 0 ? closing : lastClosing;
        if (closingAgain && policy.skipBad()) {
            // It comes behind all others, even alone: repeats may end with it
            batches.separate(closing);
        }
        boolean separable = closingAgain && policy.skipBad() && results.size() > 1;
        if (!accepted && used.isReused() && !separable && wasAtItsEnd(report, used)) {
            return policy.skipBad() ? undecided(results) : batches.matching(results, result -> true);
        }
        return policy.skipBad() ? againWithoutSome(report, accepted, closing, limitLowered) : RecipientBatches.NONE;
    }

    private int[] againWithoutSome(TransactionReport report, boolean accepted, int closing, boolean limitLowered) {
        List<RecipientResult> results = report.results();
        if (!accepted && limitLowered && report.stage() == Stage.RCPT
                && (isClosing(report.reply()) || isDead(report.failure()))) {
            return undecided(results);
        }
        if (!accepted && closing >= 0 && results.size() > 1) {
            batches.separate(closing);
            // The recipients before it were accepted in this order. They are next, whatever the 421 is about.
            batches.limitNext((int) results.subList(0, report.culprit()).stream().filter(RepeatRules::isUndecided).count());
            return undecided(results);
        }
        return beyondLimit(results);
    }

    /** Recipients beyond the limit, unless the first has reached it; and those whose RCPT got 421. */
    private int[] beyondLimit(List<RecipientResult> results) {
        int[] left = batches.matching(results, result -> result.fate() == Fate.FAILED && result.stage() == Stage.RCPT
                && RecipientLimit.mayBeReached(result.reply()));
        if (RecipientResult.any(results, Fate.DELIVERED)) {
            int[] closing = batches.matching(results, result -> result.fate() == Fate.FAILED
                    && result.stage() == Stage.RCPT && isClosing(result.reply()));
            Arrays.stream(closing).forEach(batches::separate);
            left = IntStream.concat(IntStream.of(left), IntStream.of(closing)).toArray();
        }
        return left.length < results.size() ? left : RecipientBatches.NONE;
    }

    /**
     * Whether a reused connection was at its end before content left: closed unnoticed, or past the number of messages
     * or errors that the server allows. The connection gets no further transaction then.
     */
    private boolean wasAtItsEnd(TransactionReport report, Lease used) {
        List<RecipientResult> results = report.results();
        boolean open = policy.skipBad()
                ? results.stream().anyMatch(RepeatRules::isUndecided) : results.stream().allMatch(RepeatRules::isUndecided);
        if (!open) {
            return false;
        }
        if (report.noRecipientAnswered() && isDead(report.failure())) {
            pool.retireIdle();
            return true;
        }
        Reply reply = report.reply();
        boolean beforeContent = report.stage() == Stage.MAIL || report.stage() == Stage.RCPT || report.stage() == Stage.DATA;
        boolean full = report.stage() == Stage.MAIL && RecipientLimit.mayBeReached(reply);
        if (beforeContent && isClosing(reply) || full) {
            pool.retire(used.pooled());
            return true;
        }
        return false;
    }

    private int[] undecided(List<RecipientResult> results) {
        return batches.matching(results, RepeatRules::isUndecided);
    }

    /**
     * Whether no reply was about this recipient alone, except one that closes the connection or names a limit. In LMTP
     * the replies behind the message are about one recipient each.
     */
    private static boolean isUndecided(RecipientResult result) {
        Reply reply = result.reply();
        boolean own = result.stage() == Stage.RCPT || result.stage() == Stage.FINAL;
        return result.fate() == Fate.FAILED && (reply == null || !own || isClosing(reply)
                || result.stage() == Stage.RCPT && RecipientLimit.mayBeReached(reply));
    }

    private static boolean isClosing(@Nullable Reply reply) {
        return reply != null && reply.code() == 421;
    }

    /** Whether the connection ended as one that died unnoticed does. A malformed reply does not count. */
    private static boolean isDead(@Nullable Failure failure) {
        return failure != null && switch (failure.kind()) {
            case CLOSED, TIMEOUT, TLS -> true;
            default -> false;
        };
    }
}
