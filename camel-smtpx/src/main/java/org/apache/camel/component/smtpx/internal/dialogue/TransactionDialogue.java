/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.content.UnsendableContentException;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One mail transaction: an {@link EnvelopeExchange}, then a {@link ContentTransfer}, sent by a {@link SendPlan} (RFC
 * 5321, section 3.3; RFC 2920; RFC 3030).
 * <p>
 * The commit point is the last octet of the final chunk or dot. A failure before it leaves every undecided recipient
 * FAILED. A failure after it leaves UNKNOWN, unless a complete reply has decided. After the commit point a 421 answers
 * its own command only, since some servers continue after it:
 *
 * <pre>
 * C: MAIL RCPT b RCPT c BDAT 5 LAST hello
 * S: 250 2.1.0 ok
 * S: 421 4.7.0 too many connections     b is FAILED
 * S: 250 2.1.5 ok
 * S: 250 2.0.0 queued                   c is DELIVERED; without this reply c is UNKNOWN
 * </pre>
 *
 * In LMTP, and with PRDR, the end of the message has several replies: see {@link FinalReplies}.
 */
public final class TransactionDialogue extends Dialogue {

    /** Octets of a chunk if the message is in memory. */
    private static final int MEMORY_CHUNK = 1024 * 1024;
    /** PRDR: a reply for each recipient follows, then one for the message. */
    private static final int PRDR_REPLIES_FOLLOW = 353;

    /**
     * The parts of a transaction that has begun.
     *
     * @param plan     how it is sent
     * @param envelope RSET, MAIL and RCPT
     * @param body     DATA or BDAT
     * @param prdr     whether MAIL requested a reply for each recipient
     * @param dropped  requested parameters that the server does not offer
     */
    private record Parts(SendPlan plan, EnvelopeExchange envelope, ContentTransfer body, boolean prdr, List<String> dropped) {
    }

    private final Envelope envelope;
    private final PreparedMessage content;
    private final SendPolicy policy;
    private final Consumer<TransactionReport> whenDone;
    private final RecipientTracker tracker;

    private @Nullable Parts parts;
    private @Nullable FinalReplies finalReplies;
    private boolean contentDue;
    private @Nullable Reply closingReply;
    private boolean inDoubt;
    private boolean bdatRefused;
    private int culprit = -1;
    private @Nullable TransactionReport report;
    private Verdict verdict = Verdict.CLOSE;

    /**
     * Creates a transaction.
     *
     * @param whenDone receives the report, once, on the connection's thread
     */
    public TransactionDialogue(Envelope envelope, PreparedMessage content, SendPolicy policy,
                               Consumer<TransactionReport> whenDone) {
        this.envelope = envelope;
        this.content = content;
        this.policy = policy;
        this.whenDone = whenDone;
        this.tracker = new RecipientTracker(envelope.recipients());
    }

    @Override
    public void advance(Wire wire) {
        if (done()) {
            return;
        }
        if (parts != null && owed() == 0 && wire.hasPartialReply() && !parts.body().midContent()) {
            fail(Failure.of(Failure.Kind.UNEXPECTED, "the server began a reply before the command"), wire);
            return;
        }
        Parts now = parts == null ? begin(wire) : parts;
        if (now == null) {
            return;
        }
        if (!now.envelope().allWritten() && now.envelope().mailRefusal() == null) {
            now.envelope().write(wire, owed());
            contentDue = now.envelope().allWritten() && (now.plan().eager() || now.plan() == SendPlan.DATA_GROUP);
        }
        // DATA shares the envelope's write, but its content waits for every reply.
        if (contentDue && (now.envelope().allAnswered() || now.plan().eager() || !now.body().begun())) {
            now.body().advance(wire);
            if (now.body().failure() != null) {
                fail(now.body().failure(), wire);
            }
        }
    }

    private @Nullable Parts begin(Wire wire) {
        Capabilities offered = wire.capabilities();
        EsmtpParameters esmtp = EsmtpParameters.of(offered, wire.secure(), envelope, content, policy);
        if (esmtp.refusal() != null) {
            tracker.decideRest(Fate.REJECTED, Stage.LOCAL, null, esmtp.refusal());
            finish(Verdict.KEEP, Stage.LOCAL, null, Failure.of(Failure.Kind.REFUSED_HERE, esmtp.refusal()));
            return null;
        }
        boolean gated = envelope.parameters().forwarded() != null;
        SendPlan plan = SendPlanner.plan(offered, envelope.recipients().size(), content.small(), gated, policy);
        EnvelopeExchange exchange = new EnvelopeExchange(
                envelope, esmtp, plan == SendPlan.LOCK_STEP, policy.skipBad(), wire.transactionOpen(), tracker, this::owe);
        Parts begun = new Parts(plan, exchange, transfer(offered), esmtp.prdr(), esmtp.dropped());
        parts = begun;
        return begun;
    }

