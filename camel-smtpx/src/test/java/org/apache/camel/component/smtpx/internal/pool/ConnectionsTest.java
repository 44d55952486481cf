/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which connection a message gets, on four connections that carry up to four messages each. */
class ConnectionsTest {

    private static final PoolLimits LIMITS = PoolLimits.STANDARD.withConnections(4, 4);

    /** Leases and connections keep their pool for what comes later; here nothing asks it. */
    private static final ConnectionPool NO_POOL = null;

    private final List<PooledConnection> all = new ArrayList<>();
    private final Connections connections = new Connections(LIMITS, OneFlight.ALWAYS, () -> 0);

    @BeforeEach
    void open() throws Exception {
        SSLContext tls = SSLContext.getDefault();
        Route route = new Route("localhost", 25, false, () -> tls, "localhost", true, AddressFamily.ANY, null);
        for (int i = 0; i < LIMITS.maxConnections(); i++) {
            PooledConnection connection = connections.another(NO_POOL, i + 1, () -> false);
            connection.target = route.target();
            connection.flights = 1;
            connections.opened(connection);
            all.add(connection);
        }
    }

    private List<PooledConnection> take(int messages) {
        return IntStream.range(0, messages).mapToObj(i -> connections.lease(NO_POOL, true, 0).pooled()).toList();
    }

    @Test
    void messagesShareConnectionsOnlyWhenNoneIsIdle() {
        assertThat(take(4)).doesNotHaveDuplicates();
        assertThat(take(12)).containsAll(all);
        assertThat(connections.lease(NO_POOL, true, 0)).isNull();
    }

    @Test
    void anIdleConnectionIsTakenBeforeABusyOne() {
        List<PooledConnection> busy = take(4);
        connections.release(busy.get(2));
        assertThat(take(1)).containsExactly(busy.get(2));
    }

    @Test
    void aMessageThatNothingMayBeWrittenBehindGetsAnIdleConnection() {
        take(3);
        PooledConnection alone = connections.lease(NO_POOL, false, 0).pooled();
        assertThat(take(9)).doesNotContain(alone);
        assertThat(connections.lease(NO_POOL, true, 0)).isNull();
    }
}
