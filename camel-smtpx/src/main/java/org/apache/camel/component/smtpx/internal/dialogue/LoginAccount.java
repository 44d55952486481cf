/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.FixedCredentials;
import org.apache.camel.component.smtpx.auth.OAuth2Exception;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The logins of one account at one server. Servers lock an account after a few failed logins, so one login at a time is
 * under way, over all connections of all clients that share the account. After a refusal no login is tried for the
 * pause.
 *
 * <p>
 * A refused token is replaced once: the next login, on the same connection or another, asks the supplier for a fresh
 * one. A connection that ends without a reply to AUTH is no refusal, unless that happens twice in a row. While a token
 * endpoint is not asked, no login is tried either.
 *
 * <p>
 * Safe for use by many threads. No lock is held while a future completes or a supplier runs.
 */
public final class LoginAccount {

    /** Connections in a row that may end without a reply to AUTH before the pause begins. */
    private static final int MAX_UNANSWERED = 2;

    private final CredentialsSupplier supplier;
    private final Duration deadline;
    private final LongSupplier clock;
    private final Executor blocking;

    // All guarded by this
    private Duration pause;
    private final Deque<CompletableFuture<Login>> waiting = new ArrayDeque<>();
    private final Deque<Credentials> rejected = new ArrayDeque<>();
    private boolean loggingIn;
    private boolean supplying;
    private long supplyingSince;
    private boolean proven;
    private int unanswered;
    /** Credentials with a refused token that may be replaced by a fresh one, and the refusal. */
    private @Nullable Credentials stale;
    private @Nullable Refusal staleRefusal;
    /** What replaces them, until a server has answered to it. */
    private @Nullable Credentials fresh;
    private @Nullable Refusal paused;
    private long pausedUntil;
    /** Types of channel binding that the server does not support. */
    private Set<String> unsupportedBindings = Set.of();

    /**
     * How a server refused a login.
     *
     * @param reply      its reply; null when the connection ended without one
     * @param text       what is reported
     * @param retryAfter what is left of the pause, more than zero; null without a pause
     * @param cause      the exception of the token endpoint; null when the server refused the login
     */
    public record Refusal(@Nullable Reply reply, String text, @Nullable Duration retryAfter, @Nullable Throwable cause) {

        Refusal(@Nullable Reply reply, String text) {
            this(reply, text, null, null);
        }
    }

