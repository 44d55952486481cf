/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
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
 * One send: usually one transaction. It becomes two when a connection that had been used before turns out to be dead
 * before the server answered for a recipient (once, and only if the message can be read again), and more when the
 * server takes only so many recipients or messages at a time (4.5.3). Nothing is ever repeated for a recipient whose
 * fate is not FAILED.
 */
public final class Delivery extends LeaseRequest {

    /** Connections that may turn out to be full before a message counts as refused. */
    private static final int MOST_PASSES = 20;

    private final LeaseProvider places;
    private final Envelope envelope;
    private final SendPolicy policy;
    private final LongSupplier clock;
    private final Consumer<Outcome> whenDone;

    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private @Nullable PreparedMessage content;
    /** What became of each recipient so far; null before a transaction has ended. */
    private @Nullable List<RecipientResult> results;
    /** Who is in the transaction under way, by place in the envelope; null for everybody. */
    private int @Nullable [] part;
    private boolean repeated;
    private boolean byData;
    private int passedOn;
    private volatile @Nullable Lease lease;
    private volatile @Nullable Failure cancelled;
    private long since;
    private long waited;
    private long took;

    public Delivery(LeaseProvider places, Envelope envelope, SendPolicy policy, LongSupplier clock,
                    Consumer<Outcome> whenDone) {
        this.places = places;
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
            places.acquire(this);
        } else {
            failed(places.none(why));
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
        ConnectFailure none = places.none(why);
        failed(new ConnectFailure(none.target(), Stage.LOCAL, null, why));
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
            places.cancel(this, why);
        } else if (!finished() && !used.closeUnlessShared(why)) {
            List<RecipientResult> known = new ArrayList<>();
            for (int i = 0; i < envelope.recipients().size(); i++) {
                RecipientResult before = results == null ? null : results.get(i);
                known.add(before != null && before.fate() != Fate.FAILED
                        ? before : RecipientResult.unknown(envelope.recipients().get(i), why.text()));
            }
            finish(List.copyOf(known), Stage.FINAL, null, why, SendDetails.of(used.target().host(), used.target().port()));
        }
    }

    private PreparedMessage content() {
        return Objects.requireNonNull(content, "the message has not been read");
    }

    @Override
    boolean shareable() {
        return content().small();
    }

    @Override
    void ready(Lease given) {
        waited += lap();
        lease = given;
        Failure why = cancelled;
        if (why != null) {
            given.giveBack();
            failed(places.none(why));
            return;
        }
        SendPolicy how = policy(given);
        given.submit(new TransactionDialogue(partOfEnvelope(), fitting(given, how), how, this::over));
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
        Capabilities offered = given.pooled().connection().capabilities();
        return content().fitting(SendPlanner.widestForm(offered, how, envelope.parameters().body()));
    }

    /**
     * A server that is not trusted and sent something unasked-for while the connection was idle would shift all replies
     * by one, and with BDAT they all look alike: the reply to a chunk would pass for the final one. The 354 of DATA
     * cannot be mistaken.
     */
    private SendPolicy policy(Lease given) {
        SendPolicy allowed = byData || given.refusesBdat() ? policy.withoutChunking() : policy;
        if (policy.oneFlight() != OneFlight.AUTO) {
            return allowed;
        }
        if (given.oneFlight()) {
            return allowed.withOneFlight(OneFlight.ALWAYS);
        }
        return given.idled() && !content().binary() ? allowed.withoutChunking() : allowed;
    }

    @Override
    void failed(ConnectFailure why) {
        waited += lap();
        List<RecipientResult> known = results;
        if (known == null) {
            String text = why.failure().text();
            known = envelope.recipients().stream().map(who -> RecipientResult.failed(who, why.stage(), text)).toList();
        }
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
            finish(together(report.results()), report.stage(), report.reply(),
                    new Failure(Failure.Kind.CLOSED, "the next transaction cannot begin: " + e, e),
                    SendDetails.of(used.target().host(), used.target().port()));
        }
    }

    private void next(TransactionReport report, Lease used) {
        took += lap();
        used.learned(report);
        if (report.bdatRefused() && !byData && content().repeatable() && !content().binary()) {
            byData = true;
            results = together(report.results());
            part = rest(report.results(), result -> result.fate() == Fate.FAILED && result.stage() != Stage.RCPT);
            start();
            return;
        }
        if (full(report, used) && passedOn < MOST_PASSES) {
            passedOn++;
            used.retire();
            start();
            return;
        }
        if (!repeated && mayRepeat(report, used)) {
            repeated = true;
            used.retireIdle();
            start();
            return;
        }
        boolean login = report.wantsLogin();
        if (login && used.loggedIn() && !repeated && content().repeatable()) {
            repeated = true;
            used.retire();
            used.retireIdle();
            start();
            return;
        }
        List<RecipientResult> known = together(report.results());
        results = known;
        boolean good = RecipientResult.all(known, Fate.DELIVERED);
        if (!good && policy.skipBad() && content().repeatable() && RecipientResult.any(report.results(), Fate.DELIVERED)) {
            int[] rest = rest(report.results(), Delivery::leftOver);
            if (rest.length > 0) {
                part = rest;
                start();
                return;
            }
        }
        finish(known, report.stage(), report.reply(), login ? loginFailure(report, used) : report.failure(),
                via(used, report, good));
    }

    private static Failure loginFailure(TransactionReport report, Lease used) {
        String reply = String.valueOf(report.reply());
        if (used.loggedIn()) {
            return Failure.of(Failure.Kind.AUTHENTICATION, "the server wants another login: " + reply);
        }
        return used.pooled().connection().tls() == null && reply.toUpperCase(Locale.ROOT).contains("STARTTLS")
                ? Failure.of(Failure.Kind.TLS, "the server wants STARTTLS first: " + reply)
                : Failure.of(Failure.Kind.AUTHENTICATION, "the server wants the client to log in first: " + reply);
    }

    /** The results of a transaction and of those before it, in the order of the envelope. */
    private List<RecipientResult> together(List<RecipientResult> reported) {
        List<RecipientResult> before = results;
        if (part == null || before == null) {
            return reported;
        }
        List<RecipientResult> all = new ArrayList<>(before);
        for (int i = 0; i < reported.size(); i++) {
            all.set(part[i], reported.get(i));
        }
        return List.copyOf(all);
    }

    /** Who is left for another transaction, by place in the envelope. */
    private int[] rest(List<RecipientResult> reported, Predicate<RecipientResult> left) {
        return IntStream.range(0, reported.size()).filter(i -> left.test(reported.get(i))).map(i -> part == null ? i : part[i])
                .toArray();
    }

    private static boolean leftOver(RecipientResult result) {
        return result.fate() == Fate.FAILED && result.stage() == Stage.RCPT && tooMany(result.reply());
    }

    /**
     * The server takes no further message on a connection that carried some before: 421 or too many, in answer to MAIL.
     * Servers go on answering after such a 421, or close.
     */
    private boolean full(TransactionReport report, Lease used) {
        Reply reply = report.reply();
        return used.reused() && content().repeatable() && report.noRecipientAnswered() && reply != null
                && RecipientResult.all(report.results(), Fate.FAILED)
                && (reply.code() == 421 || report.stage() == Stage.MAIL && tooMany(reply));
    }

    /** The connection was used before and nothing was accepted: another connection may know better. */
    private boolean mayRepeat(TransactionReport report, Lease used) {
        return used.reused() && content().repeatable() && report.noRecipientAnswered() && stale(report.failure())
                && RecipientResult.all(report.results(), Fate.FAILED);
    }

    /** Whether this is how a connection ends that died unnoticed; a server that talks nonsense is another matter. */
    private static boolean stale(@Nullable Failure failure) {
        return failure != null && switch (failure.kind()) {
            case CLOSED, TIMEOUT, TLS -> true;
            default -> false;
        };
    }

    /**
     * Too many recipients or messages for one transaction or connection (RFC 5321, section 4.5.3.1.10; RFC 3463,
     * X.5.3).
     */
    private static boolean tooMany(@Nullable Reply reply) {
        return reply != null && reply.isTransient() && (reply.status() != null
                ? reply.status().subject() == 5 && reply.status().detail() == 3 : reply.code() == 452);
    }

    private SendDetails via(Lease used, TransactionReport report, boolean good) {
        Connection connection = used.pooled().connection();
        TlsInfo tls = connection.tls();
        SendPlan plan = report.plan();
        SendDetails server = SendDetails.of(used.target().host(), used.target().port());
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
