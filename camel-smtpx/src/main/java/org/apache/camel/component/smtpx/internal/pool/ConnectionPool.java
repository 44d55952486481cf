/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.auth.FixedCredentials;
import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.traffic.Lever;
import org.apache.camel.component.smtpx.internal.traffic.ServerTraffic;
import org.apache.camel.component.smtpx.internal.traffic.TrafficStatus;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one client, and the requests that wait for one. A request leases an idle connection, the most
 * recently used first. Without one it shares a busy connection, up to {@code maxInFlight}. Else it waits, and another
 * connection is opened. {@link ServerTraffic} decides when a message may leave and when a connection may be opened.
 * <p>
 * <b>Lock.</b> The monitor of the pool is the only lock of this package for connections and requests. It guards the
 * collections below, {@link PooledConnection}, {@link OneFlightEligibility}, and the fields of {@link LeaseRequest}. A
 * method decides under the lock and acts after it: the lock is never held during I/O or a callback. Inside it only the
 * lock of a {@link LoginAccount} is acquired.
 */
final class ConnectionPool {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** A server that served a connection so recently is expected to serve another one soon. */
    private static final long RECENTLY = Duration.ofSeconds(10).toNanos();
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ClientSettings settings;
    private final PoolLimits limits;
    private final SmtpThreads threads;
    private final LongSupplier clock;
    private final Servers servers;
    /** Struck out of replies and transcripts of all connections. */
    private final Secrets secrets = new Secrets();
    /** Completes when the pool is closed and no connection is left. */
    private final CompletableFuture<Void> emptied = new CompletableFuture<>();

    // All guarded by this
    private final Deque<LeaseRequest> requests = new ArrayDeque<>();
    private final Set<PooledConnection> connections = new LinkedHashSet<>();
    /** Those of the connections that are being opened, the oldest first. */
    private final Map<PooledConnection, ConnectionOpener> openers = new LinkedHashMap<>();
    /** Those being opened that began before the connections were renewed. */
    private final Set<PooledConnection> outdated = new HashSet<>();
    /** Ready, with nothing in flight; the most recently used last. */
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    /** Busy, with capacity for another message; leased in turn. */
    private final Deque<PooledConnection> shareable = new ArrayDeque<>();
    private final OneFlightEligibility eligibility;
    private final ServerTraffic traffic;
    private boolean closed;
    private @Nullable Future<?> eviction;
    /** Serves the queued requests when the traffic allows it. */
    private @Nullable Future<?> wakeup;
    private long wakeupAt;
    /** Whether a connection was open at {@link #servedAt}. */
    private boolean served;
    private long servedAt;

    /** @param clock nanoseconds; measures idle time, the age of connections, and the login pause */
    ConnectionPool(ClientSettings settings, SmtpThreads threads, LongSupplier clock) {
        this.settings = settings;
        this.limits = settings.limits();
        this.threads = threads;
        this.clock = clock;
        this.eligibility = new OneFlightEligibility(settings.policy().oneFlight(), limits.maxConnections());
        this.traffic = new ServerTraffic(
                settings.traffic(), limits.maxConnections(), () -> ThreadLocalRandom.current().nextDouble(),
                clock.getAsLong());
        if (settings.credentials() instanceof FixedCredentials fixed) {
            addSecret(fixed.credentials().password());
            addSecret(fixed.credentials().accessToken());
        }
        this.servers = new Servers(settings, threads, clock);
    }

    private void addSecret(@Nullable String secret) {
        if (secret != null) {
            secrets.addCredential(secret);
        }
    }

    // Requests

    /** Answers a request now or later. */
    void acquire(LeaseRequest request) {
        Lease lease;
        ConnectFailure refusal = null;
        ConnectionOpener another = null;
        synchronized (this) {
            long now = clock.getAsLong();
            request.onRequested(now);
            lease = closed || !requests.isEmpty() ? null : lease(request, now);
            if (lease == null) {
                refusal = refusal(request, now);
                if (refusal == null) {
                    enqueue(request, now);
                    another = mayOpen(now) ? addConnection(now) : null;
                    scheduleWakeup(now);
                }
            }
        }
        if (lease != null) {
            request.answer(lease);
        } else if (refusal != null) {
            request.answer(refusal);
        } else if (another != null) {
            another.start();
        }
    }

