/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/** The servers of a client in the order in which they are tried, and the state of its logins. Thread-safe. */
final class Servers implements Iterable<ServerState> {

    private final List<ServerState> servers;

    Servers(ClientSettings settings, SmtpThreads threads, LongSupplier clock) {
        Map<String, LoginAccount> accounts = threads.accounts().acquire(settings, clock, threads.blocking());
        List<ServerState> all = new ArrayList<>();
        for (Route route : settings.routes()) {
            all.add(new ServerState(route.target(), accounts.get(LoginAccounts.name(route.target()))));
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
                        Failure.of(Failure.Kind.AUTHENTICATION, refusal.text()));
            }
        }
        return null;
    }
}
