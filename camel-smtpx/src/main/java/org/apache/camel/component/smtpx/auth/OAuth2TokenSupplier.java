/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Gives OAuth 2 access tokens from a token endpoint, for XOAUTH2 and OAUTHBEARER.
 *
 * <p>
 * A token is kept until 60 seconds before its end, or a tenth of its life if that is less; one without a stated life is
 * kept for five minutes; one that the server refused is dropped. However many threads want a token, the endpoint is
 * asked once and all share what comes of it, token or failure. A request ends within 10 seconds; an answer longer than
 * 64 KiB is refused; redirections are not followed.
 *
 * <p>
 * A new refresh token in an answer replaces the one in use, in memory only: after a restart the configured one counts.
 *
 * <p>
 * Safe for use by many threads; {@link #get()} waits for the network.
 */
public final class OAuth2TokenSupplier implements CredentialsSupplier {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final long UNKNOWN_LIFE = 300;

    private final TokenEndpoint endpoint;
    private final @Nullable String username;
    private final Clock clock;
    private final Object lock = new Object();
    // All three guarded by the lock
    private @Nullable String refreshToken;
    private @Nullable Token kept;
    private @Nullable CompletableFuture<Token> asking;

    private record Token(Credentials credentials, Instant end) {
    }

    /**
     * @param settings where the tokens come from
     * @param username the mailbox to log in as; XOAUTH2 needs it
     */
    public OAuth2TokenSupplier(OAuth2Settings settings, @Nullable String username) {
        this(settings, username, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build(),
             Clock.systemUTC());
    }

    /**
     * @param settings where the tokens come from
     * @param username the mailbox to log in as; XOAUTH2 needs it
     * @param http     asks the endpoint: with a proxy or a trust store of its own. It should not follow redirections
     * @param clock    tells when a token has ended
     */
    public OAuth2TokenSupplier(OAuth2Settings settings, @Nullable String username, HttpClient http, Clock clock) {
        this(settings, username, http, clock, TIMEOUT);
    }

    OAuth2TokenSupplier(OAuth2Settings settings, @Nullable String username, HttpClient http, Clock clock,
                        Duration timeout) {
        // An invalid user name fails here, not at the first login
        this.username = new Credentials(username, null, null, null).username();
        this.endpoint = new TokenEndpoint(settings, http, timeout);
        this.clock = clock;
        this.refreshToken = settings.refreshToken();
    }

    @Override
    public Credentials get() throws OAuth2Exception, InterruptedException {
        while (true) {
            CompletableFuture<Token> shared;
            boolean mine = false;
            String refresh;
            synchronized (lock) {
                if (kept != null && clock.instant().isBefore(kept.end())) {
                    return kept.credentials();
                }
                refresh = refreshToken;
                if (asking == null) {
                    asking = new CompletableFuture<>();
                    mine = true;
                }
                shared = asking;
            }
            if (mine) {
                ask(shared, refresh);
            }
            try {
                return shared.get().credentials();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof InterruptedException)) {
                    throw forThisThread(e.getCause());
                }
                // The thread that asked for all of us was interrupted; that is its affair alone
            }
        }
    }

    private void ask(CompletableFuture<Token> shared, @Nullable String refresh) throws InterruptedException {
        try {
            Instant asked = clock.instant();
            TokenResponse response = endpoint.ask(refresh);
            Token token = new Token(
                    new Credentials(username, null, response.accessToken(), null), asked.plus(life(response.expiresIn())));
            synchronized (lock) {
                kept = token;
                if (refresh != null && response.refreshToken() != null) {
                    refreshToken = response.refreshToken();
                }
            }
            shared.complete(token);
        } catch (OAuth2Exception e) {
            shared.completeExceptionally(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            shared.completeExceptionally(e);
            throw e;
        } finally {
            synchronized (lock) {
                asking = null;
            }
        }
    }

    /** A new exception for each thread that waited, for the stack traces differ. */
    private static OAuth2Exception forThisThread(@Nullable Throwable cause) {
        OAuth2Exception own = cause instanceof OAuth2Exception refused
                ? new OAuth2Exception(String.valueOf(refused.getMessage()), refused.status(), refused.error())
                : new OAuth2Exception("the token could not be had", 0, null);
        own.initCause(cause);
        return own;
    }

    private static Duration life(long expiresIn) {
        Duration life = Duration.ofSeconds(expiresIn < 0 ? UNKNOWN_LIFE : expiresIn);
        Duration tenth = life.dividedBy(10);
        return life.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
    }

    @Override
    public void rejected(Credentials credentials) {
        synchronized (lock) {
            if (kept != null && kept.credentials().equals(credentials)) {
                kept = null;
            }
        }
    }

    @Override
    public String toString() {
        return "OAuth2TokenSupplier";
    }
}
