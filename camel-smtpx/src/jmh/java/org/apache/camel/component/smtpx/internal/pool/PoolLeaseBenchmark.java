/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.TimeUnit;

import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.OneFlight;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Taking a place on a ready connection and giving it back: per mail, when the connection is idle, and when another
 * transaction is under way on it already. What is allocated shows with {@code -prof gc}.
 * <p>
 * There is no network. Measured is what the pool does under its lock ({@link Connections}), with the lock, which nobody
 * else wants; not what it does beside that when somebody waits, nor what the lease is good for.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PoolLeaseBenchmark {

    /** Leases and connections keep their pool for what comes later; here nothing asks it. */
    private static final ConnectionPool NO_POOL = null;

    private final Connections idle = oneReady();
    private final Connections busy = oneReady();

    @Setup
    public void oneUnderWay() {
        busy.lease(NO_POOL, true, System.nanoTime());
    }

    private static Connections oneReady() {
        Connections connections = new Connections(PoolLimits.STANDARD, OneFlight.ALWAYS, System::nanoTime);
        PooledConnection connection = connections.another(NO_POOL, 1, () -> false);
        connection.target = new Target(
                "mail.example.org", 25, false, new TlsSettings(() -> null, "mail.example.org", 25, true),
                AddressFamily.ANY, null);
        connection.flights = 1;
        connections.opened(connection);
        return connections;
    }

    @Benchmark
    public Lease idle() {
        Lease lease = take(idle);
        giveBack(idle, lease);
        return lease;
    }

    @Benchmark
    public Lease shared() {
        Lease lease = take(busy);
        giveBack(busy, lease);
        return lease;
    }

    // Not inlined, so that the two do not come under one lock.

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Lease take(Connections connections) {
        synchronized (connections) {
            return connections.lease(NO_POOL, true, System.nanoTime());
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void giveBack(Connections connections, Lease lease) {
        synchronized (connections) {
            connections.release(lease.pooled());
        }
    }
}
