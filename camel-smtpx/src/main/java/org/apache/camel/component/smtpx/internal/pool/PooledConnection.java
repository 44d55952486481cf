/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the pool sees it. Its state only ever goes forward: opening, ready, draining (takes nothing new),
 * closed. All fields are guarded by the pool's lock.
 */
final class PooledConnection implements ConnectionListener, ConnectionOpener.Callback {

    /** Where a connection stands. */
    enum State {
        OPENING,
        READY,
        DRAINING,
        CLOSED
    }

    private final ConnectionPool pool;
    State state = State.OPENING;
    /** How it is being opened; null before that has begun. */
    volatile @Nullable ConnectionOpener opening;
    @Nullable
    Connection connection;
    @Nullable
    Target target;
    /** When it was asked for. */
    final long since;
    int inFlight;
    /** Stands where those stand that take another transaction although they are busy. */
    boolean roomy;
    /** Carries something that nothing may be written behind. */
    boolean exclusive;
    /** Messages that the server has taken on it, and how many of them in one flight. */
    int taken;
    int flights;
    int served;
    long readySince;
    long idleSince;

    PooledConnection(ConnectionPool pool, long since) {
        this.pool = pool;
        this.since = since;
    }

    /** Takes one dialogue, and a probe before it if the connection has idled so long that it may be dead. */
    void submit(Dialogue dialogue, boolean probe) {
        Connection open = connection();
        if (probe) {
            open.submit(new CommandDialogue(Command.rset(), TimeoutKind.PROBE, result -> {
            }));
        }
        open.submit(dialogue, pool.engine().gathering());
    }

    Connection connection() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("the connection is not open");
        }
        return open;
    }

    /** Closes it at once, if it is open. */
    void abandon(Failure why) {
        if (connection != null) {
            connection.close(why);
        }
    }

    @Override
    public void ready(Connection opened, Target server) {
        pool.opened(this, opened, server);
    }

    @Override
    public void failed(ConnectFailure why) {
        pool.notOpened(this, why);
    }

    @Override
    public void batchCallbacks(Runnable all) {
        pool.engine().telling(all);
    }

    @Override
    public void released(Connection released) {
        pool.released(this);
    }

    @Override
    public void closed(Connection closed, Failure why) {
        pool.closed(this);
    }
}
