/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

import org.apache.camel.component.smtpx.client.PooledConnection.State;
import org.apache.camel.component.smtpx.protocol.Failure;
import org.apache.camel.component.smtpx.protocol.Stage;
import org.apache.camel.component.smtpx.transport.SmtpConnection;
import org.apache.camel.component.smtpx.transport.Target;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client. A send takes an idle connection, or shares a busy one up to {@code maxInFlight}, or
 * opens one, or waits. One lock guards everything here; it is never held while a connection is used or a waiter is
 * told.
 */
final class ConnectionPool {

    private final ClientSettings settings;
    private final PoolLimits limits;
    private final Engine engine;
    /** Idle and busy connections, the most recently used last. */
    private final Deque<PooledConnection> ready = new ArrayDeque<>();
    private final List<PooledConnection> others = new ArrayList<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final LoginPause loginPause;
    private boolean closed;
    private @Nullable Future<?> sweep;

    ConnectionPool(ClientSettings settings, Engine engine) {
        this.settings = settings;
        this.limits = settings.limits();
        this.engine = engine;
        this.loginPause = new LoginPause(limits.loginPause());
    }

    /** Finds a connection for a waiter, now or later. */
    void acquire(Waiter waiter) {
        Lease lease;
        NoConnection refusal = null;
        PooledConnection open = null;
        synchronized (this) {
            lease = closed ? null : lease();
            if (lease == null) {
                refusal = refusal();
                if (refusal == null) {
                    waiter.alarm = engine.schedule(() -> expire(waiter), limits.acquireTimeout());
                    waiters.add(waiter);
                    open = another();
                }
            }
        }
        if (lease != null) {
            waiter.ready(lease);
        } else if (refusal != null) {
            waiter.failed(refusal);
        } else if (open != null) {
            open(open);
        }
    }

    private @Nullable NoConnection refusal() {
        if (closed) {
            return none(Failure.Kind.CANCELLED, "the client is closed");
        }
        NoConnection refused = ready.isEmpty() ? loginPause.refusal() : null;
        if (refused == null && waiters.size() >= limits.maxPending()) {
            return none(Failure.Kind.TIMEOUT,
                    "no connection is free and " + waiters.size() + " sends wait already (maxPending)");
        }
        return refused;
    }

    private NoConnection none(Failure.Kind kind, String text) {
        return new NoConnection(settings.targets().get(0), Stage.POOL, null, Failure.of(kind, text));
    }

    /** A place on a connection: the most recently used idle one, else the least busy one that has room. */
    private @Nullable Lease lease() {
        PooledConnection best = null;
        for (PooledConnection candidate : ready) {
            if (candidate.inFlight < limits.maxInFlight() && (best == null || candidate.inFlight <= best.inFlight)) {
                best = candidate;
            }
        }
        return best == null ? null : lease(best);
    }

    private Lease lease(PooledConnection chosen) {
        boolean reused = chosen.served > 0;
        boolean probe = reused && chosen.inFlight == 0
                && System.nanoTime() - chosen.idleSince > limits.probeAfter().toNanos();
        // The probe is a dialogue of its own and is released on its own.
        chosen.inFlight += probe ? 2 : 1;
        chosen.served++;
        Target target = chosen.target == null ? settings.targets().get(0) : chosen.target;
        Lease lease = new Lease(this, chosen, target, reused, probe);
        if (limits.maxMessagesPerConnection() > 0 && chosen.served >= limits.maxMessagesPerConnection()) {
            drain(chosen);
        }
        return lease;
    }

    private void drain(PooledConnection connection) {
        if (connection.state == State.READY) {
            connection.state = State.DRAINING;
            ready.remove(connection);
            others.add(connection);
        }
    }

    /** A further connection for those who wait, if there may be one. */
    private @Nullable PooledConnection another() {
        long opening = others.stream().filter(c -> c.state == State.OPENING).count();
        if (closed || waiters.size() <= opening || ready.size() + others.size() >= limits.maxConnections()) {
            return null;
        }
        PooledConnection connection = new PooledConnection(this);
        others.add(connection);
        return connection;
    }

    private void open(PooledConnection pooled) {
        new Opening(settings, engine, pooled, new Opening.Callback() {
            @Override
            public void ready(SmtpConnection connection, Target target) {
                opened(pooled, connection, target);
            }

            @Override
            public void failed(NoConnection why) {
                notOpened(pooled, why);
            }
        }).start();
    }

    private void opened(PooledConnection pooled, SmtpConnection connection, Target target) {
        boolean unwanted;
        synchronized (this) {
            others.remove(pooled);
            unwanted = closed;
            if (!unwanted) {
                loginPause.end();
                pooled.connection = connection;
                pooled.target = target;
                pooled.state = State.READY;
                pooled.readySince = System.nanoTime();
                pooled.idleSince = pooled.readySince;
                ready.addLast(pooled);
                sweepLater();
            }
        }
        if (unwanted) {
            connection.quit();
        }
        serve();
    }