    private void enqueue(LeaseRequest request, long now) {
        long patience = request.patience(limits.acquireTimeout().toNanos(), now);
        request.timeout = threads.schedule(() -> expire(request), Duration.ofNanos(Math.max(0, patience)));
        if (request.isRetry()) {
            requests.addFirst(request);
        } else {
            requests.addLast(request);
        }
    }

    private void dequeue(LeaseRequest request) {
        requests.remove(request);
        if (request.timeout != null) {
            request.timeout.cancel(false);
        }
    }

    /** Why a request fails at once; null if it may wait. */
    private @Nullable ConnectFailure refusal(LeaseRequest request, long now) {
        if (closed) {
            return unavailable(Failure.of(Failure.Kind.CANCELLED, "the client is closed"));
        }
        boolean noneOpen = connections.size() == openers.size();
        ConnectFailure paused = noneOpen ? servers.loginPause() : null;
        // A request that one of the possible connections will serve is not pending.
        int openable = openers.size() + Math.max(0, traffic.maxConnections() - connections.size());
        if (paused == null && requests.size() >= limits.maxPending() + openable) {
            return unavailable(Failure.of(
                    Failure.Kind.TIMEOUT,
                    "no connection is free and " + requests.size() + " sends wait already (maxPending)"
                                          + traffic.reason()))
                    .withRetry(retryAfter(now));
        }
        if (paused == null && request.recipientCount() > 0
                && traffic.suspended(now) > request.patience(limits.acquireTimeout().toNanos(), now)) {
            return unavailable(Failure.of(Failure.Kind.TIMEOUT, "nothing is sent for a while" + traffic.reason()))
                    .withRetry(retryAfter(now));
        }
        return paused;
    }

    /** The time before which another attempt is pointless; null when no limit of the server applies. */
    private @Nullable Duration retryAfter(long now) {
        long delay = traffic.backlogDelay(requests.size() + 1, now);
        if (delay == 0 && !traffic.isLimited()) {
            return null;
        }
        Duration after = Duration.ofNanos(delay);
        return after.compareTo(SOON) < 0 ? SOON : after;
    }

    /** The failure of a request for a reason of this side. */
    ConnectFailure unavailable(Failure why) {
        return new ConnectFailure(servers.first().target(), Stage.POOL, null, why);
    }

    /** Fails a queued request. Without effect on one that has its answer. */
    void cancel(LeaseRequest request, Failure why) {
        synchronized (this) {
            if (!requests.contains(request)) {
                return;
            }
            dequeue(request);
        }
        request.answer(unavailable(why));
        serve();
    }

    private void expire(LeaseRequest request) {
        ConnectionOpener oldest;
        Duration after;
        String limit;
        synchronized (this) {
            if (!requests.remove(request)) {
                return;
            }
            oldest = openers.isEmpty() ? null : openers.values().iterator().next();
            after = retryAfter(clock.getAsLong());
            limit = traffic.reason();
        }
        String text = "no connection was free within " + limits.acquireTimeout().toMillis() + " ms (acquireTimeout)" + limit;
        ConnectFailure why = oldest == null
                ? unavailable(Failure.of(Failure.Kind.TIMEOUT, text))
                : new ConnectFailure(
                        oldest.target(), Stage.POOL, null,
                        Failure.of(Failure.Kind.TIMEOUT, text + "; the one being opened " + oldest.waitingFor()));
        request.answer(why.withRetry(after));
        serve();
    }

    /** Serves the queued requests in order, and opens connections for the rest. */
    private void serve() {
        while (true) {
            LeaseRequest first;
            Lease lease;
            ConnectionOpener another;
            synchronized (this) {
                first = requests.peekFirst();
                if (first == null || closed) {
                    return;
                }
                long now = clock.getAsLong();
                lease = lease(first, now);
                another = lease == null && mayOpen(now) ? addConnection(now) : null;
                if (lease != null) {
                    dequeue(first);
                } else if (another == null) {
                    scheduleWakeup(now);
                }
            }
            if (lease != null) {
                first.answer(lease);
            } else if (another != null) {
                another.start();
            } else {
                return;
            }
        }
    }

    // Leases

    /** Serves the queued requests as soon as the first of them may be sent or a connection may be opened for it. */
    private void scheduleWakeup(long now) {
        LeaseRequest first = requests.peekFirst();
        if (first == null || closed) {
            return;
        }
        long delay = traffic.sendDelay(first.recipientCount(), now);
        if (delay == 0 && requests.size() > openers.size()) {
            delay = traffic.openDelay(connections.size(), openers.size(), now);
        }
        if (delay == 0 || delay == ServerTraffic.NEVER || wakeup != null && wakeupAt - now <= delay) {
            return;
        }
        if (wakeup != null) {
            wakeup.cancel(false);
        }
        wakeupAt = now + delay;
        wakeup = threads.schedule(this::wakeUp, Duration.ofNanos(delay));
    }

