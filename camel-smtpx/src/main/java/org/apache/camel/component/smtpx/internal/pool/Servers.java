/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.traffic.Lever;
import org.apache.camel.component.smtpx.internal.traffic.ServerTraffic;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a client in the order in which they are tried, and the state of its logins and limits. Thread-safe,
 * but for what refers to the pool's lock.
 */
final class Servers implements Iterable<ServerState> {

    private final List<ServerState> servers;

    Servers(ClientSettings settings, SmtpThreads threads, LongSupplier clock) {
        Map<String, LoginAccount> accounts = threads.accounts().acquire(settings, clock, threads.blocking());
        List<ServerState> all = new ArrayList<>();
        for (Route route : settings.routes()) {
            ServerTraffic traffic = new ServerTraffic(
                    settings.traffic(), settings.limits().maxConnections(), () -> ThreadLocalRandom.current().nextDouble(),
                    clock.getAsLong());
            all.add(new ServerState(
                    route.target(), accounts.get(LoginAccounts.name(route.target())), traffic,
                    settings.limits().maxRecipientsPerMessage()));
        }
        servers = List.copyOf(all);
    }

    @Override
    public Iterator<ServerState> iterator() {
        return servers.iterator();
    }

    ServerState first() {
        return servers.get(0);
    }

    // Traffic, all under the pool's lock

    /**
     * The first server that may get another connection for a message now, past those at a limit that they have shown;
     * null if there is none. A rate that was given is no reason to prefer a later server.
     *
     * @param recipients of the message; 0 for a command
     */
    @Nullable
    ServerState openable(int recipients, long now) {
        for (ServerState server : servers) {
            ServerTraffic traffic = server.traffic();
            if (!traffic.isFull(recipients, now)) {
                return traffic.openDelay(now) == 0 && traffic.sendDelay(recipients, now) == 0 ? server : null;
            }
        }
        return null;
    }

    /** The server that is tried for a connection when one before it failed; null if there is none. */
    @Nullable
    ServerState next(ServerState failed, long now) {
        for (ServerState server : servers.subList(servers.indexOf(failed) + 1, servers.size())) {
            if (!server.traffic().isFull(0, now)) {
                return server;
            }
        }
        return null;
    }

    /** Why the servers before one are not available, of those that are not. */
    List<ConnectFailure> before(ServerState server) {
        List<ConnectFailure> faults = new ArrayList<>();
        for (ServerState other : servers.subList(0, servers.indexOf(server))) {
            ConnectFailure fault = other.fault();
            if (fault != null) {
                faults.add(fault);
            }
        }
        return faults;
    }

    /** Connections to all servers together, at most those given. */
    int maxConnections(int most) {
        long sum = 0;
        for (ServerState server : servers) {
            sum += server.traffic().maxConnections();
        }
        return (int) Math.min(most, sum);
    }

    /** Nanoseconds for which nothing is sent to any server. */
    long suspended(long now) {
        return least(traffic -> traffic.suspended(now));
    }

    /** Nanoseconds until so many messages will have been sent to one of the servers, as far as rates limit them. */
    long backlogDelay(int count, long now) {
        return least(traffic -> traffic.backlogDelay(count, now));
    }

    /** Nanoseconds until a connection to one of the servers may be opened. */
    long openDelay(long now) {
        return least(traffic -> traffic.openDelay(now));
    }

    private long least(ToLongFunction<ServerTraffic> delay) {
        long least = Long.MAX_VALUE;
        for (ServerState server : servers) {
            least = Math.min(least, delay.applyAsLong(server.traffic()));
        }
        return least;
    }

    /** Whether a server has shown a limit that is in force. */
    boolean isLimited() {
        return servers.stream().anyMatch(server -> server.traffic().isLimited());
    }

    /** Whether the last attempt to connect to a server met a limit on connections. */
    boolean isOneFull() {
        return servers.stream().map(ServerState::fault)
                .anyMatch(fault -> fault != null && LimitReply.of(fault).lever() == Lever.CONNECTIONS);
    }

    /** The limits for which messages wait, of all servers that have one. */
    String reasons(long now) {
        List<String> reasons = new ArrayList<>();
        for (ServerState server : servers) {
            String reason = server.traffic().reason(now);
            if (reason != null) {
                reasons.add(servers.size() == 1 ? reason : server.target() + ": " + reason);
            }
        }
        return String.join("; ", reasons);
    }

    List<ServerLimits> limits(long now) {
        return servers.stream().map(server -> server.traffic().status(server.target().toString(), now)).toList();
    }

    // Logins and failures

    /** The servers whose last attempt to connect failed, each with the reason. */
    List<String> unavailable() {
        List<String> reasons = new ArrayList<>();
        for (ServerState server : servers) {
            ConnectFailure fault = server.fault();
            if (fault != null) {
                reasons.add(fault.reason());
            }
        }
        return reasons;
    }

    void endLoginPause() {
        for (ServerState server : servers) {
            LoginAccount account = server.account();
            if (account != null) {
                account.endPause();
            }
        }
    }

    /** Whether no login is needed, or a server has accepted the last one. */
    boolean isLoginProven() {
        for (ServerState server : servers) {
            LoginAccount account = server.account();
            if (account == null || account.isProven()) {
                return true;
            }
        }
        return false;
    }

    /** The failure of a request that needs a login during the login pause; null when there is no pause. */
    @Nullable
    ConnectFailure loginPause() {
        for (ServerState server : servers) {
            LoginAccount account = server.account();
            LoginAccount.Refusal refusal = account == null ? null : account.refusal();
            if (refusal != null) {
                return new ConnectFailure(
                        server.target(), Stage.AUTH, refusal.reply(),
                        new Failure(Failure.Kind.AUTHENTICATION, refusal.text(), refusal.cause()))
                        .withRetry(refusal.retryAfter());
            }
        }
        return null;
    }
}
