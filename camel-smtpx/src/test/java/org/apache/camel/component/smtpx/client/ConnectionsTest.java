/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.protocol.OneFlight;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which connection a message gets, on four connections that carry up to four messages each. */
class ConnectionsTest {

    private static final PoolLimits LIMITS = PoolLimits.STANDARD.withConnections(4, 4);

    /** Leases and connections keep their pool for what comes later; here nothing asks it. */
    private static final ConnectionPool NO_POOL = null;

    private final List<PooledConnection> all = new ArrayList<>();
    private long now;
    private final Connections connections = new Connections(LIMITS, OneFlight.ALWAYS, () -> now);

    @BeforeEach
    void open() throws Exception {
        SSLContext tls = SSLContext.getDefault();
        Route route = new Route("localhost", 25, false, () -> tls, "localhost", true, null, null);
        for (int i = 0; i < LIMITS.maxConnections(); i++) {
            PooledConnection connection = connections.another(NO_POOL, i + 1, new LoginPause(Duration.ZERO, true, () -> now));
            connection.target = route.target();
            connection.flights = 1;
            connections.opened(connection);
            all.add(connection);
        }
    }

    private List<PooledConnection> take(int messages) {
        return IntStream.range(0, messages).mapToObj(i -> connections.lease(NO_POOL, true, true).pooled()).toList();
    }

    /** Two messages at once, over and over, at such a pace. */
    private void carry(int messages, Duration each) {
        for (int i = 0; i < messages; i++) {
            List<PooledConnection> two = take(2);
            boolean together = two.get(0) == two.get(1);
            now += each.toNanos() / (together ? 2 : 1);
            two.forEach(connections::release);
        }
    }

    private long busy() {
        return all.stream().filter(connection -> connection.inFlight > 0).count();
    }

    @Test
    void messagesGoSideBySideAndThenBehindEachOther() {
        assertThat(take(4)).doesNotHaveDuplicates();
        assertThat(take(12)).hasSize(12);
        assertThat(connections.lease(NO_POOL, true, true)).isNull();
    }

    @Test
    void whereThatIsFasterOneConnectionIsFilledBeforeTheNextIsTaken() {
        carry(4 * Pace.STRETCH / 2, Duration.ofNanos(20_000));
        assertThat(take(4)).hasSize(4).containsOnly(all.get(3));
        assertThat(busy()).isEqualTo(1);
        take(1);
        assertThat(busy()).isEqualTo(2);
        take(11);
        assertThat(busy()).isEqualTo(4);
    }

    @Test
    void atAnOrdinaryPaceTheyStaySideBySide() {
        carry(4 * Pace.STRETCH / 2, Duration.ofMillis(1));
        assertThat(take(4)).doesNotHaveDuplicates();
    }

    @Test
    void aMessageThatNothingMayBeWrittenBehindGetsAnIdleConnection() {
        carry(4 * Pace.STRETCH / 2, Duration.ofNanos(20_000));
        PooledConnection shared = take(1).get(0);
        PooledConnection alone = connections.lease(NO_POOL, false, true).pooled();
        assertThat(alone).isNotSameAs(shared);
        assertThat(take(3)).containsOnly(shared);
    }
}