    private ContentTransfer transfer(Capabilities offered) {
        int piece = content.inMemory() ? MEMORY_CHUNK : policy.chunkSize();
        boolean sevenBit = envelope.parameters().body() == BodyType.SEVEN_BIT;
        return SendPlanner.chunked(offered, policy)
                ? new BdatTransfer(content, piece, sevenBit, policy.oneFlight() != OneFlight.ALWAYS, this::owe)
                : new DataTransfer(content, piece, sevenBit, this::owe);
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        Parts now = begun();
        if (reply.code() == 421) {
            closingReply = reply;
            if (!now.body().committed(wire)) {
                // The server can accept nothing more.
                Stage at = stage(now);
                culprit = now.envelope().recipientToAnswer();
                tracker.decideRest(Fate.FAILED, at, reply, null);
                finish(Verdict.CLOSE, at, reply, null);
                return;
            }
        }
        if (now.envelope().allAnswered()) {
            onContentReply(now, reply, wire);
            return;
        }
        Failure failure = now.envelope().onReply(reply);
        if (failure != null) {
            inDoubt = true;
            if (reply.isIntermediate() || reply.isCompleted() || !now.body().committed(wire)) {
                fail(failure, wire);
                return;
            }
        }
        boolean off = !contentDue && now.envelope().mailRefusal() != null;
        if (now.envelope().allAnswered()) {
            off = onEnvelopeAnswered(now);
        }
        if (off && owed() == 0) {
            finishUnsent(now);
        }
    }

    /** Every RCPT has been answered. Returns true if the transaction is cancelled and writes nothing more. */
    private boolean onEnvelopeAnswered(Parts now) {
        boolean noneAccepted = now.envelope().noneAccepted();
        now.body().onEnvelopeAnswered(noneAccepted);
        if (!noneAccepted && (policy.skipBad() || tracker.allAccepted())) {
            contentDue = true;
            return false;
        }
        if (!noneAccepted) {
            now.envelope().failAccepted();
        }
        contentDue = now.body().begun();
        return !contentDue;
    }

    private void onContentReply(Parts now, Reply reply, Wire wire) {
        if (finalReplies != null) {
            onFinalReply(finalReplies, reply);
            return;
        }
        Stage stage = now.body().stage();
        now.body().onReply(reply);
        if (now.body().failure() != null) {
            fail(now.body().failure(), wire);
        } else if (policy.lmtp() && now.envelope().noneAccepted() && reply.isIntermediate()) {
            // The final dot would have one reply for each recipient: none. RFC 2033, section 4.2, demands 503 to DATA.
            inDoubt = true;
            finishUnsent(now);
        } else if (now.envelope().noneAccepted() && now.body().done()) {
            inDoubt |= !reply.isTransient() && !reply.isPermanent();
            finishUnsent(now);
        } else if (now.body().done()) {
            onMessageReply(now, stage, reply, wire);
        }
    }

    /** The first reply to the end of the message, or a rejection before it. */
    private void onMessageReply(Parts now, Stage stage, Reply reply, Wire wire) {
        ContentTransfer body = now.body();
        boolean end = stage == Stage.FINAL && body.committed(wire) && !body.chunkRefused();
        if (end && now.prdr() && reply.code() == PRDR_REPLIES_FOLLOW) {
            awaitFinalReplies(FinalReplies.prdr(tracker), 0);
        } else if (end && policy.lmtp()
                && (tracker.accepted() > 1 || body.chunkAccepted() || !body.isCommandRefused(reply))) {
            // With several recipients 500 to 504 may be about one of them, while others have the message.
            FinalReplies each = FinalReplies.lmtp(tracker);
            awaitFinalReplies(each, 1);
            onFinalReply(each, reply);
        } else {
            // How many replies follow an early one is not known in LMTP.
            inDoubt |= policy.lmtp() && stage == Stage.FINAL && tracker.accepted() > 1;
            onVerdict(body, stage, wire);
        }
    }

    /** Expects one reply for each accepted recipient; some of them are owed already. */
    private void awaitFinalReplies(FinalReplies each, int owed) {
        finalReplies = each;
        for (int i = owed; i < each.left(); i++) {
            owe();
        }
    }

    private void onFinalReply(FinalReplies each, Reply reply) {
        if (!each.onReply(reply)) {
            Failure failure = Failure.of(Failure.Kind.UNEXPECTED, "the end of the message was answered with " + reply);
            tracker.decideRest(Fate.UNKNOWN, Stage.FINAL, null, failure.text());
            finish(Verdict.CLOSE, Stage.FINAL, null, failure);
        } else if (each.left() == 0) {
            Reply decisive = closingReply != null ? closingReply : tracker.decisiveReply(true);
            finish(closeIfInDoubt(each.allAccepted() ? Verdict.CLEAN : Verdict.RESET), Stage.FINAL, decisive, null);
        }
    }

