/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.RecipientDomains;
import org.apache.camel.component.smtpx.internal.dialogue.SendPlanner;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.traffic.ServerTraffic;
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
 * One send: it leases a connection, runs a transaction on it, and ends with the outcome. Usually that is one
 * transaction; {@link RepeatRules} says when more follow.
 * <p>
 * Each step runs on the thread that has the previous step's result. {@link #cancel} may come from any thread.
 */
final class Delivery extends LeaseRequest {

    private final Envelope envelope;
    private final SendPolicy policy;
    private final LongSupplier clock;
    private final Consumer<Outcome> onOutcome;
    private final RecipientBatches batches;
    private final RepeatRules repeats;

    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private @Nullable PreparedMessage content;
    private int transactions;
    /** Whether the latest connection took none of the recipients, since it has had as many domains as it may. */
    private boolean domainsUsedUp;
    private volatile @Nullable Lease lease;
    private volatile @Nullable Failure cancelled;
    private long lastMark;
    private long nanosWaited;
    private long nanosSent;

    /** @param onOutcome receives the outcome, once */
    Delivery(ConnectionPool pool, @Nullable CallerThread caller, Envelope envelope, SendPolicy policy, LongSupplier clock,
             Consumer<Outcome> onOutcome) {
        super(pool, caller);
        this.envelope = envelope;
        this.policy = policy;
        this.clock = clock;
        this.onOutcome = onOutcome;
        this.batches = new RecipientBatches(envelope);
        this.repeats = new RepeatRules(pool, policy, batches);
        this.lastMark = clock.getAsLong();
    }

    /** Sends the message, whose beginning has been read. */
    void start(PreparedMessage message) {
        if (!started.compareAndSet(false, true)) {
            UserCode.run(message::discard);
            return;
        }
        content = message;
        try {
            acquireUnlessCancelled();
        } catch (Throwable e) {
            failLocally(new Failure(Failure.Kind.CANCELLED, "the send cannot begin: " + e, e));
        }
    }

    /** Ends the send, unless the message has been read. */
    void failUnread(Failure why) {
        if (started.compareAndSet(false, true)) {
            failLocally(why);
        }
    }

    private void failLocally(Failure why) {
        onFailure(new ConnectFailure(pool().unavailable(why).target(), Stage.LOCAL, null, why));
    }

    private void acquireUnlessCancelled() {
        Failure why = cancelled;
        if (why == null) {
            acquire();
        } else {
            onFailure(pool().unavailable(why));
        }
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
        return repeats.isRetry() || isThrottled() || domainsUsedUp;
    }

    @Override
    int recipientCount() {
        return batches.remaining();
    }

    @Override
    void onLease(Lease given) {
        nanosWaited += nanosSinceLastMark();
        lease = given;
        Failure why = cancelled;
        if (why != null) {
            pool().returnUnused(given);
            onFailure(pool().unavailable(why));
            return;
        }
        Envelope batch = nextBatch(given);
        if (batch == null) {
            domainsUsedUp = true;
            lease = null;
            pool().retire(given.pooled());
            pool().returnUnused(given);
            acquireUnlessCancelled();
            return;
        }
        domainsUsedUp = false;
        SendPolicy allowed = policyOn(given);
        given.submit(new TransactionDialogue(batch, formFor(given, allowed), allowed, this::onTransaction));
    }

    /** The envelope of the next transaction; null if the connection takes no further domains. */
    private @Nullable Envelope nextBatch(Lease given) {
        RecipientDomains domains = given.pooled().domains();
        if (!policy.skipBad()) {
            List<Recipient> all = envelope.recipients();
            return domains.admitAll(all) || domains.areTooMany(all) ? batches.next() : null;
        }
        int most = given.connection().capabilities().maxRecipients();
        return batches.next(ServerTraffic.tighter(given.server().recipientLimit(), most), domains);
    }

    /**
     * The policy on this connection. An unsolicited reply on an idle connection shifts every later reply by one. With
     * BDAT all replies look alike, so the reply to a chunk would count as the final one. The 354 of DATA cannot be
     * mistaken, so DATA is used until the server is proven.
     */
    private SendPolicy policyOn(Lease given) {
        SendPolicy allowed = repeats.usesData() || given.server().refusesBdat() ? policy.withoutChunking() : policy;
        if (policy.oneFlight() != OneFlight.AUTO) {
            return allowed;
        }
        if (given.mayUseOneFlight()) {
            return allowed.withOneFlight(OneFlight.ALWAYS);
        }
        return given.wasIdle() && !content().binary() ? allowed.withoutChunking() : allowed;
    }

    /** The message in the form that the server accepts. */
    private PreparedMessage formFor(Lease given, SendPolicy allowed) {
        Capabilities offered = given.connection().capabilities();
        return content().fitting(SendPlanner.widestForm(offered, allowed, envelope.parameters().body()));
    }

    private void onTransaction(TransactionReport report) {
        Lease used = lease;
        if (used == null) {
            throw new IllegalStateException("a transaction without a connection");
        }
        lease = null;
        try {
            record(report, used);
            if (batches.hasRemaining()) {
                acquireUnlessCancelled();
            } else {
                conclude(report, used);
            }
        } catch (Throwable e) {
            Failure failure = new Failure(Failure.Kind.CLOSED, "the next transaction cannot begin: " + e, e);
            finish(resultsOrFailed(Stage.POOL, failure.text()), report.stage(), report.reply(), failure, detailsOf(used));
        }
    }

