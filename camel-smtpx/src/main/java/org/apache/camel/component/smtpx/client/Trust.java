/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import org.apache.camel.component.smtpx.protocol.OneFlight;

/**
 * How much may be on its way to a server before it answers; with {@link OneFlight#AUTO} the server has to earn it.
 * <p>
 * When a connection breaks, every message whose last octet has left and that is not answered is UNKNOWN, and not only
 * the first of them: a server may hold back its replies, final ones too, as long as it has more to read (RFC 2920,
 * section 3.2; Postfix does), so that it can have accepted them all before it died. How the connection ended tells
 * nothing about that; a crash of the server's process closes it as a regular end does. What can be done is to have less
 * on its way where connections are known to break: a message whose content waits for the replies to its envelope is
 * FAILED, not UNKNOWN, whatever breaks before that.
 * <p>
 * Guarded by the pool's lock.
 */
final class Trust {

    /** Messages taken on a connection before content leaves with the envelope. */
    static final int BEFORE_FLIGHT = 50;
    /** Messages taken in one flight before others are written behind them. */
    static final int BEFORE_SHARING = 25;
    /** Messages taken on all connections together after one was lost, before either begins again. */
    static final int AFTER_LOSS = 1000;

    private final OneFlight when;
    private int missing;

    Trust(OneFlight when) {
        this.when = when;
    }

    /** The server has taken a message on this connection. */
    void taken(PooledConnection connection, boolean inOneFlight) {
        connection.taken++;
        connection.flights += inOneFlight ? 1 : 0;
        missing -= missing > 0 ? 1 : 0;
    }

    /** A connection was lost that carried something. */
    void lost() {
        missing = AFTER_LOSS;
    }

    /** Whether a message may leave with its envelope. */
    boolean oneFlight(PooledConnection connection) {
        return when == OneFlight.ALWAYS || when == OneFlight.AUTO && missing == 0 && connection.taken >= BEFORE_FLIGHT;
    }

    /** Whether a message may leave behind another one that is not answered yet. */
    boolean sharing(PooledConnection connection) {
        return connection.flights >= (when == OneFlight.AUTO ? BEFORE_SHARING : 1) && oneFlight(connection);
    }
}
