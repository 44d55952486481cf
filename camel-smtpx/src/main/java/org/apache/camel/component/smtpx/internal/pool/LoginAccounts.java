/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.transport.Target;

/**
 * The login accounts of all clients that share threads. Clients with the same credentials for the same server share an
 * account, and so its login pause. An account without clients is kept during its pause.
 * <p>
 * Thread-safe: the monitor guards the entries.
 */
final class LoginAccounts {

    /** The supplier is compared by {@code equals}: fixed credentials by value, most others by identity. */
    private record Key(String host, int port, CredentialsSupplier supplier) {
    }

    private static final class Entry {
        private final LoginAccount account;
        private int clients;

        private Entry(LoginAccount account) {
            this.account = account;
        }
    }

    private final Map<Key, Entry> entries = new HashMap<>();

    /** The accounts of a client by name of the server; none without credentials. */
    synchronized Map<String, LoginAccount> acquire(ClientSettings settings, LongSupplier clock, Executor blocking) {
        entries.values().removeIf(entry -> entry.clients == 0 && entry.account.refusal() == null);
        Map<String, LoginAccount> accounts = new HashMap<>();
        for (Key key : keys(settings)) {
            Entry entry = entries.computeIfAbsent(key, unknown -> new Entry(
                    new LoginAccount(
                            key.supplier(), settings.limits().loginPause(),
                            settings.deadlines().of(TimeoutKind.AUTH), clock, blocking)));
            entry.clients++;
            entry.account.pauseAtLeast(settings.limits().loginPause());
            accounts.put(name(key.host(), key.port()), entry.account);
        }
        return accounts;
    }

    synchronized void release(ClientSettings settings) {
        for (Key key : keys(settings)) {
            Entry entry = entries.get(key);
            if (entry != null && --entry.clients == 0 && entry.account.refusal() == null) {
                entries.remove(key);
            }
        }
    }

    static String name(Target target) {
        return name(target.host(), target.port());
    }

    private static String name(String host, int port) {
        return host + " " + port;
    }

    private static List<Key> keys(ClientSettings settings) {
        List<Key> keys = new ArrayList<>();
        CredentialsSupplier supplier = settings.credentials();
        if (supplier != null) {
            for (Route route : settings.routes()) {
                Target target = route.target();
                Key key = new Key(target.host(), target.port(), Objects.requireNonNull(supplier));
                if (!keys.contains(key)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }
}
