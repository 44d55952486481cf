/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

import org.apache.camel.component.smtpx.internal.dialogue.RecipientDomains;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.traffic.ServerTraffic;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.mail.EnhancedStatus;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a pool: its state, its use, and its history. The state advances only: OPENING, READY, DRAINING
 * (accepts no further lease), CLOSED.
 * <p>
 * The pool's lock guards all fields that are neither final nor volatile, and the methods that use them.
 */
final class PooledConnection implements ConnectionListener {

    private enum State {
        OPENING,
        READY,
        DRAINING,
        CLOSED
    }

    private final ConnectionPool pool;
    private final SmtpThreads threads;
    private final long requestedAt;
    private State state = State.OPENING;
    /** Set once, when the connection becomes READY; read without the lock. */
    private volatile @Nullable Connection connection;
    /** The one that is tried while OPENING, then the one that it is connected to; read without the lock. */
    private volatile @Nullable ServerState server;
    private volatile List<String> tried = List.of();
    private volatile RecipientDomains domains = new RecipientDomains(0);
    private long readySince;
    private long idleSince;
    private int leases;
    /** Dialogues that were leased and have not completed. */
    private int inFlight;
    /** Whether no other dialogue may be written after the one in flight. */
    private boolean exclusive;
    /** Messages that the server has accepted on it, and how many of them in one flight. */
    private int accepted;
    private int acceptedInOneFlight;
    /** Whether it is in the pool's queue of shareable connections. */
    private boolean inShareable;

    /** @param requestedAt when the pool decided to open it */
    PooledConnection(ConnectionPool pool, SmtpThreads threads, long requestedAt) {
        this.pool = pool;
        this.threads = threads;
        this.requestedAt = requestedAt;
    }

    /** Another server is tried; null if no other is. */
    void onAttempt(@Nullable ServerState at) {
        server = at;
    }

    void onReady(Connection opened, long now) {
        domains = new RecipientDomains(opened.capabilities().maxRecipientDomains());
        connection = opened;
        state = State.READY;
        readySince = now;
        idleSince = now;
    }

    /** Sets the servers that were tried before its own, before it is ready. */
    void onTried(List<String> reasons) {
        tried = reasons;
    }

    /** The servers that were tried before its own, each with the reason why it is not used. */
    List<String> tried() {
        return tried;
    }

    /** The domains that its recipients may have. */
    RecipientDomains domains() {
        return domains;
    }

    /** Counts one more lease. */
    void beginLease(boolean shareable) {
        leases++;
        inFlight++;
        exclusive = !shareable;
    }

    /**
     * The lease that was counted last.
     *
     * @param probeAfterNanos idle time after which the connection is probed
     */
    Lease lease(LeaseRequest request, long now, long probeAfterNanos, boolean oneFlight) {
        boolean reused = leases > 1 || isOlderThan(request);
        long idle = reused && inFlight == 1 ? now - idleSince : 0;
        boolean probe = idle > probeAfterNanos;
        if (probe) {
            // The probe is a dialogue of its own, and its completion is counted, too.
            inFlight++;
        }
        return new Lease(this, leases, reused, idle, probe, oneFlight, now);
    }

    /** Counts a completed dialogue; true when none is in flight any more. */
    boolean endDialogue() {
        return --inFlight == 0;
    }

    void onIdle(long now) {
        idleSince = now;
    }

    /** Stops further leases; false unless it was READY. */
    boolean drain() {
        if (state != State.READY) {
            return false;
        }
        state = State.DRAINING;
        return true;
    }

    void onClosed() {
        state = State.CLOSED;
    }

    boolean isReady() {
        return state == State.READY;
    }

    boolean isDraining() {
        return state == State.DRAINING;
    }

    /** Whether its opening began before the request. */
    boolean isOlderThan(LeaseRequest request) {
        return requestedAt - request.requestedAt < 0;
    }

    boolean isBusy() {
        return inFlight > 0;
    }

    /** Whether the lease is in flight, or was the last to be, and no other is. */
    boolean carriesOnly(Lease lease) {
        return leases == lease.number() && inFlight <= lease.dialogues();
    }

    /**
     * Whether it takes no further lease, since the server accepts no more messages on it.
     *
     * @param max the limit besides that of its EHLO; 0 for none
     */
    boolean isUsedUp(int max) {
        int most = ServerTraffic.tighter(max, connection().capabilities().maxMessages());
        return most > 0 && leases >= most;
    }

    /** When the pool decided to open it. */
    long requestedAt() {
        return requestedAt;
    }

    /** Leases whose dialogues have completed. */
    int completedLeases() {
        return leases - inFlight;
    }

    /** Whether a message may follow those in flight: that was accepted here before, and none excludes it. */
    boolean hasCapacity(int maxInFlight) {
        return state == State.READY && acceptedInOneFlight > 0 && !exclusive && inFlight < maxInFlight;
    }

    /** Whether it was idle too long or is too old. */
    boolean isExpired(long now, PoolLimits limits) {
        long maxAge = limits.maxConnectionAge().toNanos();
        boolean idleTooLong = inFlight == 0 && now - idleSince > limits.idleTimeout().toNanos();
        return state == State.READY && (idleTooLong || maxAge > 0 && now - readySince > maxAge);
    }

    /** Counts an accepted message. */
    void recordAccepted(boolean inOneFlight) {
        accepted++;
        acceptedInOneFlight += inOneFlight ? 1 : 0;
    }

    /**
     * Whether the server defers everything on this connection with 4.3.2 (system not accepting messages) and has
     * accepted nothing on it. postscreen answers 4.3.2 until the client reconnects.
     */
    boolean isDeferredUntilReconnect(TransactionReport report) {
        return accepted == 0 && report.results().stream().allMatch(result -> result.fate() == Fate.FAILED
                && result.reply() != null && isNotAccepting(result.reply()));
    }

    private static boolean isNotAccepting(Reply reply) {
        EnhancedStatus status = reply.status();
        return status != null && status.type() == 4 && status.subject() == 3 && status.detail() == 2;
    }

    /** Marks it as in the queue of shareable connections, or not; false if it was so marked. */
    boolean setInShareable(boolean value) {
        boolean changed = inShareable != value;
        inShareable = value;
        return changed;
    }

    /** Closes it at once, if it is open. Must not be called under the pool's lock. */
    void close(Failure why) {
        Connection open = connection;
        if (open != null) {
            open.close(why);
        }
    }

    Connection connection() {
        return Objects.requireNonNull(connection, "the connection is not open");
    }

    ServerState server() {
        return Objects.requireNonNull(server, "no server is tried");
    }

    /** The server that is tried or connected to; null when all attempts have failed. */
    @Nullable
    ServerState attempted() {
        return server;
    }

    /** Runs the wake-ups of the event loop for submitted dialogues. */
    Executor wakeups() {
        return threads.wakeups();
    }

    @Override
    public void batchCallbacks(Runnable all) {
        threads.batchCallbacks(all);
    }

    @Override
    public void released(Connection released) {
        if (released == connection) {
            pool.release(this);
        }
    }

    /** A connection that closes before the handshake is complete was reported by its dialogue. */
    @Override
    public void closed(Connection closed, Failure why) {
        if (closed == connection) {
            PoolLog.closed(this, why);
            pool.onClosed(this);
        }
    }
}
