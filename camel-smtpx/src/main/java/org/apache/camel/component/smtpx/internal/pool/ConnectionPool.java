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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.auth.FixedCredentials;
import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.traffic.Lever;
import org.apache.camel.component.smtpx.internal.traffic.ServerTraffic;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client, and the requests that wait for one. A request leases an idle connection, the most
 * recently used first. Without one it shares a busy connection, up to {@code maxInFlight}. Else it waits, and another
 * connection is opened. {@link ServerTraffic} decides for each server when a message may leave and when a connection
 * may be opened.
 * <p>
 * <b>Lock.</b> The monitor of the pool is the only lock of this package for connections and requests. It guards the
 * collections below, {@link PooledConnection}, {@link OneFlightEligibility}, {@link ServerTraffic}, and the fields of
 * {@link LeaseRequest}. A method decides under the lock and acts after it: the lock is never held during I/O or a
 * callback. Inside it only the lock of a {@link LoginAccount} is acquired.
 */
final class ConnectionPool {

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
    private boolean closed;
    private @Nullable Future<?> eviction;
    /** Serves the queued requests when the traffic allows it. */
    private @Nullable Future<?> wakeup;
    private long wakeupAt;
    /** Whether a connection was open at {@link #servedAt}. */
    private boolean served;
    private long servedAt;
    /** Connections to be opened ahead of requests; 0 when that is done. */
    private int ahead;