    private void wakeUp() {
        synchronized (this) {
            wakeup = null;
        }
        serve();
    }

    /**
     * A lease for a message that starts now; null when no connection has capacity, or the message may not leave yet.
     */
    private @Nullable Lease lease(LeaseRequest request, long now) {
        if (traffic.sendDelay(request.recipientCount(), now) > 0) {
            return null;
        }
        PooledConnection connection = idle.pollLast();
        if (connection == null && request.isShareable()) {
            connection = shareable.pollFirst();
        }
        if (connection == null) {
            return null;
        }
        connection.setInShareable(false);
        connection.beginLease(request.isShareable());
        traffic.sending(request.recipientCount(), now);
        if (connection.isUsedUp(traffic.messagesPerConnection(limits.maxMessagesPerConnection()))) {
            drain(connection);
        } else {
            share(connection);
        }
        return connection.lease(request, now, limits.probeAfter().toNanos(), eligibility.isPermitted());
    }

    /** Offers a busy connection to further messages, if it has capacity. */
    private void share(PooledConnection connection) {
        if (eligibility.isPermitted() && connection.hasCapacity(traffic.depth(limits.maxInFlight()))
                && connection.setInShareable(true)) {
            shareable.addLast(connection);
        }
    }

    private void unshare(PooledConnection connection) {
        if (connection.setInShareable(false)) {
            shareable.remove(connection);
        }
    }

    /** A dialogue has completed and the connection accepts another. */
    void release(PooledConnection connection) {
        boolean quit = false;
        synchronized (this) {
            if (connection.endDialogue()) {
                unshare(connection);
                connection.onIdle(clock.getAsLong());
                if (connection.isReady()) {
                    idle.addLast(connection);
                }
                quit = connection.isDraining();
            } else {
                share(connection);
            }
        }
        if (quit) {
            connection.connection().quit();
        } else {
            serve();
        }
    }

    /** Frees the place of a lease that has carried no dialogue. */
    void returnUnused(Lease lease) {
        if (lease.use()) {
            for (int i = 0; i < lease.dialogues(); i++) {
                release(lease.pooled());
            }
        }
    }

    /** Closes the connection of a lease, unless other dialogues are in flight on it; false if some are. */
    boolean closeUnlessShared(Lease lease, Failure why) {
        synchronized (this) {
            if (!lease.pooled().isBusy()) {
                // Its dialogue has completed, and its outcome is on its way.
                return true;
            }
            if (!lease.pooled().carriesOnly(lease)) {
                return false;
            }
        }
        lease.pooled().close(why);
        return true;
    }

    /**
     * Records the end of a transaction. It may permit queued requests to share a connection.
     *
     * @return whether the server throttles the client, and the request may still be served within its time
     */
    boolean record(LeaseRequest request, Lease lease, TransactionReport report) {
        PooledConnection connection = lease.pooled();
        connection.server().record(report);
        LimitReply limit = RecipientResult.any(report.results(), Fate.FAILED) ? LimitReply.of(report) : LimitReply.NONE;
        boolean quit;
        boolean waiting;
        boolean again;
        String change;
        synchronized (this) {
            boolean deferred = connection.isDeferredUntilReconnect(report);
            again = recordLimit(request, lease, deferred ? LimitReply.NONE : limit, report);
            change = traffic.change();
            if (OneFlightEligibility.isLoss(report)) {
                eligibility.recordLoss();
            } else if (RecipientResult.any(report.results(), Fate.DELIVERED)) {
                eligibility.recordAccepted();
                connection.recordAccepted(report.plan() == SendPlan.ONE_FLIGHT);
            }
            if (!eligibility.isPermitted()) {
                List.copyOf(shareable).forEach(this::unshare);
            } else if (connection.isBusy()) {
                share(connection);
            }
            quit = (deferred || limit.lever() == Lever.CONNECTIONS) && drain(connection);
            waiting = !requests.isEmpty();
        }
        logChange(change);
        if (quit) {
            connection.connection().quit();
        }
        if (waiting) {
            serve();
        }
        return again;
    }

