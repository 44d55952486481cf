/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.auth.FixedCredentials;
import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.dialogue.RecipientLimit;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client, and those who wait for one. A send takes an idle connection, or shares a busy one up
 * to {@code maxInFlight}, or opens one, or waits. One lock guards everything here; it is never held while a connection
 * is used or a waiter is told.
 */
public final class ConnectionPool implements LeaseProvider {

    private final ClientSettings settings;
    private final PoolLimits limits;
    private final SmtpThreads engine;
    private final LongSupplier clock;
    private final Connections connections;
    private final Deque<LeaseRequest> waiters = new ArrayDeque<>();
    /** By server; empty without credentials. */
    private final Map<String, LoginAccount> accounts;
    /** Servers that offer CHUNKING and refuse BDAT, by host and port. */
    private final Set<String> refusingBdat = ConcurrentHashMap.newKeySet();
    /** Recipients that a server accepts per message, by host and port; nothing for servers that showed no limit. */
    private final Map<String, Integer> recipientLimits = new ConcurrentHashMap<>();
    /** What the servers of this client may repeat and nothing may show. */
    private final Secrets secrets = new Secrets();
    /** Completes when the pool is closed and no connection is left. */
    private final CompletableFuture<Void> emptied = new CompletableFuture<>();
    private boolean closed;
    private @Nullable Future<?> sweep;

    /** @param clock nanoseconds; measures how long connections are idle, how old they are, and the login pause */
    public ConnectionPool(ClientSettings settings, SmtpThreads engine, LongSupplier clock) {
        this.settings = settings;
        this.limits = settings.limits();
        this.engine = engine;
        this.clock = clock;
        this.connections = new Connections(limits, settings.policy().oneFlight(), clock);
        if (settings.credentials() instanceof FixedCredentials fixed) {
            hide(fixed.credentials().password());
            hide(fixed.credentials().accessToken());
        }
        this.accounts = engine.accounts().acquire(settings, clock, engine.blocking());
    }

    private void hide(@Nullable String secret) {
        if (secret != null) {
            secrets.addCredential(secret);
        }
    }

    @Override
    public void acquire(LeaseRequest waiter) {
        Lease lease;
        ConnectFailure refusal = null;
        PooledConnection open = null;
        synchronized (this) {
            lease = closed || !waiters.isEmpty() ? null : connections.lease(this, waiter.shareable(), clock.getAsLong());
            if (lease == null) {
                refusal = refusal();
                if (refusal == null) {
                    waiter.queuedAt = clock.getAsLong();
                    waiter.alarm = engine.schedule(() -> expire(waiter), limits.acquireTimeout());
                    if (waiter.retried()) {
                        waiters.addFirst(waiter);
                    } else {
                        waiters.addLast(waiter);
                    }
                    open = connections.another(this, waiters.size(), this::holdsBack);
                }
            }
        }
        if (lease != null) {
            waiter.give(lease);
        } else if (refusal != null) {
            waiter.failed(refusal);
        } else if (open != null) {
            open(open);
        }
    }

    boolean refusesBdat(Target target) {
        return !refusingBdat.isEmpty() && refusingBdat.contains(target.toString());
    }

    int recipientLimit(Target target) {
        return recipientLimits.isEmpty() ? 0 : recipientLimits.getOrDefault(target.toString(), 0);
    }

    SmtpThreads engine() {
        return engine;
    }

    private @Nullable ConnectFailure refusal() {
        if (closed) {
            return none(Failure.Kind.CANCELLED, "the client is closed");
        }
        ConnectFailure refused = connections.anyReady() ? null : paused();
        if (refused == null && waiters.size() >= limits.maxPending() + connections.toCome()) {
            return none(Failure.Kind.TIMEOUT,
                    "no connection is free and " + waiters.size() + " sends wait already (maxPending)");
        }
        return refused;
    }

    /** The answer for a send that needs a login during the pause; null when there is none. */
    private @Nullable ConnectFailure paused() {
        for (Route route : settings.routes()) {
            LoginAccount account = account(route.target());
            LoginAccount.Refusal refusal = account == null ? null : account.refusal();
            if (refusal != null) {
                return new ConnectFailure(
                        route.target(), Stage.AUTH, refusal.reply(),
                        Failure.of(Failure.Kind.AUTHENTICATION, refusal.text()));
            }
        }
        return null;
    }

    /** What is known of the logins at a server; null without credentials. */
    @Nullable
    LoginAccount account(Target target) {
        return accounts.isEmpty() ? null : accounts.get(LoginAccounts.name(target));
    }

