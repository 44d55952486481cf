/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

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
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Acquires and releases a ready connection: per message, when the connection is idle, and when it has another message
 * in flight. Allocation shows with {@code -prof gc}. There is no network and no contention for the pool's lock.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PoolLeaseBenchmark {

    private final SmtpThreads threads = new SmtpThreads(1, "benchmark", Executors.newCachedThreadPool(), true);
    private final Request idle = new Request(pool());
    private final Request busy = new Request(pool());

    @Setup
    public void beginMessage() {
        busy.acquire();
    }

    @TearDown
    public void closeThreads() {
        threads.close();
    }

    private ConnectionPool pool() {
        Route route = new Route(
                "mail.example.org", 25, false, () -> null, "mail.example.org", true, SocketSettings.DIRECT);
        ClientSettings settings = ClientSettings.builder(List.of(route))
                .policy(SendPolicy.DEFAULTS.withOneFlight(OneFlight.ALWAYS)).build();
        ConnectionPool pool = new ConnectionPool(settings, threads, System::nanoTime);
        PooledConnection connection = pool.addConnection(pool.servers().first(), System.nanoTime()).pooled();
        pool.onOpened(connection, new IdleConnection());
        Reply reply = Reply.of(250, "accepted");
        Request first = new Request(pool);
        Lease lease = acquire(first);
        pool.record(first, lease, new TransactionReport(
                List.of(RecipientResult.delivered(Recipient.of("ann@example.org"), reply)), Stage.FINAL, reply, null,
                SendPlan.ONE_FLIGHT, List.of(), false, false, -1));
        release(first, lease);
        return pool;
    }

    @Benchmark
    public Lease idle() {
        Lease lease = acquire(idle);
        release(idle, lease);
        return lease;
    }

    @Benchmark
    public Lease shared() {
        Lease lease = acquire(busy);
        release(busy, lease);
        return lease;
    }

    // Not inlined, so that the compiler does not merge the two locked sections.

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Lease acquire(Request request) {
        request.acquire();
        return request.lease;
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void release(Request request, Lease lease) {
        request.pool().release(lease.pooled());
    }

    private static final class Request extends LeaseRequest {
        private Lease lease;

        Request(ConnectionPool pool) {
            super(pool, null);
        }

        @Override
        boolean isShareable() {
            return true;
        }

        @Override
        int recipientCount() {
            return 1;
        }

        @Override
        boolean isRetry() {
            return false;
        }

        @Override
        void onLease(Lease given) {
            lease = given;
        }

        @Override
        void onFailure(ConnectFailure why) {
            throw new IllegalStateException(why.toString());
        }
    }

    /** A connection that does nothing. */
    private static final class IdleConnection implements Connection {
        @Override
        public void submit(Dialogue dialogue, Executor waking) {
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
            return null;
        }
    }
}
