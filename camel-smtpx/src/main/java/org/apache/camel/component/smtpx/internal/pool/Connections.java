/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.pool.PooledConnection.State;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a pool and the order in which they are leased: an idle one, the most recently used first, else a
 * busy one that carries several transactions at once, each in turn. Guarded by the pool's lock.
 */
final class Connections {

    private final PoolLimits limits;
    private final OneFlightEligibility trust;
    private final Set<PooledConnection> all = new LinkedHashSet<>();
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    /** Busy, with room for another transaction. */
    private final Deque<PooledConnection> roomy = new ArrayDeque<>();
    private final LongSupplier clock;
    private int opening;

    Connections(PoolLimits limits, OneFlight oneFlight, LongSupplier clock) {
        this.limits = limits;
        this.trust = new OneFlightEligibility(oneFlight, limits.maxConnections());
        this.clock = clock;
    }

    /** A further connection that is being opened, if there may be one more than there are. */
    @Nullable
    PooledConnection another(ConnectionPool pool, int waiting, BooleanSupplier heldBack) {
        if (waiting <= opening || all.size() >= limits.maxConnections() || heldBack.getAsBoolean()) {
            return null;
        }
        PooledConnection connection = new PooledConnection(pool, clock.getAsLong());
        all.add(connection);
        opening++;
        return connection;
    }

    void opened(PooledConnection connection) {
        opening--;
        connection.state = State.READY;
        connection.idleSince = clock.getAsLong();
        connection.readySince = connection.idleSince;
        idle.addLast(connection);
    }

    /**
     * A place on a connection; null when there is none.
     *
     * @param asked when the send asked for a connection: one whose opening had begun before that may be dead by now
     */
    @Nullable
    Lease lease(ConnectionPool pool, boolean shareable, long asked) {
        PooledConnection taken = take(shareable);
        if (taken == null) {
            return null;
        }
        long idle = clock.getAsLong() - taken.idleSince;
        return Lease.of(pool, taken, taken.since - asked < 0, idle, limits.probeAfter(), trust.oneFlight());
    }

    /** A connection with one place on it taken; null when there is none. */
    private @Nullable PooledConnection take(boolean shareable) {
        PooledConnection taken = idle.pollLast();
        taken = taken == null && shareable ? roomy.pollFirst() : taken;
        if (taken == null) {
            return null;
        }
        taken.roomy = false;
        taken.inFlight++;
        taken.served++;
        taken.exclusive = !shareable;
        if (limits.maxMessagesPerConnection() > 0 && taken.served >= limits.maxMessagesPerConnection()) {
            drain(taken);
        } else {
            offer(taken);
        }
        return taken;
    }

    /** Gives a place back; true when the connection carries nothing now and is to be closed. */
    boolean release(PooledConnection connection) {
        connection.inFlight--;
        if (connection.inFlight > 0) {
            offer(connection);
            return false;
        }
        full(connection);
        connection.idleSince = clock.getAsLong();
        if (connection.state == State.READY) {
            idle.addLast(connection);
            return false;
        }
        return connection.state == State.DRAINING;
    }

    private void offer(PooledConnection busy) {
        if (!busy.roomy && busy.state == State.READY && trust.sharing(busy) && !busy.exclusive
                && busy.inFlight < limits.maxInFlight()) {
            busy.roomy = true;
            roomy.addLast(busy);
        }
    }

    private void full(PooledConnection busy) {
        if (busy.roomy) {
            busy.roomy = false;
            roomy.remove(busy);
        }
    }

    /** The connection takes nothing new; true when it carries nothing and can be closed at once. */
    boolean drain(PooledConnection connection) {
        if (connection.state != State.READY) {
            return false;
        }
        connection.state = State.DRAINING;
        idle.remove(connection);
        full(connection);
        return connection.inFlight == 0;
    }

    /**
     * How a transaction on a connection ended; after a bad end none is shared for a while. True when the connection
     * carries nothing and is of no use, and is to be closed.
     */
    boolean learned(PooledConnection connection, TransactionReport report) {
        if (trust.shaken(connection, report)) {
            List.copyOf(roomy).forEach(this::full);
        } else if (connection.inFlight > 0) {
            offer(connection);
        }
        return OneFlightEligibility.putOff(connection, report) && drain(connection);
    }

    void remove(PooledConnection connection) {
        if (connection.state == State.OPENING) {
            opening--;
        }
        connection.state = State.CLOSED;
        all.remove(connection);
        idle.remove(connection);
        full(connection);
    }

    /** Connections that idled too long or are too old. */
    List<PooledConnection> tired() {
        List<PooledConnection> tired = new ArrayList<>();
        long now = clock.getAsLong();
        long age = limits.maxConnectionAge().toNanos();
        for (PooledConnection connection : all) {
            boolean bored = connection.inFlight == 0 && now - connection.idleSince > limits.idleTimeout().toNanos();
            boolean old = age > 0 && now - connection.readySince > age;
            if (connection.state == State.READY && (bored || old)) {
                tired.add(connection);
            }
        }
        return tired;
    }

    List<PooledConnection> idle() {
        return List.copyOf(idle);
    }

    List<PooledConnection> all() {
        return List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Connections that are being opened or may be: whoever waits for one of them is not in a queue. */
    int toCome() {
        return opening + limits.maxConnections() - all.size();
    }

    /** Whether a connection is open that may become free. */
    boolean anyReady() {
        return all.size() > opening;
    }

    boolean isOpening() {
        return opening > 0;
    }

    PoolCounts counts(int waiting) {
        return new PoolCounts(all.size(), idle.size(), all.size() - idle.size() - opening, waiting);
    }
}