    /**
     * Whether another connection has to wait: while it is not known that the server accepts the credentials, they are
     * tried on one connection at a time, and during the pause only if there is no connection left.
     */
    private boolean holdsBack() {
        boolean proven = accounts.isEmpty() || accounts.values().stream().anyMatch(LoginAccount::isProven);
        return !proven && (connections.isOpening() || paused() != null && !connections.isEmpty());
    }

    private ConnectFailure none(Failure.Kind kind, String text) {
        return none(Failure.of(kind, text));
    }

    @Override
    public ConnectFailure none(Failure why) {
        return new ConnectFailure(settings.routes().get(0).target(), Stage.POOL, null, why);
    }

    @Override
    public void cancel(LeaseRequest waiter, Failure why) {
        synchronized (this) {
            if (!waiters.contains(waiter)) {
                return;
            }
            withdraw(waiter);
        }
        waiter.failed(none(why));
        serve();
    }

    /**
     * Closes a connection on which nothing else is in flight; false if something is.
     *
     * @param served    leases of the connection, up to the one in question
     * @param dialogues that the lease in question has on it
     */
    boolean closeUnlessShared(PooledConnection pooled, int served, int dialogues, Failure why) {
        synchronized (this) {
            if (pooled.inFlight == 0) {
                // Its dialogue is over: the outcome is on its way.
                return true;
            }
            if (pooled.served != served || pooled.inFlight > dialogues) {
                return false;
            }
        }
        pooled.abandon(why);
        return true;
    }

    private void open(PooledConnection pooled) {
        try {
            ConnectionOpener opening
                    = new ConnectionOpener(settings, engine, clock, secrets, this::account, pooled, pooled);
            pooled.opening = opening;
            opening.start();
        } catch (Throwable e) {
            notOpened(pooled, new ConnectFailure(
                    settings.routes().get(0).target(), Stage.CONNECT, null,
                    new Failure(Failure.Kind.CONNECT, "no connection can be opened: " + e, e)));
        }
    }

    /** A connection can carry mail. */
    void opened(PooledConnection pooled, Connection connection, Target target) {
        boolean unwanted;
        synchronized (this) {
            unwanted = closed;
            if (unwanted) {
                connections.remove(pooled);
            } else {
                pooled.connection = connection;
                pooled.target = target;
                connections.opened(pooled);
                sweepLater();
            }
        }
        if (unwanted) {
            connection.quit();
            completeWhenEmpty();
        }
        serve();
    }

    /** A connection could not be had. */
    void notOpened(PooledConnection pooled, ConnectFailure why) {
        List<LeaseRequest> told = new ArrayList<>();
        synchronized (this) {
            connections.remove(pooled);
            // Who has no connection left to hope for shares the failure; otherwise it is the first one's. An attempt that
            // had begun before somebody came, as to a server that is gone since, says nothing to him.
            while (!waiters.isEmpty() && (connections.isEmpty() || told.isEmpty())
                    && (why.loginRefused() || waiters.getFirst().queuedAt - pooled.since <= 0)) {
                told.add(withdraw(waiters.getFirst()));
            }
        }
        told.forEach(waiter -> waiter.failed(why));
        completeWhenEmpty();
        serve();
    }

    /** Gives places to those who wait, in order, and opens further connections for the rest. */
    private void serve() {
        while (true) {
            LeaseRequest first;
            Lease lease;
            PooledConnection open;
            synchronized (this) {
                first = waiters.peekFirst();
                if (first == null || closed) {
                    return;
                }
                lease = connections.lease(this, first.shareable(), first.queuedAt);
                open = lease != null ? null : connections.another(this, waiters.size(), this::holdsBack);
                if (lease != null) {
                    withdraw(first);
                }
            }
            if (lease != null) {
                first.give(lease);
            } else if (open != null) {
                open(open);
            } else {
                return;
            }
        }
    }

    private LeaseRequest withdraw(LeaseRequest waiter) {
        waiters.remove(waiter);
        if (waiter.alarm != null) {
            waiter.alarm.cancel(false);
        }
        return waiter;
    }

    private void expire(LeaseRequest waiter) {
        synchronized (this) {
            if (!waiters.remove(waiter)) {
                return;
            }
        }
        List<ConnectionOpener> openings = openings();
        ConnectionOpener oldest = openings.isEmpty() ? null : openings.get(0);
        String text = "no connection was free within " + limits.acquireTimeout().toMillis() + " ms (acquireTimeout)";
        waiter.failed(oldest == null
                ? none(Failure.Kind.TIMEOUT, text)
                : new ConnectFailure(
                        oldest.target(), Stage.POOL, null,
                        Failure.of(Failure.Kind.TIMEOUT, text + "; the one being opened " + oldest.waitingFor())));
        serve();
    }

