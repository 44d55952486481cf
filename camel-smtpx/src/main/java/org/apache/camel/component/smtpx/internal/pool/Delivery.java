/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.RecipientLimit;
import org.apache.camel.component.smtpx.internal.dialogue.SendPlanner;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.transport.UserCode;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendDetails;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One send: usually one transaction. More transactions follow, each for recipients of which none has the message:
 * <ul>
 * <li>The server takes fewer recipients per message (4.5.3): the rest goes next, and the limit is kept to from then on.
 * <li>A reused connection is dead, full (4.5.3) or closing (421) before content left: another connection is tried.
 * <li>RCPT of one recipient is answered with 421: the others go first, and that recipient alone.
 * </ul>
 * Each needs a message that can be read again, the second and third are bounded by {@link #MAX_PASSES}, and only
 * without {@code skipBad} all recipients stay together. Nothing is repeated for a recipient whose fate is not FAILED.
 */
final class Delivery extends LeaseRequest {

    /** Transactions in a row that may end without a decision about any recipient. */
    private static final int MAX_PASSES = 20;
    private static final int[] NONE = {};

    private final Envelope envelope;
    private final SendPolicy policy;
    private final LongSupplier clock;
    private final Consumer<Outcome> whenDone;

    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private @Nullable PreparedMessage content;
    /** The results so far, null for a recipient that was in no transaction. Replaced, never changed. */
    private @Nullable RecipientResult @Nullable [] results;
    /** The recipients of the transaction under way, by index in the envelope; null for all. */
    private int @Nullable [] part;
    /** The recipients of further transactions, by index in the envelope; null before the first transaction. */
    private int @Nullable [] pending;
    /** Recipients that each get a transaction of their own. */
    private final BitSet alone = new BitSet();
    /** The recipient whose RCPT was answered with the last 421, by index in the envelope; -1 for none. */
    private int lastCulprit = -1;
    /** The most recipients of the next transaction; 0 for no limit. */
    private int nextSize;
    private int transactions;
    private boolean byData;
    private boolean loginRepeated;
    private int passes;
    private volatile @Nullable Lease lease;
    private volatile @Nullable Failure cancelled;
    private long since;
    private long waited;
    private long took;

    Delivery(ConnectionPool pool, @Nullable CallerThread caller, Envelope envelope, SendPolicy policy, LongSupplier clock,
             Consumer<Outcome> whenDone) {
        super(pool, caller);
        this.envelope = envelope;
        this.policy = policy;
        this.clock = clock;
        this.since = clock.getAsLong();
        this.whenDone = whenDone;
    }

    /** Sends the message, of which the beginning has been read. */
    public void start(PreparedMessage read) {
        if (!begun.compareAndSet(false, true)) {
            UserCode.run(read::discard);
            return;
        }
        content = read;
        try {
            start();
        } catch (Throwable e) {
            fail(new Failure(Failure.Kind.CANCELLED, "the send cannot begin: " + e, e));
        }
    }

    private void start() {
        Failure why = cancelled;
        if (why == null) {
            acquire();
        } else {
            onFailure(pool().unavailable(why));
        }
    }

    private boolean finished() {
        return finished.get();
    }

    /** Ends the send, unless the message has been read. */
    public void failUnread(Failure why) {
        if (begun.compareAndSet(false, true)) {
            fail(why);
        }
    }

    private void fail(Failure why) {
        onFailure(new ConnectFailure(pool().unavailable(why).target(), Stage.LOCAL, null, why));
    }

    /**
     * Ends the send soon, for whatever reason, with the outcome that the state of the transaction demands: FAILED while
     * it waits for a connection; as after a loss of the connection when it has one for itself; UNKNOWN when others
     * share the connection, which stays open for them.
     */
    public void cancel(Failure why) {
        cancelled = why;
        failUnread(why);
        Lease used = lease;
        if (used == null) {
            pool().cancel(this, why);
        } else if (!finished() && !pool().closeUnlessShared(used, why)) {
            @Nullable
            RecipientResult[] known = new RecipientResult[envelope.recipients().size()];
            int[] inFlight = part;
            for (int i = 0; i < known.length; i++) {
                boolean sent = inFlight == null || contains(inFlight, i);
                known[i] = sent ? RecipientResult.unknown(envelope.recipients().get(i), why.text()) : resultOf(i);
            }
            finish(complete(known, i -> RecipientResult.failed(envelope.recipients().get(i), Stage.POOL, why.text())),
                    Stage.FINAL, null, why, SendDetails.of(used.server().target().host(), used.server().target().port()));
        }
    }

    private static boolean contains(int[] indexes, int index) {
        return Arrays.stream(indexes).anyMatch(each -> each == index);
    }

    private @Nullable RecipientResult resultOf(int index) {
        @Nullable
        RecipientResult[] known = results;
        return known == null ? null : known[index];
    }

    /** All results; the recipients without one get what is given. */
    private List<RecipientResult> complete(
            @Nullable RecipientResult @Nullable [] known, IntFunction<RecipientResult> otherwise) {
        List<RecipientResult> all = new ArrayList<>(envelope.recipients().size());
        for (int i = 0; i < envelope.recipients().size(); i++) {
            RecipientResult result = known == null ? null : known[i];
            all.add(result == null ? otherwise.apply(i) : result);
        }
        return all;
    }

    private PreparedMessage content() {
        return Objects.requireNonNull(content, "the message has not been read");
    }

    @Override
    boolean isShareable() {
        return content().small();
    }

    @Override
    boolean isRetry() {
        return passes > 0;
    }

    @Override
    void onLease(Lease given) {
        waited += lap();
        lease = given;
        Failure why = cancelled;
        if (why != null) {
            pool().returnUnused(given);
            onFailure(pool().unavailable(why));
            return;
        }
        SendPolicy how = policy(given);
        choosePart(given.server().recipientLimit());
        given.submit(new TransactionDialogue(partOfEnvelope(), fitting(given, how), how, this::over));
    }

    /** Takes the recipients of the next transaction from those that are pending. */
    private void choosePart(int limit) {
        int[] left = pending;
        boolean parted = policy.skipBad() && content().repeatable();
        if (left == null) {
            int count = envelope.recipients().size();
            if (!parted || limit == 0 || count <= limit) {
                part = null;
                pending = NONE;
                return;
            }
            left = IntStream.range(0, count).toArray();
        }
        int size = alone.get(left[0]) ? 1 : 0;
        int most = parted && limit > 0 ? limit : left.length;
        if (nextSize > 0) {
            most = Math.min(most, nextSize);
            nextSize = 0;
        }
        while (size < left.length && size < most && !alone.get(left[size])) {
            size++;
        }
        part = Arrays.copyOf(left, size);
        pending = Arrays.copyOfRange(left, size, left.length);
    }

    private Envelope partOfEnvelope() {
        if (part == null) {
            return envelope;
        }
        List<Recipient> recipients = envelope.recipients();
        return envelope.withRecipients(Arrays.stream(part).mapToObj(recipients::get).toList());
    }

    /** Nanoseconds since the last lap. */
    private long lap() {
        long now = clock.getAsLong();
        long lap = now - since;
        since = now;
        return lap;
    }

    /** A message that has several forms goes in the one that suits this server. */
    private PreparedMessage fitting(Lease given, SendPolicy how) {
        Capabilities offered = given.connection().capabilities();
        return content().fitting(SendPlanner.widestForm(offered, how, envelope.parameters().body()));
    }

    /**
     * A server that is not trusted and sent something unasked-for while the connection was idle would shift all replies
     * by one, and with BDAT they all look alike: the reply to a chunk would pass for the final one. The 354 of DATA
     * cannot be mistaken.
     */
    private SendPolicy policy(Lease given) {
        SendPolicy allowed = byData || given.server().refusesBdat() ? policy.withoutChunking() : policy;
        if (policy.oneFlight() != OneFlight.AUTO) {
            return allowed;
        }
        if (given.mayUseOneFlight()) {
            return allowed.withOneFlight(OneFlight.ALWAYS);
        }
        return given.wasIdle() && !content().binary() ? allowed.withoutChunking() : allowed;
    }

    @Override
    void onFailure(ConnectFailure why) {
        waited += lap();
        String text = why.failure().text();
        List<RecipientResult> known = complete(
                results, i -> RecipientResult.failed(envelope.recipients().get(i), why.stage(), text));
        finish(known, why.stage(), why.reply(), why.failure(), SendDetails.of(why.target().host(), why.target().port())
                .withTimes(Duration.ofNanos(waited), Duration.ofNanos(took)).withTranscript(why.last()));
    }

    private void over(TransactionReport report) {
        Lease used = lease;
        if (used == null) {
            throw new IllegalStateException("a transaction without a connection");
        }
        lease = null;
        try {
            next(report, used);
        } catch (Throwable e) {
            Failure failure = new Failure(Failure.Kind.CLOSED, "the next transaction cannot begin: " + e, e);
            finish(complete(results, i -> RecipientResult.failed(envelope.recipients().get(i), Stage.POOL, failure.text())),
                    report.stage(), report.reply(), failure,
                    SendDetails.of(used.server().target().host(), used.server().target().port()));
        }
    }

    private void next(TransactionReport report, Lease used) {
        took += lap();
        transactions++;
        int limitBefore = used.server().recipientLimit();
        pool().record(used.pooled(), report);
        record(report.results());
        boolean lowered
                = used.server().recipientLimit() > 0 && (limitBefore == 0 || used.server().recipientLimit() < limitBefore);
        int[] again = content().repeatable() ? again(report, used, lowered) : NONE;
        if (again.length < report.results().size() && report.failure() == null || lowered) {
            passes = 0;
        } else if (++passes > MAX_PASSES) {
            again = NONE;
            pending = NONE;
        }
        int[] left = inOrder(again);
        pending = left;
        if (left.length > 0) {
            start();
            return;
        }
        List<RecipientResult> known = complete(results, i -> notSent(i, report));
        boolean good = RecipientResult.all(known, Fate.DELIVERED);
        Failure failure = report.wantsLogin() ? loginFailure(report, used) : report.failure();
        conclude(known, report, failure, via(used, report, good));
    }

    private static Failure loginFailure(TransactionReport report, Lease used) {
        String reply = String.valueOf(report.reply());
        if (used.server().account() != null) {
            return Failure.of(Failure.Kind.AUTHENTICATION, "the server wants another login: " + reply);
        }
        return used.connection().tls() == null && reply.toUpperCase(Locale.ROOT).contains("STARTTLS")
                ? Failure.of(Failure.Kind.TLS, "the server wants STARTTLS first: " + reply)
                : Failure.of(Failure.Kind.AUTHENTICATION, "the server wants the client to log in first: " + reply);
    }

    private void record(List<RecipientResult> reported) {
        @Nullable
        RecipientResult[] before = results;
        @Nullable
        RecipientResult[] all = before == null ? new RecipientResult[envelope.recipients().size()] : before.clone();
        int[] indexes = part;
        for (int i = 0; i < reported.size(); i++) {
            all[indexes == null ? i : indexes[i]] = reported.get(i);
        }
        results = all;
    }

    /** The recipients of further transactions, those that go alone at the end. */
    private int[] inOrder(int[] again) {
        int[] later = pending == null ? NONE : pending;
        if (again.length == 0) {
            return later;
        }
        IntPredicate single = alone::get;
        return IntStream.concat(
                IntStream.concat(IntStream.of(again), IntStream.of(later)).filter(single.negate()),
                IntStream.concat(IntStream.of(later), IntStream.of(again)).filter(single)).toArray();
    }

    private RecipientResult notSent(int index, TransactionReport report) {
        Failure failure = report.failure();
        return new RecipientResult(
                envelope.recipients().get(index), Fate.FAILED, report.stage(), failure == null ? report.reply() : null,
                failure == null ? null : failure.text());
    }

    /** The recipients of the transaction that another one may help, by index in the envelope. */
    private int[] again(TransactionReport report, Lease used, boolean limitLowered) {
        List<RecipientResult> reported = report.results();
        if (report.bdatRefused() && !byData && !content().binary()) {
            byData = true;
            return indexes(reported, result -> result.fate() == Fate.FAILED
                    && (result.stage() != Stage.RCPT || policy.skipBad() && RecipientLimit.mayBeReached(result.reply())));
        }
        if (report.wantsLogin() && used.server().account() != null && !loginRepeated) {
            loginRepeated = true;
            pool().retire(used.pooled());
            pool().retireIdle();
            return indexes(reported, result -> true);
        }
        boolean accepted = RecipientResult.any(reported, Fate.DELIVERED) || RecipientResult.any(reported, Fate.UNKNOWN);
        int culprit = report.culprit() < 0 ? -1 : indexOf(report.culprit());
        boolean repeated = culprit >= 0 && culprit == lastCulprit;
        lastCulprit = culprit >= 0 ? culprit : lastCulprit;
        if (!accepted && used.isReused() && !(repeated && policy.skipBad() && reported.size() > 1)
                && tryElsewhere(report, used)) {
            return policy.skipBad() ? indexes(reported, Delivery::isOpen) : indexes(reported, result -> true);
        }
        if (!policy.skipBad()) {
            return NONE;
        }
        if (!accepted && limitLowered && report.stage() == Stage.RCPT
                && (isClosing(report.reply()) || isDead(report.failure()))) {
            return indexes(reported, Delivery::isOpen);
        }
        if (!accepted && culprit >= 0 && reported.size() > 1) {
            alone.set(culprit);
            // Those before it were accepted in this order, so that they are sent next whatever the 421 is about.
            nextSize = (int) reported.subList(0, report.culprit()).stream().filter(Delivery::isOpen).count();
            return indexes(reported, Delivery::isOpen);
        }
        return indexesAfterLimit(reported);
    }

    /** Recipients beyond the limit, unless it was reached by the first; and those whose RCPT was answered with 421. */
    private int[] indexesAfterLimit(List<RecipientResult> reported) {
        int[] left = indexes(reported, result -> result.fate() == Fate.FAILED && result.stage() == Stage.RCPT
                && RecipientLimit.mayBeReached(result.reply()));
        if (RecipientResult.any(reported, Fate.DELIVERED)) {
            int[] closing = indexes(reported, result -> result.fate() == Fate.FAILED && result.stage() == Stage.RCPT
                    && isClosing(result.reply()));
            Arrays.stream(closing).forEach(alone::set);
            left = IntStream.concat(IntStream.of(left), IntStream.of(closing)).toArray();
        }
        return left.length < reported.size() ? left : NONE;
    }

    private int indexOf(int reported) {
        int[] indexes = part;
        return indexes == null ? reported : indexes[reported];
    }

    private int[] indexes(List<RecipientResult> reported, Predicate<RecipientResult> wanted) {
        return IntStream.range(0, reported.size()).filter(i -> wanted.test(reported.get(i))).map(this::indexOf).toArray();
    }

    /** Whether no reply was about this recipient alone, apart from one that closes the connection or names a limit. */
    private static boolean isOpen(RecipientResult result) {
        Reply reply = result.reply();
        return result.fate() == Fate.FAILED && (reply == null || result.stage() != Stage.RCPT || isClosing(reply)
                || RecipientLimit.mayBeReached(reply));
    }

    private static boolean isClosing(@Nullable Reply reply) {
        return reply != null && reply.code() == 421;
    }

    /**
     * Whether a reused connection was at its end, before content left: closed unnoticed, or it carried all the messages
     * or errors that the server allows. The connection gets no further transaction then.
     */
    private boolean tryElsewhere(TransactionReport report, Lease used) {
        List<RecipientResult> reported = report.results();
        if (policy.skipBad() ? !reported.stream().anyMatch(Delivery::isOpen) : !reported.stream().allMatch(Delivery::isOpen)) {
            return false;
        }
        if (report.noRecipientAnswered() && isDead(report.failure())) {
            pool().retireIdle();
            return true;
        }
        Reply reply = report.reply();
        boolean beforeContent = report.stage() == Stage.MAIL || report.stage() == Stage.RCPT || report.stage() == Stage.DATA;
        boolean full = report.stage() == Stage.MAIL && RecipientLimit.mayBeReached(reply);
        if (beforeContent && isClosing(reply) || full) {
            pool().retire(used.pooled());
            return true;
        }
        return false;
    }

    /** Whether the connection ended as one does that died unnoticed; a malformed reply is another matter. */
    private static boolean isDead(@Nullable Failure failure) {
        return failure != null && switch (failure.kind()) {
            case CLOSED, TIMEOUT, TLS -> true;
            default -> false;
        };
    }

    private void conclude(
            List<RecipientResult> known, TransactionReport last, @Nullable Failure failure, SendDetails via) {
        if (transactions == 1 || RecipientResult.any(known, Fate.DELIVERED) || RecipientResult.any(known, Fate.UNKNOWN)) {
            finish(known, last.stage(), last.reply(), failure, via);
            return;
        }
        // Of several transactions the one counts that another attempt may help.
        RecipientResult decisive
                = known.stream().filter(result -> result.fate() == Fate.FAILED).findFirst().orElse(known.get(0));
        boolean login = last.wantsLogin() && Objects.equals(decisive.reply(), last.reply());
        boolean replied = decisive.reply() != null && !login;
        finish(known, decisive.stage(), decisive.reply(), replied ? null : failure, via);
    }

    private SendDetails via(Lease used, TransactionReport report, boolean good) {
        Connection connection = used.connection();
        TlsInfo tls = connection.tls();
        SendPlan plan = report.plan();
        SendDetails server = SendDetails.of(used.server().target().host(), used.server().target().port());
        return (tls == null ? server : server.withTls(tls.protocol(), tls.cipherSuite()))
                .withPlan(plan == null ? null : plan.name(), report.dropped())
                .withTimes(Duration.ofNanos(waited), Duration.ofNanos(took))
                .withTranscript(good ? List.of() : connection.lastLines());
    }

    private void finish(
            List<RecipientResult> known, Stage stage, @Nullable Reply reply, @Nullable Failure failure, SendDetails via) {
        if (finished.compareAndSet(false, true)) {
            whenDone.accept(Outcome.of(known, stage, reply, failure, via));
        }
    }
}
