/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.wire.Command;

/**
 * The right to run one dialogue on a pooled connection. It needs no release: it ends with its dialogue, whose verdict
 * decides whether the connection stays open. Used by one thread at a time.
 */
final class Lease {

    /** After a longer idle time, an unsolicited reply may be on its way. */
    private static final long MAX_QUIET_NANOS = 10_000_000;

    private final PooledConnection pooled;
    private final int number;
    private final boolean reused;
    private final long idleNanos;
    private final boolean probe;
    private final boolean oneFlight;
    private final long grantedAt;
    private boolean used;

    /**
     * @param number    counts the leases of the connection, from 1
     * @param reused    see {@link #isReused}
     * @param idleNanos idle time before this lease; 0 for a new or a busy connection
     * @param probe     whether a RSET precedes the dialogue, since the connection may be dead
     * @param oneFlight see {@link #mayUseOneFlight}
     * @param grantedAt on the pool's clock
     */
    Lease(PooledConnection pooled, int number, boolean reused, long idleNanos, boolean probe, boolean oneFlight,
          long grantedAt) {
        this.pooled = pooled;
        this.number = number;
        this.reused = reused;
        this.idleNanos = idleNanos;
        this.probe = probe;
        this.oneFlight = oneFlight;
        this.grantedAt = grantedAt;
    }

    /** When it was granted, on the pool's clock. */
    long grantedAt() {
        return grantedAt;
    }

    /** Runs a dialogue, after the probe if there is one. */
    void submit(Dialogue dialogue) {
        used = true;
        if (probe) {
            connection().submit(new CommandDialogue(Command.rset(), TimeoutKind.PROBE, result -> {
            }));
        }
        connection().submit(dialogue, pooled.wakeups());
    }

    /** Uses up the lease; false if it is used up already. */
    boolean use() {
        boolean first = !used;
        used = true;
        return first;
    }

    PooledConnection pooled() {
        return pooled;
    }

    Connection connection() {
        return pooled.connection();
    }

    ServerState server() {
        return pooled.server();
    }

    int number() {
        return number;
    }

    /** Dialogues that it adds to the connection. */
    int dialogues() {
        return probe ? 2 : 1;
    }

    /**
     * Whether the connection may have died unnoticed: it had an earlier lease, or its opening began before the request.
     */
    boolean isReused() {
        return reused;
    }

    /** Whether the connection was idle so long that an unsolicited reply may be on its way. */
    boolean wasIdle() {
        return idleNanos > MAX_QUIET_NANOS;
    }

    /** Whether the message may leave in one write with its envelope. */
    boolean mayUseOneFlight() {
        return oneFlight;
    }
}
