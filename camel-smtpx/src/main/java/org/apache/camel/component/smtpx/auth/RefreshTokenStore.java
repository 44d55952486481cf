/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the refresh token of one account over restarts. Providers that rotate refresh tokens accept each one once, and
 * revoke all of them when an old one is used again (RFC 9700, section 4.14.2). Called by one thread at a time; a method
 * may block.
 */
public interface RefreshTokenStore {

    /**
     * The refresh token that was stored last; null if none was, and the configured one counts. Called before each token
     * request, so that several nodes can share a store.
     *
     * @throws Exception if the store cannot be read; no token is requested then
     */
    @Nullable
    String load() throws Exception;

    /**
     * Stores a new refresh token. When this fails, the token is used all the same and stored before the next request.
     *
     * @throws Exception if the token cannot be stored; its message is shown and must not contain the token
     */
    void store(String refreshToken) throws Exception;
}