    /** @param clock nanoseconds; measures idle time, the age of connections, and the login pause */
    ConnectionPool(ClientSettings settings, SmtpThreads threads, LongSupplier clock) {
        this.settings = settings;
        this.limits = settings.limits();
        this.threads = threads;
        this.clock = clock;
        this.eligibility = new OneFlightEligibility(settings.policy().oneFlight(), limits.maxConnections());
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

    /** Runs what may block on a worker thread. */
    void runBlocking(Runnable task) {
        threads.blocking().execute(task);
    }

    // Requests

    /** Answers a request now or later. */
    void acquire(LeaseRequest request) {
        Lease lease;
        ConnectFailure refusal = null;
        Runnable another = null;
        synchronized (this) {
            long now = clock.getAsLong();
            request.onRequested(now);
            lease = closed || !requests.isEmpty() ? null : lease(request, now);
            if (lease == null) {
                refusal = refusal(request, now);
                if (refusal == null) {
                    enqueue(request, now);
                    another = openAnother(now);
                    scheduleWakeup(now);
                }
            }
        }
        if (lease != null) {
            request.answer(lease);
        } else if (refusal != null) {
            request.answer(refusal);
        } else if (another != null) {
            another.run();
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
        int openable = openers.size() + Math.max(0, servers.maxConnections(limits.maxConnections()) - connections.size());
        if (paused == null && requests.size() >= limits.maxPending() + openable) {
            return unavailable(Failure.of(
                    Failure.Kind.TIMEOUT,
                    "no connection is free and " + requests.size() + " sends wait already (maxPending)"
                                          + reason(now)))
                    .withRetry(retryAfter(now));
        }
        if (paused == null && request.recipientCount() > 0
                && servers.suspended(now) > request.patience(limits.acquireTimeout().toNanos(), now)) {
            return unavailable(Failure.of(Failure.Kind.TIMEOUT, "nothing is sent for a while" + reason(now)))
                    .withRetry(retryAfter(now));
        }
        return paused;
    }

    /** The time before which another attempt is pointless; null when no limit of the server applies. */
    private @Nullable Duration retryAfter(long now) {
        long delay = servers.backlogDelay(requests.size() + 1, now);
        if (delay == 0 && !servers.isLimited()) {
            return null;
        }
        return atLeastSoon(delay);
    }

    private static Duration atLeastSoon(long nanos) {
        return Duration.ofNanos(Math.max(nanos, SOON.toNanos()));
    }

    /** The limits for which messages wait, to be added to another text; empty if there are none. */
    private String reason(long now) {
        String reasons = servers.reasons(now);
        return reasons.isEmpty() ? "" : "; " + reasons;
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
            long now = clock.getAsLong();
            after = retryAfter(now);
            limit = reason(now);
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
            Runnable another;
            synchronized (this) {
                first = requests.peekFirst();
                if (first == null || closed) {
                    return;
                }
                long now = clock.getAsLong();
                lease = lease(first, now);
                another = lease == null ? openAnother(now) : null;
                if (lease != null) {
                    dequeue(first);
                } else if (another == null) {
                    scheduleWakeup(now);
                }
            }
            if (lease != null) {
                first.answer(lease);
            } else if (another != null) {
                another.run();
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
        long delay = ServerTraffic.NEVER;
        for (ServerState server : servers) {
            long send = server.traffic().sendDelay(first.recipientCount(), now);
            long next = send == 0 && requests.size() > openers.size() ? server.traffic().openDelay(now) : send;
            delay = next == 0 ? delay : Math.min(delay, next);
        }
        if (delay == ServerTraffic.NEVER || wakeup != null && wakeupAt - now <= delay) {
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
        int recipients = request.recipientCount();
        PooledConnection connection = remove(idle.descendingIterator(), recipients, now);
        if (connection == null && request.isShareable()) {
            connection = remove(shareable.iterator(), recipients, now);
        }
        if (connection == null) {
            return null;
        }
        connection.setInShareable(false);
        connection.beginLease(request.isShareable());
        ServerTraffic traffic = connection.server().traffic();
        traffic.sending(recipients, now);
        if (connection.isUsedUp(traffic.messagesPerConnection(limits.maxMessagesPerConnection()))) {
            drain(connection);
        } else {
            share(connection);
        }
        return connection.lease(request, now, limits.probeAfter().toNanos(), eligibility.isPermitted());
    }

    /** Removes the first connection to a server that a message may be sent to now; null if there is none. */
    private static @Nullable PooledConnection remove(Iterator<PooledConnection> from, int recipients, long now) {
        while (from.hasNext()) {
            PooledConnection connection = from.next();
            if (connection.server().traffic().sendDelay(recipients, now) == 0) {
                from.remove();
                return connection;
            }
        }
        return null;
    }

    /** Offers a busy connection to further messages, if it has capacity. */
    private void share(PooledConnection connection) {
        if (eligibility.isPermitted()
                && connection.hasCapacity(connection.server().traffic().depth(limits.maxInFlight()))
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
            change = connection.server().traffic().change();
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
        PoolLog.limits(connection.server(), change);
        if (quit) {
            connection.connection().quit();
        }
        if (waiting) {
            serve();
        }
        return again;
    }

    private boolean recordLimit(LeaseRequest request, Lease lease, LimitReply limit, TransactionReport report) {
        ServerTraffic traffic = lease.server().traffic();
        boolean throttled = limit.lever().isThrottle();
        // Without a limit the time of the lease is precise enough: reading the clock costs more than all of this.
        long now = throttled || traffic.isLimited() ? clock.getAsLong() : lease.grantedAt();
        traffic.answered(
                limit.lever(), limit.text(), RecipientResult.any(report.results(), Fate.DELIVERED),
                lease.pooled().completedLeases(), lease.grantedAt(), now);
        if (!throttled || !settings.traffic().learns()) {
            return false;
        }
        request.onThrottled();
        return request.patience(limits.acquireTimeout().toNanos(), now) > servers.suspended(now);
    }

    /** The time before which another attempt is pointless, for a message that the server has deferred to throttle. */
    synchronized Duration retryAfterRefusal() {
        Duration after = retryAfter(clock.getAsLong());
        return after == null ? SOON : after;
    }

    // Opening

    /**
     * Opens connections ahead of the first request, once, and as far as limits and logins permit it. Blocks with
     * synchronous settings.
     */
    void openAhead(int count) {
        synchronized (this) {
            ahead = count;
        }
        openAhead();
    }

    private void openAhead() {
        while (true) {
            ConnectionOpener next = null;
            synchronized (this) {
                ahead = closed || connections.size() >= ahead ? 0 : ahead;
                long now = clock.getAsLong();
                ServerState server = ahead == 0 || isLoginPending() ? null : servers.openable(0, now);
                if (server != null) {
                    next = addConnection(server, now);
                }
            }
            if (next == null) {
                return;
            }
            next.start();
        }
    }

    /** The first login has succeeded, so that others may begin. */
    private void continueAhead() {
        boolean more;
        synchronized (this) {
            more = ahead > 0;
        }
        if (more) {
            threads.blocking().execute(this::openAhead);
        }
    }

    /**
     * What gets another connection for the queued requests, to be run outside the lock; null if none may be opened now.
     */
    private @Nullable Runnable openAnother(long now) {
        LeaseRequest first = requests.peekFirst();
        if (first == null || requests.size() <= openers.size() || isLoginPending()) {
            return null;
        }
        ServerState server = servers.openable(first.recipientCount(), now);
        if (server == null) {
            return null;
        }
        if (connections.size() < limits.maxConnections()) {
            return addConnection(server, now)::start;
        }
        PooledConnection replaced = replaceable(first, now);
        return replaced == null || !drain(replaced) ? null : replaced.connection()::quit;
    }

    /**
     * An idle connection that makes room for one to another server, since its own is sent nothing now; null if there is
     * none, or another one is closing already. A server keeps its last connection.
     */
    private @Nullable PooledConnection replaceable(LeaseRequest request, long now) {
        if (idle.isEmpty() || connections.stream().anyMatch(PooledConnection::isDraining)) {
            return null;
        }
        return idle.stream().filter(each -> each.server().traffic().connected() > 1
                && each.server().traffic().sendDelay(request.recipientCount(), now) > 0).findFirst().orElse(null);
    }

    /**
     * Whether the next connection waits for a login. Until a server has accepted the credentials, one connection at a
     * time tries them. During the login pause none does, unless no connection is left.
     */
    private boolean isLoginPending() {
        return !servers.isLoginProven() && (!openers.isEmpty() || !connections.isEmpty() && servers.loginPause() != null);
    }

    /** Adds a connection, which the caller opens after it has left the lock. */
    ConnectionOpener addConnection(ServerState server, long now) {
        PooledConnection connection = new PooledConnection(this, threads, now);
        ConnectionOpener opener
                = new ConnectionOpener(this, connection, settings, threads, clock, secrets, server, servers.before(server));
        connections.add(connection);
        openers.put(connection, opener);
        connection.onAttempt(server);
        server.traffic().opening(now);
        return opener;
    }

    /** A connection can carry mail. */
    void onOpened(PooledConnection connection, Connection opened) {
        ServerState server = connection.server();
        boolean unwanted;
        String change = null;
        server.recordOpened();
        synchronized (this) {
            unwanted = closed || outdated.contains(connection);
            if (unwanted) {
                remove(connection);
            } else {
                openers.remove(connection);
                long now = clock.getAsLong();
                connection.onReady(opened, now);
                idle.addLast(connection);
                server.traffic().opened(now);
                change = server.traffic().change();
                scheduleEviction();
            }
        }
        PoolLog.limits(server, change);
        if (unwanted) {
            opened.quit();
            completeWhenEmpty();
        }
        serve();
        continueAhead();
    }

    /**
     * A server could not be connected to.
     *
     * @return the server that is tried next, for the same connection; null if there is none
     */
    @Nullable
    ServerState onAttemptFailed(PooledConnection connection, ConnectFailure why) {
        ServerState server = connection.server();
        LimitReply limit = LimitReply.of(why);
        ServerState next;
        String change;
        boolean serves;
        synchronized (this) {
            long now = clock.getAsLong();
            server.traffic().notOpened(limit.lever(), limit.text(), connection.requestedAt(), now);
            change = server.traffic().change();
            serves = limit.lever() == Lever.CONNECTIONS && server.traffic().connected() > 0;
            next = why.tryNext() && !closed ? servers.next(server, now) : null;
            connection.onAttempt(next);
            if (next != null) {
                next.traffic().opening(now);
            }
        }
        if (!serves) {
            server.recordFailure(why);
        }
        PoolLog.limits(server, change);
        return next;
    }

    /** A connection could not be had from any server. */
    void onOpenFailed(PooledConnection connection, ConnectFailure why) {
        List<LeaseRequest> failed = new ArrayList<>();
        ConnectFailure shown;
        synchronized (this) {
            remove(connection);
            ahead = 0;
            long now = clock.getAsLong();
            boolean learns = settings.traffic().learns();
            boolean full = servers.isOneFull() && served && now - servedAt < RECENTLY;
            // All requests fail if no connection is left and none is expected. A request that is newer than this attempt
            // waits for another one: the server may be up again since. Without learned limits the oldest request fails,
            // which bounds the attempts.
            while (!requests.isEmpty() && (learns ? connections.isEmpty() && !full : connections.isEmpty() || failed.isEmpty())
                    && (why.loginRefused() || !connection.isOlderThan(requests.getFirst()))) {
                LeaseRequest first = requests.getFirst();
                dequeue(first);
                failed.add(first);
            }
            shown = why.withRetry(retryAfter(why, now));
        }
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

    /**
     * The time before which another attempt to connect is pointless; null when neither a limit nor the login pause is
     * the reason.
     */
    private @Nullable Duration retryAfter(ConnectFailure why, long now) {
        ConnectFailure paused = why.stage() == Stage.AUTH ? servers.loginPause() : null;
        if (paused != null) {
            return paused.retry();
        }
        if (!LimitReply.of(why).lever().isThrottle()) {
            return null;
        }
        long delay = servers.openDelay(now);
        return delay == ServerTraffic.NEVER ? SOON : atLeastSoon(delay);
    }

    private void remove(PooledConnection connection) {
        if (!connections.remove(connection)) {
            return;
        }
        ServerState server = connection.attempted();
        if (openers.remove(connection) == null) {
            served = true;
            servedAt = clock.getAsLong();
            connection.server().traffic().closed();
        } else if (server != null) {
            server.traffic().abandoned();
        }
        connection.onClosed();
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

    /** The limits that each server has shown, in the order of the servers. */
    synchronized List<ServerLimits> serverLimits() {
        return servers.limits(clock.getAsLong());
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