    /** What is being opened, the oldest first. */
    private synchronized List<ConnectionOpener> openings() {
        List<ConnectionOpener> openings = new ArrayList<>();
        for (PooledConnection each : connections.all()) {
            ConnectionOpener opening = each.opening;
            if (opening != null && each.state == PooledConnection.State.OPENING) {
                openings.add(opening);
            }
        }
        return openings;
    }

    /** A dialogue is over and the connection can take another. */
    void released(PooledConnection pooled) {
        boolean finished;
        synchronized (this) {
            finished = connections.release(pooled);
        }
        if (finished) {
            pooled.connection().quit();
        } else {
            serve();
        }
    }

    /** A connection takes nothing new any more. */
    void closed(PooledConnection pooled) {
        synchronized (this) {
            connections.remove(pooled);
        }
        completeWhenEmpty();
        serve();
    }

    /** How a transaction on this connection ended; what the server has earned may let others be served. */
    void learned(PooledConnection pooled, TransactionReport report) {
        if (report.bdatRefused() && pooled.target != null) {
            refusingBdat.add(pooled.target.toString());
        }
        Target server = pooled.target;
        int limit = RecipientLimit.shownBy(report);
        if (server != null && limit > 0) {
            recipientLimits.merge(server.toString(), limit, Math::min);
        }
        boolean waiting;
        boolean finished;
        synchronized (this) {
            finished = connections.learned(pooled, report);
            waiting = !waiters.isEmpty();
        }
        if (finished) {
            pooled.connection().quit();
        }
        if (waiting) {
            serve();
        }
    }

    /** Lets a connection finish what it has and then close. */
    void retire(PooledConnection pooled) {
        boolean finished;
        synchronized (this) {
            finished = connections.drain(pooled);
        }
        if (finished) {
            pooled.connection().quit();
        }
    }

    /** Gives up every idle connection. */
    void retireIdle() {
        idle().forEach(this::retire);
    }

    private synchronized List<PooledConnection> idle() {
        return connections.idle();
    }

    private void sweepLater() {
        if (sweep == null) {
            long period = Math.max(50, Math.min(limits.idleTimeout().toMillis() / 2, 10_000));
            sweep = engine.schedule(this::sweep, Duration.ofMillis(period));
        }
    }

    /** Retires what is too old or idled too long, and what has died. */
    private void sweep() {
        List<PooledConnection> tired;
        synchronized (this) {
            sweep = null;
            tired = connections.tired();
            if (!closed && connections.all().size() > tired.size()) {
                sweepLater();
            }
        }
        tired.forEach(this::retire);
        idle().forEach(pooled -> pooled.connection().checkIdle());
    }

    /** What there is, for people to look at. */
    public synchronized PoolCounts counts() {
        return connections.counts(waiters.size());
    }

    /** Closes: waits for what is under way until the grace is over, then closes what is left. */
    public void close(Duration grace) {
        try {
            shutDown().get(Math.max(0, grace.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // The grace is over.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        abandon();
    }

    /**
     * Fails what waits for a connection, accepts nothing new, and closes each connection when its transactions have
     * ended. Does not block; the future completes when no connection is left.
     */
    public CompletableFuture<Void> shutDown() {
        List<LeaseRequest> told;
        synchronized (this) {
            closed = true;
            told = List.copyOf(waiters);
            told.forEach(this::withdraw);
            if (sweep != null) {
                sweep.cancel(false);
            }
        }
        told.forEach(waiter -> waiter.failed(none(Failure.Kind.CANCELLED, "the client is closing")));
        all().forEach(this::retire);
        openings().forEach(opening -> opening.cancel(Failure.of(Failure.Kind.CANCELLED, "the client is closing")));
        completeWhenEmpty();
        return emptied;
    }

    /** Closes every connection at once. */
    public void abandon() {
        all().forEach(left -> left.abandon(Failure.of(Failure.Kind.CANCELLED, "the client was closed")));
    }

    private synchronized List<PooledConnection> all() {
        return connections.all();
    }

    private void completeWhenEmpty() {
        boolean empty;
        synchronized (this) {
            empty = closed && connections.isEmpty();
        }
        if (empty && emptied.complete(null)) {
            engine.accounts().release(settings);
        }
    }
}
