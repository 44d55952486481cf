/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.net.URI;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.RefreshTokenStore;
import org.jspecify.annotations.Nullable;

/**
 * The refresh tokens that descend from one configured token. A provider that rotates them accepts each one once, so
 * accounts with the same token (several mailboxes of one user, several scopes) ask one after the other, each with the
 * newest token. Safe for use by many threads.
 */
final class RefreshTokenFamily implements RefreshTokenStore {

    /** What the accounts of a family have in common. */
    record Key(URI endpoint, String clientId, String refreshToken, @Nullable RefreshTokenStore store) {
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable RefreshTokenStore store;
    private volatile @Nullable String newest;

    /** @param store keeps the tokens over a restart; null for memory only */
    RefreshTokenFamily(@Nullable RefreshTokenStore store) {
        this.store = store;
    }

    @Override
    public @Nullable String load() throws Exception {
        return store == null ? newest : store.load();
    }

    @Override
    public void store(String refreshToken) throws Exception {
        newest = refreshToken;
        if (store != null) {
            store.store(refreshToken);
        }
    }

    /** Credentials of an account of the family. Waits until no other account asks for a token. */
    Credentials get(CredentialsSupplier supplier) throws Exception {
        lock.lockInterruptibly();
        try {
            return supplier.get();
        } finally {
            lock.unlock();
        }
    }
}