    private void record(TransactionReport report, Lease used) {
        nanosSent += nanosSinceLastMark();
        transactions++;
        int limitBefore = used.server().recipientLimit();
        boolean throttled = pool().record(this, used, report);
        batches.record(report.results());
        if (throttled && content().repeatable() && repeats.applyThrottled(report)) {
            return;
        }
        int limit = used.server().recipientLimit();
        repeats.apply(report, used, content(), limit > 0 && (limitBefore == 0 || limit < limitBefore));
        if (batches.hasRemaining() && !content().repeatable()) {
            batches.failRemaining("not sent: the message can be read only once, and the server limits its recipients");
        }
    }

    private void conclude(TransactionReport last, Lease used) {
        Failure lastFailure = last.failure();
        List<RecipientResult> results = batches.results(index -> new RecipientResult(
                batches.recipient(index), Fate.FAILED, last.stage(), lastFailure == null ? last.reply() : null,
                lastFailure == null ? null : lastFailure.text()));
        boolean delivered = RecipientResult.all(results, Fate.DELIVERED);
        Failure failure = last.wantsLogin() ? loginFailure(last, used) : lastFailure;
        SendDetails details = detailsOf(used, last, delivered);
        if (transactions == 1 || RecipientResult.any(results, Fate.DELIVERED)
                || RecipientResult.any(results, Fate.UNKNOWN)) {
            finish(results, last.stage(), last.reply(), failure, details);
            return;
        }
        // Of several transactions, the result that another attempt may change is decisive.
        RecipientResult decisive
                = results.stream().filter(result -> result.fate() == Fate.FAILED).findFirst().orElse(results.get(0));
        boolean login = last.wantsLogin() && Objects.equals(decisive.reply(), last.reply());
        boolean replied = decisive.reply() != null && !login;
        finish(results, decisive.stage(), decisive.reply(), replied ? null : failure, details);
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

    /** No connection could be had, or the message could not be sent. */
    @Override
    void onFailure(ConnectFailure why) {
        nanosWaited += nanosSinceLastMark();
        finish(resultsOrFailed(why.stage(), why.failure().text()), why.stage(), why.reply(), why.failure(),
                SendDetails.of(why.target().host(), why.target().port())
                        .withTimes(Duration.ofNanos(nanosWaited), Duration.ofNanos(nanosSent)).withTranscript(why.last())
                        .withRetryAfter(why.retry()).withTried(why.tried()));
    }

    /**
     * Ends the send soon. The outcome is FAILED while it waits for a connection. With a connection of its own it is as
     * after a loss of that connection. It is UNKNOWN when other messages share the connection, which stays open for
     * them.
     */
    void cancel(Failure why) {
        cancelled = why;
        failUnread(why);
        Lease used = lease;
        if (used == null) {
            pool().cancel(this, why);
        } else if (!finished.get() && !pool().closeUnlessShared(used, why)) {
            finish(batches.unknownIfInTransaction(why.text(), index -> failed(index, Stage.POOL, why.text())),
                    Stage.FINAL, null, why, detailsOf(used));
        }
    }

    private List<RecipientResult> resultsOrFailed(Stage stage, String text) {
        return batches.results(index -> failed(index, stage, text));
    }

    private RecipientResult failed(int index, Stage stage, String text) {
        return RecipientResult.failed(batches.recipient(index), stage, text);
    }

    private static SendDetails detailsOf(Lease used) {
        return SendDetails.of(used.server().target().host(), used.server().target().port());
    }

    private SendDetails detailsOf(Lease used, TransactionReport report, boolean delivered) {
        Connection connection = used.connection();
        TlsInfo tls = connection.tls();
        SendPlan plan = report.plan();
        SendDetails server = detailsOf(used);
        return (tls == null ? server : server.withTls(tls.protocol(), tls.cipherSuite()))
                .withPlan(plan == null ? null : plan.name(), report.dropped())
                .withTimes(Duration.ofNanos(nanosWaited), Duration.ofNanos(nanosSent))
                .withTried(used.pooled().tried())
                .withTranscript(delivered ? List.of() : connection.lastLines())
                .withRetryAfter(!delivered && LimitReply.of(report).lever().isThrottle() ? pool().retryAfterRefusal() : null);
    }

    private long nanosSinceLastMark() {
        long now = clock.getAsLong();
        long nanos = now - lastMark;
        lastMark = now;
        return nanos;
    }

    private void finish(
            List<RecipientResult> results, Stage stage, @Nullable Reply reply, @Nullable Failure failure, SendDetails details) {
        if (finished.compareAndSet(false, true)) {
            PreparedMessage message = content;
            // A cancelled transaction may still be queued on its connection, and opens the stream then.
            if (message != null && message.holdsStream() && cancelled == null) {
                pool().runBlocking(message::discard);
            }
            onOutcome.accept(Outcome.of(results, stage, reply, failure, details));
        }
    }
}