    /** No login is tried now. */
    static final class PausedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        PausedException(Refusal refusal) {
            super(refusal.text(), null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    /**
     * @param supplier of the credentials
     * @param pause    after a refusal no login is tried for so long; zero for no pause
     * @param deadline for the supplier, and for the wait behind other logins
     * @param clock    nanoseconds
     * @param blocking runs the supplier
     */
    public LoginAccount(CredentialsSupplier supplier, Duration pause, Duration deadline, LongSupplier clock,
                        Executor blocking) {
        this.supplier = supplier;
        this.pause = pause;
        this.deadline = deadline;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** An account of one connection, which asks the supplier on the thread that logs in and never pauses. */
    public static LoginAccount unshared(CredentialsSupplier supplier) {
        return new LoginAccount(supplier, Duration.ZERO, TimeoutKind.AUTH.defaultDuration(), System::nanoTime, Runnable::run);
    }

    /** Makes the pause longer when another client of the account wants it so. */
    public synchronized void pauseAtLeast(Duration other) {
        pause = pause.compareTo(other) < 0 ? other : pause;
    }

    /** Whether the last login succeeded. */
    public synchronized boolean isProven() {
        return proven;
    }

    /** The refusal that pauses logins now, with the time that is left; null when there is none. */
    public synchronized @Nullable Refusal refusal() {
        Refusal cause = paused;
        long left = pausedUntil - clock.getAsLong();
        if (cause == null || left <= 0) {
            paused = null;
            return null;
        }
        Duration retryAfter = Duration.ofNanos(left);
        return new Refusal(
                cause.reply(), cause.text() + " (the next login is tried in " + retryAfter.toSeconds() + " s)", retryAfter,
                cause.cause());
    }

    /** Permits a login at once, as after the password was changed. */
    public synchronized void endPause() {
        paused = null;
    }

    /**
     * Begins a login when no other is under way and the supplier has answered. Fails with a {@link PausedException}
     * during the pause, with a {@link TimeoutException} at the deadline, and with what the supplier throws.
     */
    CompletableFuture<Login> begin() {
        CompletableFuture<Login> login = new CompletableFuture<>();
        boolean first;
        synchronized (this) {
            first = !loggingIn;
            loggingIn = true;
            if (!first) {
                waiting.add(login);
            }
        }
        if (first) {
            next(login);
        }
        // The deadline is for the suppliers' own threads and for other logins: neither can be interrupted here.
        return login.isDone() ? login : withinDeadline(login);
    }

    private <T> CompletableFuture<T> withinDeadline(CompletableFuture<T> future) {
        return future.orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS).handle((value, error) -> {
            if (error == null) {
                return value;
            }
            throw new CompletionException(
                    error instanceof TimeoutException && error.getMessage() == null
                            ? new TimeoutException("none within " + deadline.toMillis() + " ms") : error);
        });
    }

    /** Lets the next login begin that is not over yet. */
    private void next(@Nullable CompletableFuture<Login> first) {
        CompletableFuture<Login> login = first;
        while (true) {
            Exception obstacle;
            synchronized (this) {
                while (login == null || login.isDone()) {
                    login = waiting.poll();
                    if (login == null) {
                        loggingIn = false;
                        return;
                    }
                }
                obstacle = obstacle();
            }
            if (obstacle == null) {
                CompletableFuture<Login> ready = login;
                // From here on the login lets the next one begin, however it ends.
                ready.whenComplete((begun, error) -> {
                    if (error != null) {
                        next(null);
                    }
                });
                supply(ready);
                return;
            }
            login.completeExceptionally(obstacle);
            login = null;
        }
    }

    private @Nullable Exception obstacle() {
        Refusal refusal = refusal();
        if (refusal != null) {
            return new PausedException(refusal);
        }
        return supplying ? overdue() : null;
    }

    private TimeoutException overdue() {
        return new TimeoutException(
                "the supplier has not answered for " + Duration.ofNanos(clock.getAsLong() - supplyingSince).toMillis()
                                    + " ms");
    }

    private void supply(CompletableFuture<Login> login) {
        Credentials known;
        synchronized (this) {
            known = fresh;
        }
        CompletableFuture<Credentials> supplied = known != null ? CompletableFuture.completedFuture(known) : supply();
        supplied.whenComplete((credentials, error) -> {
            if (credentials == null) {
                login.completeExceptionally(error == null ? new IllegalStateException("none were supplied") : error);
                return;
            }
            Refusal same = null;
            synchronized (this) {
                if (credentials.equals(stale)) {
                    same = staleRefusal;
                }
            }
            if (same != null) {
                pauseAfter(same, credentials);
                login.completeExceptionally(new PausedException(same));
            } else {
                // Without effect on a login that timed out, behind which the next one has begun
                login.complete(new Login(credentials));
            }
        });
    }

    /** Asks the supplier, on one thread at a time. */
    private CompletableFuture<Credentials> supply() {
        if (supplier instanceof FixedCredentials fixed) {
            return CompletableFuture.completedFuture(fixed.credentials());
        }
        CompletableFuture<Credentials> supplied = new CompletableFuture<>();
        synchronized (this) {
            if (supplying) {
                supplied.completeExceptionally(overdue());
                return supplied;
            }
            supplying = true;
            supplyingSince = clock.getAsLong();
        }
        try {
            blocking.execute(() -> ask(supplied));
        } catch (Throwable e) {
            answered(supplied, null, e);
        }
        return supplied;
    }

    private void ask(CompletableFuture<Credentials> supplied) {
        Credentials credentials = null;
        Throwable error = null;
        try {
            for (Credentials bad = pollRejected(); bad != null; bad = pollRejected()) {
                supplier.rejected(bad);
            }
            credentials = supplier.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            error = e;
        } catch (Throwable e) {
            error = e;
        }
        answered(supplied, credentials, error);
    }

    private void answered(
            CompletableFuture<Credentials> supplied, @Nullable Credentials credentials, @Nullable Throwable error) {
        synchronized (this) {
            supplying = false;
            if (error instanceof OAuth2Exception refused && !refused.pause().isZero()) {
                // The supplier fails until then, so that no connection is opened for a login
                paused = new Refusal(null, unsupplied(refused), null, refused);
                pausedUntil = clock.getAsLong() + refused.pause().toNanos();
            }
        }
        if (credentials != null) {
            supplied.complete(credentials);
        } else {
            supplied.completeExceptionally(error != null ? error : new IllegalStateException("none were supplied"));
        }
    }

    /** What is reported when the supplier has given no credentials; null when it gave none without an exception. */
    static String unsupplied(@Nullable Exception error) {
        return "no credentials could be had: " + (error == null ? "none were supplied" : MechanismExchange.text(error));
    }

    private synchronized @Nullable Credentials pollRejected() {
        return rejected.poll();
    }

    /** Begins the pause. */
    private synchronized void pauseAfter(Refusal refusal, Credentials refused) {
        proven = false;
        unanswered = 0;
        stale = null;
        staleRefusal = null;
        fresh = null;
        if (refused.accessToken() != null && !rejected.contains(refused)) {
            rejected.add(refused);
        }
        if (!pause.isZero()) {
            paused = refusal;
            pausedUntil = clock.getAsLong() + pause.toNanos();
        }
    }

    /** One login that is under way, from the supplier's answer to the end of AUTH. */
    final class Login {
        private Credentials credentials;
        private boolean ended;

        private Login(Credentials credentials) {
            this.credentials = credentials;
        }

        Credentials credentials() {
            return credentials;
        }

        /** Types of channel binding that the server refused before it accepted a login. */
        Set<String> unsupportedBindings() {
            synchronized (LoginAccount.this) {
                return unsupportedBindings;
            }
        }

        /**
         * The server accepted the login.
         *
         * @param unsupported types of channel binding that it refused before
         */
        void accepted(Set<String> unsupported) {
            synchronized (LoginAccount.this) {
                unsupportedBindings = Set.copyOf(unsupported);
                proven = true;
                unanswered = 0;
                stale = null;
                staleRefusal = null;
                fresh = null;
                paused = null;
            }
        }

        /**
         * The server refused the login.
         *
         * @param  reply       its reply; null when the connection ended without one
         * @param  replaceable whether a fresh token may help
         * @return             true when one may be tried, now or on another connection; else the pause has begun
         */
        boolean refused(@Nullable Reply reply, String text, boolean replaceable) {
            Refusal refusal = new Refusal(reply, text);
            synchronized (LoginAccount.this) {
                if (replaceable && stale == null) {
                    stale = credentials;
                    staleRefusal = refusal;
                    unanswered = 0;
                    rejected.add(credentials);
                    return true;
                }
                pauseAfter(refusal, credentials);
                return false;
            }
        }

        /** The connection ended after AUTH and before its reply. */
        void unanswered(String text) {
            synchronized (LoginAccount.this) {
                Refusal refusal = staleRefusal;
                if (++unanswered >= MAX_UNANSWERED) {
                    pauseAfter(refusal != null ? refusal : new Refusal(null, text), credentials);
                }
            }
        }

        /** Asks the supplier for other credentials than those that were refused; fails if there are none. */
        CompletableFuture<Credentials> renew() {
            return withinDeadline(supply()).thenApply(given -> {
                Refusal same = null;
                synchronized (LoginAccount.this) {
                    if (given.equals(stale)) {
                        same = staleRefusal;
                    } else {
                        fresh = given;
                    }
                }
                if (same != null) {
                    pauseAfter(same, given);
                    throw new CompletionException(new PausedException(same));
                }
                credentials = given;
                return given;
            });
        }

        /** Lets the next login begin. */
        void end() {
            synchronized (LoginAccount.this) {
                if (ended) {
                    return;
                }
                ended = true;
            }
            next(null);
        }
    }
}
