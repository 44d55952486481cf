/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.Objects;

import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.mail.Failure;

/**
 * The right to give a connection one dialogue. There is no way to forget to give it back: it ends with the dialogue,
 * and the dialogue's verdict decides what becomes of the connection.
 */
final class Lease {

    /** Idle for longer, a connection may have got a reply that nobody asked for and that has yet to arrive. */
    private static final long QUIET_NANOS = 10_000_000;

    private final ConnectionPool pool;
    private final PooledConnection pooled;
    private final Target target;
    private final boolean reused;
    private final boolean probe;
    private final boolean idled;
    private final boolean oneFlight;
    private final int served;
    private boolean submitted;

    private Lease(ConnectionPool pool, PooledConnection pooled, Target target, boolean reused, boolean probe, boolean idled,
                  boolean oneFlight) {
        this.pool = pool;
        this.pooled = pooled;
        this.target = target;
        this.reused = reused;
        this.probe = probe;
        this.idled = idled;
        this.oneFlight = oneFlight;
        this.served = pooled.served;
    }

    /**
     * The lease of a place that was just taken. Under the pool's lock.
     *
     * @param older      whether its opening began before the send, so that it may have died unnoticed
     * @param idleNanos  how long the connection was idle, if it carries nothing else
     * @param probeAfter idle for longer, the connection may be dead and is asked first
     * @param oneFlight  whether a message may leave with its envelope
     */
    static Lease of(
            ConnectionPool pool, PooledConnection taken, boolean older, long idleNanos, Duration probeAfter,
            boolean oneFlight) {
        boolean reused = older || taken.served > 1;
        long idle = reused && taken.inFlight == 1 ? idleNanos : 0;
        boolean probe = idle > probeAfter.toNanos();
        if (probe) {
            // The probe is a dialogue of its own and gives its place back on its own.
            taken.inFlight++;
        }
        Target target = Objects.requireNonNull(taken.target);
        return new Lease(pool, taken, target, reused, probe, idle > QUIET_NANOS, oneFlight);
    }

    /** The server at the other end. */
    Target target() {
        return target;
    }

    /**
     * Whether the connection carried something before, or is older than the send, so that it may have died unnoticed.
     */
    boolean reused() {
        return reused;
    }

    PooledConnection pooled() {
        return pooled;
    }

    void submit(Dialogue dialogue) {
        submitted = true;
        pooled.submit(dialogue, probe);
    }

    /** Closes the connection, unless others have something in flight on it. */
    boolean closeUnlessShared(Failure why) {
        return pool.closeUnlessShared(pooled, served, probe ? 2 : 1, why);
    }

    /** Frees its place on the connection if it has carried nothing. */
    void giveBack() {
        if (!submitted) {
            submitted = true;
            if (probe) {
                pool.released(pooled);
            }
            pool.released(pooled);
        }
    }

    /** Whether nothing was under way on it for a moment, so that something unasked-for may be on its way to us. */
    boolean idled() {
        return idled;
    }

    /** Whether a message may leave with its envelope. */
    boolean oneFlight() {
        return oneFlight;
    }

    /** Whether this server has refused BDAT as a command, so that content goes by DATA. */
    boolean refusesBdat() {
        return pool.refusesBdat(target);
    }

    /** Whether the connection has logged in. */
    boolean loggedIn() {
        return pool.account(target) != null;
    }

    /** Recipients that this server accepts per message, as far as is known; 0 for no limit. */
    int recipientLimit() {
        return pool.recipientLimit(target);
    }

    /** How its transaction ended. */
    void learned(TransactionReport report) {
        pool.learned(pooled, report);
    }

    /** The connection was dead; those that lie idle beside it may be too. */
    void retireIdle() {
        pool.retireIdle();
    }

    /** The connection takes nothing new. */
    void retire() {
        pool.retire(pooled);
    }
}