    private void notOpened(PooledConnection pooled, NoConnection why) {
        List<Waiter> told = new ArrayList<>();
        synchronized (this) {
            pooled.state = State.CLOSED;
            others.remove(pooled);
            if (why.failure().kind() == Failure.Kind.AUTHENTICATION) {
                loginPause.begin(why);
            }
            // Who has no connection left to hope for shares the failure; otherwise it is the first one's.
            boolean hopeless = ready.isEmpty() && others.isEmpty();
            while (!waiters.isEmpty() && (hopeless || told.isEmpty())) {
                told.add(remove(waiters.getFirst()));
            }
        }
        told.forEach(waiter -> waiter.failed(why));
        serve();
    }

    /** Gives places to those who wait, and opens further connections for the rest. */
    private void serve() {
        while (true) {
            Waiter first;
            Lease lease;
            PooledConnection open;
            synchronized (this) {
                first = waiters.peekFirst();
                lease = first == null ? null : lease();
                open = first == null || lease != null ? null : another();
                if (lease != null && first != null) {
                    remove(first);
                }
            }
            if (lease != null && first != null) {
                first.ready(lease);
            } else if (open != null) {
                open(open);
            } else {
                return;
            }
        }
    }

    private Waiter remove(Waiter waiter) {
        waiters.remove(waiter);
        if (waiter.alarm != null) {
            waiter.alarm.cancel(false);
        }
        return waiter;
    }

    private void expire(Waiter waiter) {
        synchronized (this) {
            if (!waiters.remove(waiter)) {
                return;
            }
        }
        waiter.failed(none(Failure.Kind.TIMEOUT,
                "no connection was free within " + limits.acquireTimeout().toMillis() + " ms (acquireTimeout)"));
    }

    /** A dialogue is over and its connection can take another. */
    void released(PooledConnection pooled) {
        SmtpConnection finished = null;
        synchronized (this) {
            pooled.inFlight--;
            if (pooled.inFlight == 0) {
                pooled.idleSince = System.nanoTime();
                if (pooled.state == State.DRAINING) {
                    finished = pooled.connection;
                }
            }
        }
        if (finished != null) {
            finished.quit();
        } else {
            serve();
        }
    }

    /** A connection takes nothing new any more. */
    void closed(PooledConnection pooled) {
        synchronized (this) {
            pooled.state = State.CLOSED;
            ready.remove(pooled);
            others.remove(pooled);
            notifyAll();
        }
        serve();
    }

    /** Lets a connection finish what it has and then close. */
    void retire(PooledConnection pooled) {
        SmtpConnection finished = null;
        synchronized (this) {
            drain(pooled);
            if (pooled.inFlight == 0 && pooled.state == State.DRAINING) {
                finished = pooled.connection;
            }
        }
        if (finished != null) {
            finished.quit();
        }
    }

    private void sweepLater() {
        if (sweep == null) {
            long period = Math.max(100, Math.min(limits.idleTimeout().toMillis() / 2, 10_000));
            sweep = engine.schedule(this::sweep, Duration.ofMillis(period));
        }
    }

    /** Retires what is too old or idled too long. */
    private void sweep() {
        List<PooledConnection> tired = new ArrayList<>();
        synchronized (this) {
            sweep = null;
            long now = System.nanoTime();
            long age = limits.maxConnectionAge().toNanos();
            for (PooledConnection candidate : ready) {
                boolean idle = candidate.inFlight == 0 && now - candidate.idleSince > limits.idleTimeout().toNanos();
                boolean old = age > 0 && now - candidate.readySince > age;
                if (idle || old) {
                    tired.add(candidate);
                }
            }
            if (ready.size() > tired.size() && !closed) {
                sweepLater();
            }
        }
        tired.forEach(this::retire);
    }

    /** What there is, for people to look at. */
    synchronized PoolStatus status() {
        int inUse = (int) ready.stream().filter(c -> c.inFlight > 0).count();
        return new PoolStatus(ready.size() + others.size(), ready.size() - inUse, inUse, waiters.size());
    }

    /** Takes nothing new; waits for what is under way, at most so long; then closes what is left. */
    void close(Duration grace) {
        List<Waiter> told;
        List<PooledConnection> open;
        synchronized (this) {
            closed = true;
            told = List.copyOf(waiters);
            told.forEach(this::remove);
            open = List.copyOf(ready);
        }
        told.forEach(waiter -> waiter.failed(none(Failure.Kind.CANCELLED, "the client is closing")));
        open.forEach(this::retire);
        List<PooledConnection> left;
        synchronized (this) {
            long due = System.nanoTime() + grace.toNanos();
            long millis = grace.toMillis();
            try {
                while (!(ready.isEmpty() && others.isEmpty()) && millis > 0) {
                    wait(millis);
                    millis = Duration.ofNanos(due - System.nanoTime()).toMillis();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            left = new ArrayList<>(ready);
            left.addAll(others);
        }
        left.stream().map(pooled -> pooled.connection).filter(c -> c != null)
                .forEach(c -> c.close(Failure.of(Failure.Kind.CANCELLED, "the client was closed")));
    }
}
