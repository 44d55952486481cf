/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which connection a message gets, on four connections that carry up to four messages each. No network. */
class ConnectionPoolTest {

    private static final PoolLimits LIMITS = PoolLimits.DEFAULT.withConnections(4, 4);

    private final SmtpThreads threads = new SmtpThreads(1, "connection-pool-test", Executors.newCachedThreadPool(), true);
    private final List<PooledConnection> all = new ArrayList<>();
    private ConnectionPool pool;

    @BeforeEach
    void openConnections() throws Exception {
        SSLContext tls = SSLContext.getDefault();
        Route route = new Route("localhost", 25, false, () -> tls, "localhost", true, SocketSettings.DIRECT);
        ClientSettings settings = ClientSettings.builder(List.of(route)).limits(LIMITS)
                .policy(SendPolicy.DEFAULTS.withOneFlight(OneFlight.ALWAYS)).build();
        pool = new ConnectionPool(settings, threads, () -> 0);
        for (int i = 0; i < LIMITS.maxConnections(); i++) {
            PooledConnection connection = pool.addConnection(pool.servers().first(), 0).pooled();
            pool.onOpened(connection, new IdleConnection());
            all.add(connection);
        }
        // A connection is shared once it has carried a message in one flight.
        List<Request> first = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Request request = new Request(pool, true);
            request.acquire();
            first.add(request);
        }
        first.forEach(request -> pool.record(request, request.lease, accepted()));
        first.forEach(request -> pool.release(request.lease.pooled()));
    }

    @AfterEach
    void closeThreads() {
        threads.close();
    }

    private static TransactionReport accepted() throws IllegalStateException {
        Reply reply = Reply.of(250, "accepted");
        return new TransactionReport(
                List.of(RecipientResult.delivered(Recipient.of("ann@example.org"), reply)), Stage.FINAL, reply, null,
                SendPlan.ONE_FLIGHT, List.of(), false, false, -1);
    }

    private static final class Request extends LeaseRequest {
        private final boolean shareable;
        private @Nullable Lease lease;

        Request(ConnectionPool pool, boolean shareable) {
            super(pool, null);
            this.shareable = shareable;
        }

        @Override
        boolean isShareable() {
            return shareable;
        }

        @Override
        boolean isRetry() {
            return false;
        }

        @Override
        int recipientCount() {
            return 1;
        }

        @Override
        void onLease(Lease given) {
            lease = given;
        }

        @Override
        void onFailure(ConnectFailure why) {
            throw new AssertionError(why);
        }
    }

    private @Nullable PooledConnection acquire(boolean shareable) {
        Request request = new Request(pool, shareable);
        request.acquire();
        return request.lease == null ? null : request.lease.pooled();
    }

    private List<PooledConnection> acquire(int messages) {
        List<PooledConnection> leased = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            leased.add(acquire(true));
        }
        return leased;
    }

    @Test
    void messagesShareConnectionsOnlyWhenNoneIsIdle() {
        assertThat(acquire(4)).doesNotHaveDuplicates();
        assertThat(acquire(12)).containsAll(all).doesNotContainNull();
        assertThat(acquire(true)).isNull();
    }

    @Test
    void idleConnectionIsLeasedBeforeABusyOne() {
        List<PooledConnection> busy = acquire(4);
        pool.release(busy.get(2));
        assertThat(acquire(1)).containsExactly(busy.get(2));
    }

    @Test
    void requestThatCannotShareGetsAnIdleConnection() {
        acquire(3);
        PooledConnection alone = acquire(false);
        assertThat(acquire(9)).doesNotContain(alone).doesNotContainNull();
        assertThat(acquire(true)).isNull();
    }

    @Test
    void releasedConnectionServesTheOldestRequest() {
        List<PooledConnection> busy = acquire(16);
        Request first = new Request(pool, true);
        Request second = new Request(pool, true);
        first.acquire();
        second.acquire();
        assertThat(pool.counts().pending()).isEqualTo(2);

        pool.release(busy.get(0));

        assertThat(first.lease).isNotNull();
        assertThat(second.lease).isNull();
    }

    /** A connection that does nothing. */
    private static final class IdleConnection implements Connection {
        @Override
        public void submit(Dialogue dialogue, Executor waking) {
            throw new AssertionError("no dialogue is expected");
        }

        @Override
        public void quit() {
        }

        @Override
        public void close(Failure why) {
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.NONE;
        }

        @Override
        public @Nullable TlsInfo tls() {
            return null;
        }

        @Override
        public List<String> lastLines() {
            return List.of();
        }

        @Override
        public SocketAddress localAddress() {
            return InetSocketAddress.createUnresolved("localhost", 0);
        }
    }
}