    private void onVerdict(ContentTransfer body, Stage stage, Wire wire) {
        Reply reply = Objects.requireNonNull(body.verdictReply());
        if (!body.committed(wire) && !reply.isTransient() && !reply.isPermanent()) {
            fail(Failure.of(Failure.Kind.UNEXPECTED, "the message was answered before its end: " + reply), wire);
        } else if (FinalReplies.accepts(reply)) {
            tracker.decideRest(Fate.DELIVERED, Stage.FINAL, reply, null);
            finish(closeIfInDoubt(Verdict.CLEAN), Stage.FINAL, reply, null);
        } else if (reply.isTransient() || reply.isPermanent()) {
            refuseContent(body, stage, reply);
            // A partly sent BDAT message cannot be aborted safely: Exim 4.96 crashes on RSET after a chunk without LAST.
            boolean whole = body.allWritten() && !body.chunkRefused() && !bdatRefused;
            finish(whole || stage == Stage.DATA ? closeIfInDoubt(Verdict.RESET) : Verdict.CLOSE, stage, reply, null);
        } else {
            Failure failure = Failure.of(Failure.Kind.UNEXPECTED, "the end of the message was answered with " + reply);
            tracker.decideRest(Fate.UNKNOWN, Stage.FINAL, reply, failure.text());
            finish(Verdict.CLOSE, Stage.FINAL, null, failure);
        }
    }

    /** Decides the accepted recipients by a rejection of the content. */
    private void refuseContent(ContentTransfer body, Stage stage, Reply refusal) {
        bdatRefused = body.isCommandRefused(refusal);
        tracker.decideRest(bdatRefused ? Fate.FAILED : RecipientTracker.fateOf(refusal), stage, refusal, null);
    }

    @Override
    public void onUnsolicitedReply(Reply reply, Wire wire) {
        // An early 4yz or 5yz decides; an early 2yz never does.
        if (contentDue && !done() && begun().body().midContent() && (reply.isTransient() || reply.isPermanent())) {
            refuseContent(begun().body(), Stage.CONTENT, reply);
            finish(Verdict.CLOSE, Stage.CONTENT, reply, null);
        }
    }

    @Override
    public void onLost(Failure failure, Wire wire) {
        if (!done()) {
            fail(failure, wire);
        }
    }

    private void fail(Failure failure, Wire wire) {
        Parts now = parts;
        Stage at = now == null ? Stage.MAIL : stage(now);
        if (failure.cause() instanceof UnsendableContentException) {
            tracker.decideRest(Fate.REJECTED, Stage.LOCAL, null, failure.text());
        } else if (now != null && now.body().committed(wire)) {
            tracker.decideRest(Fate.UNKNOWN, Stage.FINAL, null, failure.text());
        } else {
            tracker.decideRest(Fate.FAILED, at, null, failure.text());
        }
        Reply refused = now == null ? null : now.envelope().mailRefusal();
        finish(Verdict.CLOSE, at, refused != null ? refused : closingReply, failure);
    }

    /** Ends the transaction without a message. */
    private void finishUnsent(Parts now) {
        Reply refusal = now.envelope().mailRefusal();
        if (refusal != null) {
            finish(closeIfInDoubt(Verdict.RESET), Stage.MAIL, refusal, null);
        } else {
            finish(closeIfInDoubt(Verdict.RESET), Stage.RCPT, tracker.decisiveReply(policy.skipBad()), null);
        }
    }

    private Verdict closeIfInDoubt(Verdict unlessDoubt) {
        return inDoubt ? Verdict.CLOSE : closingReply != null ? Verdict.DRAIN : unlessDoubt;
    }

    private void finish(Verdict end, Stage stage, @Nullable Reply reply, @Nullable Failure failure) {
        verdict = end;
        Parts now = parts;
        report = new TransactionReport(
                tracker.results(), stage, reply, failure, now == null ? null : now.plan(),
                now == null ? List.of() : now.dropped(), now == null || now.envelope().noRecipientAnswered(), bdatRefused,
                culprit);
    }

    private static Stage stage(Parts now) {
        return now.envelope().allAnswered() ? now.body().stage() : now.envelope().stage();
    }

    private Parts begun() {
        return Objects.requireNonNull(parts, "the transaction has not begun");
    }

    @Override
    public boolean allWritten() {
        return done() || contentDue && begun().body().allWritten();
    }

    @Override
    public boolean mayBeFollowed() {
        // Only BDAT LAST may be followed: some servers that offer PIPELINING drop input after the final dot. In LMTP a
        // server may reject a message with one reply for all recipients: replies to a later message would fill the gap.
        boolean countable = !policy.lmtp() || envelope.recipients().size() == 1;
        return countable && parts != null && parts.plan() == SendPlan.ONE_FLIGHT && allWritten();
    }

    @Override
    public boolean mayFollow() {
        return content.small();
    }

    @Override
    public boolean done() {
        return report != null;
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public @Nullable TimeoutKind waitingFor() {
        Parts now = parts;
        if (now == null || done()) {
            return null;
        }
        if (closingReply != null && tracker.undecided() == 0) {
            return TimeoutKind.CLOSING;
        }
        if (finalReplies != null) {
            return TimeoutKind.FINAL;
        }
        return now.envelope().allAnswered() ? now.body().waitingFor() : now.envelope().waitingFor();
    }

    @Override
    public void complete(Wire wire) {
        if (parts != null) {
            parts.body().close(wire);
        }
        whenDone.accept(Objects.requireNonNull(report));
    }

    @Override
    public String toString() {
        return "transaction from <" + envelope.sender() + "> to " + envelope.recipients().size() + " recipients";
    }
}