    private boolean recordLimit(LeaseRequest request, Lease lease, LimitReply limit, TransactionReport report) {
        boolean throttled = limit.lever().isThrottle();
        // Without a limit the time of the lease is precise enough: reading the clock costs more than all of this.
        long now = throttled || traffic.isLimited() ? clock.getAsLong() : lease.grantedAt();
        traffic.answered(
                limit.lever(), limit.text(), RecipientResult.any(report.results(), Fate.DELIVERED),
                connections.size() - openers.size(), lease.pooled().completedLeases(), lease.grantedAt(), now);
        if (!throttled || !settings.traffic().learns()) {
            return false;
        }
        request.onThrottled();
        return request.patience(limits.acquireTimeout().toNanos(), now) > traffic.suspended(now);
    }

    /** The time before which another attempt is pointless, for a message that the server has deferred to throttle. */
    synchronized Duration retryAfterRefusal() {
        Duration after = retryAfter(clock.getAsLong());
        return after == null ? SOON : after;
    }

    private void logChange(@Nullable String change) {
        if (change != null) {
            LOG.info("{} is {}", servers.first().target(), change);
        }
    }

    // Opening

    /** Whether another connection may be opened now. */
    private boolean mayOpen(long now) {
        LeaseRequest first = requests.peekFirst();
        return first != null && requests.size() > openers.size() && connections.size() < limits.maxConnections()
                && !isLoginPending() && traffic.sendDelay(first.recipientCount(), now) == 0
                && traffic.openDelay(connections.size(), openers.size(), now) == 0;
    }

    /**
     * Whether the next connection waits for a login. Until a server has accepted the credentials, one connection at a
     * time tries them. During the login pause none does, unless no connection is left.
     */
    private boolean isLoginPending() {
        return !servers.isLoginProven() && (!openers.isEmpty() || !connections.isEmpty() && servers.loginPause() != null);
    }

    /** Adds a connection, which the caller opens after it has left the lock. */
    ConnectionOpener addConnection(long now) {
        PooledConnection connection = new PooledConnection(this, threads, now);
        ConnectionOpener opener = new ConnectionOpener(this, connection, settings, threads, clock, secrets, servers);
        connections.add(connection);
        openers.put(connection, opener);
        traffic.opening(now);
        return opener;
    }

    /** A connection can carry mail. */
    void onOpened(PooledConnection connection, Connection opened, ServerState server) {
        boolean unwanted;
        String change = null;
        synchronized (this) {
            unwanted = closed || outdated.contains(connection);
            if (unwanted) {
                remove(connection);
            } else {
                openers.remove(connection);
                long now = clock.getAsLong();
                connection.onReady(opened, server, now);
                idle.addLast(connection);
                traffic.opened(connections.size(), openers.size(), now);
                change = traffic.change();
                scheduleEviction();
            }
        }
        logChange(change);
        if (unwanted) {
            opened.quit();
            completeWhenEmpty();
        }
        serve();
    }

    /** A connection could not be had. */
    void onOpenFailed(PooledConnection connection, ConnectFailure why) {
        List<LeaseRequest> failed = new ArrayList<>();
        LimitReply limit = LimitReply.of(why);
        ConnectFailure shown;
        String change;
        synchronized (this) {
            remove(connection);
            long now = clock.getAsLong();
            traffic.notOpened(limit.lever(), limit.text(), connections.size(), connection.requestedAt(), now);
            change = traffic.change();
            boolean learns = settings.traffic().learns();
            boolean full = limit.lever() == Lever.CONNECTIONS && served && now - servedAt < RECENTLY;
            // All requests fail if no connection is left and none is expected. A request that is newer than this attempt
            // waits for another one: the server may be up again since. Without learned limits the oldest request fails,
            // which bounds the attempts.
            while (!requests.isEmpty() && (learns ? connections.isEmpty() && !full : connections.isEmpty() || failed.isEmpty())
                    && (why.loginRefused() || !connection.isOlderThan(requests.getFirst()))) {
                LeaseRequest first = requests.getFirst();
                dequeue(first);
                failed.add(first);
            }
            shown = limit.lever().isThrottle() ? why.withRetry(retryAfterFailure(now)) : why;
        }
        logChange(change);
        failed.forEach(request -> request.answer(shown));
        completeWhenEmpty();
        serve();
    }

    // Closing

    /** A connection is closed, or closes and accepts no further dialogue. */
    void onClosed(PooledConnection connection) {
        synchronized (this) {
            remove(connection);
        }
        completeWhenEmpty();
        serve();
    }

