/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import javax.net.ssl.SSLContext;

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
 * A new refresh token in an answer replaces the one in use. A {@link RefreshTokenStore} keeps it over restarts; without
 * one the configured refresh token counts after a restart.
 *
 * <p>
 * After a failure the endpoint is not asked again for a while, and {@link #get()} fails with the last answer: for as
 * long as {@code Retry-After} says, up to five minutes; else for a second, doubled with each failure up to a minute;
 * for 30 seconds, doubled up to five minutes, when only a change of settings helps ({@code invalid_client},
 * {@code invalid_grant} and the like).
 *
 * <p>
 * Safe for use by many threads; {@link #get()} waits for the network.
 */
public final class OAuth2TokenSupplier implements CredentialsSupplier {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final long UNKNOWN_LIFE = 300;
    private static final long FIRST_PAUSE = 1;
    private static final long FIRST_PERMANENT_PAUSE = 30;
    private static final long MAX_PAUSE = 60;
    private static final long MAX_LONG_PAUSE = 300;
    private static final int MAX_DOUBLINGS = 10;

    private final TokenEndpoint endpoint;
    private final @Nullable String username;
    private final Clock clock;
    private final Object lock = new Object();
    private final @Nullable RefreshTokenStore store;
    // All guarded by the lock
    private @Nullable String refreshToken;
    private @Nullable Token kept;
    private @Nullable CompletableFuture<Token> asking;
    private @Nullable OAuth2Exception lastFailure;
    private Instant pausedUntil = Instant.MIN;
    private int failures;
    /** Whether the refresh token in use is newer than what the store has. */
    private boolean unstored;

    private record Token(Credentials credentials, Instant end) {
    }

    /**
     * @param settings where the tokens come from
     * @param username the mailbox to log in as; XOAUTH2 needs it
     */
    public OAuth2TokenSupplier(OAuth2Settings settings, @Nullable String username) {
        this(settings, username, (RefreshTokenStore) null, (Callable<SSLContext>) null);
    }

    /**
     * @param settings where the tokens come from
     * @param username the mailbox to log in as; XOAUTH2 needs it
     * @param store    keeps refresh tokens; null for memory only
     * @param tls      gives the TLS context of the connection to the endpoint, called for each request; null for the
     *                 default of the JDK
     */
    public OAuth2TokenSupplier(OAuth2Settings settings, @Nullable String username, @Nullable RefreshTokenStore store,
                               @Nullable Callable<SSLContext> tls) {
        this(settings, username, store, TokenHttp.perRequest(tls, TIMEOUT), Clock.systemUTC(), TIMEOUT);
    }

    /**
     * @param settings where the tokens come from
     * @param username the mailbox to log in as; XOAUTH2 needs it
     * @param http     asks the endpoint: with a proxy or a trust store of its own. It should not follow redirections
     * @param clock    tells when a token has ended
     */
    public OAuth2TokenSupplier(OAuth2Settings settings, @Nullable String username, HttpClient http, Clock clock) {
        this(settings, username, null, TokenHttp.of(http), clock, TIMEOUT);
    }

    OAuth2TokenSupplier(OAuth2Settings settings, @Nullable String username, @Nullable RefreshTokenStore store,
                        TokenHttp http, Clock clock, Duration timeout) {
        // An invalid user name fails here, not at the first login
        this.username = new Credentials(username, null, null, null).username();
        this.endpoint = new TokenEndpoint(settings, http, timeout, clock);
        this.clock = clock;
        this.store = store;
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
                if (asking == null && lastFailure != null && clock.instant().isBefore(pausedUntil)) {
                    throw paused(lastFailure);
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
            String current = refresh == null || store == null ? refresh : synchronizedWithStore(store, refresh);
            TokenResponse response = endpoint.ask(current);
            Token token = new Token(
                    new Credentials(username, null, response.accessToken(), null), asked.plus(life(response.expiresIn())));
            synchronized (lock) {
                kept = token;
                failures = 0;
                lastFailure = null;
            }
            if (current != null && response.refreshToken() != null) {
                rotated(response.refreshToken());
            }
            shared.complete(token);
        } catch (OAuth2Exception e) {
            failed(e);
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

    private OAuth2Exception paused(OAuth2Exception last) {
        Duration left = pause();
        return new OAuth2Exception(
                last.getMessage() + " (asked again in " + Math.max(1, left.toSeconds()) + " s)", last, left);
    }

    /** What is left of the pause. */
    private Duration pause() {
        synchronized (lock) {
            Instant now = clock.instant();
            return now.isBefore(pausedUntil) ? Duration.between(now, pausedUntil) : Duration.ZERO;
        }
    }

    private void failed(OAuth2Exception failure) {
        synchronized (lock) {
            boolean permanent = failure.isPermanent();
            long first = permanent ? FIRST_PERMANENT_PAUSE : FIRST_PAUSE;
            long most = permanent ? MAX_LONG_PAUSE : MAX_PAUSE;
            long pause = failure.retryAfter() >= 0
                    ? Math.min(MAX_LONG_PAUSE, failure.retryAfter())
                    : Math.min(most, first << Math.min(failures, MAX_DOUBLINGS));
            failures++;
            lastFailure = failure;
            pausedUntil = clock.instant().plusSeconds(pause);
        }
    }

    /** The refresh token to use, after what could not be stored before is stored now. */
    private String synchronizedWithStore(RefreshTokenStore from, String refresh) throws OAuth2Exception {
        boolean due;
        synchronized (lock) {
            due = unstored;
        }
        if (due) {
            rotated(refresh);
            return refresh;
        }
        try {
            String stored = from.load();
            return stored == null || stored.isEmpty() ? refresh : stored;
        } catch (Exception e) {
            OAuth2Exception failure = new OAuth2Exception("the refresh token cannot be loaded: " + e, 0, null);
            failure.initCause(e);
            throw failure;
        }
    }

    /** Uses a new refresh token from now on. The access token is good even if the store fails. */
    private void rotated(String fresh) {
        boolean failed = false;
        RefreshTokenStore to = store;
        if (to != null) {
            try {
                to.store(fresh);
            } catch (Throwable e) {
                failed = true;
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
        synchronized (lock) {
            refreshToken = fresh;
            unstored = failed;
        }
    }

    /** A new exception for each thread that waited, for the stack traces differ. */
    private OAuth2Exception forThisThread(@Nullable Throwable cause) {
        if (cause instanceof OAuth2Exception refused) {
            return new OAuth2Exception(String.valueOf(refused.getMessage()), refused, pause());
        }
        OAuth2Exception own = new OAuth2Exception("the token could not be had", 0, null);
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