    private Duration retryAfterFailure(long now) {
        long delay = traffic.openDelay(connections.size(), openers.size(), now);
        return delay == ServerTraffic.NEVER || delay < SOON.toNanos() ? SOON : Duration.ofNanos(delay);
    }

    private void remove(PooledConnection connection) {
        if (!openers.containsKey(connection)) {
            served = true;
            servedAt = clock.getAsLong();
        }
        connection.onClosed();
        connections.remove(connection);
        openers.remove(connection);
        outdated.remove(connection);
        idle.remove(connection);
        unshare(connection);
    }

    /** Stops further leases of a connection; true when nothing is in flight on it, so that the caller closes it. */
    private boolean drain(PooledConnection connection) {
        if (!connection.drain()) {
            return false;
        }
        idle.remove(connection);
        unshare(connection);
        return !connection.isBusy();
    }

    /** Closes a connection when nothing is in flight on it any more. */
    void retire(PooledConnection connection) {
        boolean quit;
        synchronized (this) {
            quit = drain(connection);
        }
        if (quit) {
            connection.connection().quit();
        }
    }

    /**
     * Closes all connections when nothing is in flight on them, so that later messages use new ones. Does not block.
     */
    void renew() {
        List<PooledConnection> before;
        synchronized (this) {
            outdated.addAll(openers.keySet());
            before = List.copyOf(connections);
        }
        before.forEach(this::retire);
        serve();
    }

    void retireIdle() {
        idle().forEach(this::retire);
    }

    /** Closes the idle connections on request; how many there were. */
    int closeIdle() {
        List<PooledConnection> all = idle();
        for (PooledConnection connection : all) {
            PoolLog.retired(connection, "an operator closes idle connections");
            retire(connection);
        }
        return all.size();
    }

    Servers servers() {
        return servers;
    }

    private synchronized List<PooledConnection> idle() {
        return List.copyOf(idle);
    }

    private synchronized List<PooledConnection> connections() {
        return List.copyOf(connections);
    }

    private void scheduleEviction() {
        if (eviction == null) {
            long period = Math.max(50, Math.min(limits.idleTimeout().toMillis() / 2, 10_000));
            eviction = threads.schedule(this::evict, Duration.ofMillis(period));
        }
    }

    /** Closes expired connections, and those that the server has closed. */
    private void evict() {
        List<PooledConnection> expired = new ArrayList<>();
        synchronized (this) {
            eviction = null;
            long now = clock.getAsLong();
            for (PooledConnection connection : connections) {
                if (connection.isExpired(now, limits)) {
                    expired.add(connection);
                }
            }
            if (!closed && connections.size() > expired.size()) {
                scheduleEviction();
            }
        }
        expired.forEach(connection -> {
            PoolLog.retired(connection, "it is too old, or was idle too long");
            retire(connection);
        });
        idle().forEach(connection -> connection.connection().checkIdle());
    }

    synchronized PoolCounts counts() {
        int open = connections.size() - openers.size();
        return new PoolCounts(connections.size(), idle.size(), open - idle.size(), requests.size());
    }

    /** The limits on traffic that apply now. */
    synchronized TrafficStatus traffic() {
        return traffic.status(connections.size(), openers.size(), clock.getAsLong());
    }

    /**
     * Fails the queued requests, accepts no others, and closes each connection when nothing is in flight on it. Does
     * not block; the future completes when no connection is left.
     */
    CompletableFuture<Void> shutDown() {
        Failure why = Failure.of(Failure.Kind.CANCELLED, "the client is closing");
        List<LeaseRequest> failed;
        List<ConnectionOpener> opening;
        synchronized (this) {
            closed = true;
            failed = List.copyOf(requests);
            failed.forEach(this::dequeue);
            opening = List.copyOf(openers.values());
            if (eviction != null) {
                eviction.cancel(false);
            }
            if (wakeup != null) {
                wakeup.cancel(false);
            }
        }
        failed.forEach(request -> request.answer(unavailable(why)));
        connections().forEach(this::retire);
        opening.forEach(opener -> opener.cancel(why));
        completeWhenEmpty();
        return emptied;
    }

    /** Closes every connection at once. */
    void closeConnections() {
        connections().forEach(left -> left.close(Failure.of(Failure.Kind.CANCELLED, "the client was closed")));
    }

    private void completeWhenEmpty() {
        boolean empty;
        synchronized (this) {
            empty = closed && connections.isEmpty();
        }
        if (empty && emptied.complete(null)) {
            threads.accounts().release(settings);
        }
    }
}
