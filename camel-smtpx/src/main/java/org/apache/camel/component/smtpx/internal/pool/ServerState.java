/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.dialogue.OfferAfterLogin;
import org.apache.camel.component.smtpx.internal.dialogue.RecipientLimit;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.traffic.ServerTraffic;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One server of a client: how to connect to it, its login account, and the limits that its replies have shown.
 * Thread-safe, but for the traffic, which the pool's lock guards.
 */
final class ServerState {

    private static final Logger LOG = PoolLog.LOG;

    private final Target target;
    private final @Nullable LoginAccount account;
    private final ServerTraffic traffic;
    private final OfferAfterLogin afterLogin = new OfferAfterLogin();
    private volatile boolean refusesBdat;
    private final AtomicInteger recipientLimit;
    /** Why the last attempt to connect failed; null after one that succeeded, and before the first. */
    private final AtomicReference<@Nullable ConnectFailure> fault = new AtomicReference<>();

    /** @param maxRecipients that it accepts per message, as far as known before; 0 for no limit */
    ServerState(Target target, @Nullable LoginAccount account, ServerTraffic traffic, int maxRecipients) {
        this.target = target;
        this.account = account;
        this.traffic = traffic;
        this.recipientLimit = new AtomicInteger(maxRecipients);
    }

    Target target() {
        return target;
    }

    /** The account for logins; null without credentials. */
    @Nullable
    LoginAccount account() {
        return account;
    }

    /** How fast it may be sent to. Guarded by the pool's lock. */
    ServerTraffic traffic() {
        return traffic;
    }

    /** Whether a login changes what it offers. */
    OfferAfterLogin afterLogin() {
        return afterLogin;
    }

    /** Whether it offered CHUNKING and refused BDAT as a command. Messages use DATA then. */
    boolean refusesBdat() {
        return refusesBdat;
    }

    /** Recipients that it accepts per message, as far as known; 0 for no limit. */
    int recipientLimit() {
        return recipientLimit.get();
    }

    /** Records a connection that is ready. */
    void recordOpened() {
        ConnectFailure before = fault.getAndSet(null);
        if (before != null) {
            LOG.info("{} is available again", target);
        }
    }

    /** Records an attempt to connect that failed. It is logged once, until an attempt succeeds. */
    void recordFailure(ConnectFailure why) {
        ConnectFailure before = fault.getAndSet(why);
        if (before == null || before.stage() != why.stage()) {
            LOG.info(why.stage() == Stage.AUTH ? "the login at {} failed: {}" : "{} is not available: {}", target,
                    why.failure().text());
        }
    }

    /** Why the last attempt to connect failed; null if it succeeded, or there was none. */
    @Nullable
    ConnectFailure fault() {
        return fault.get();
    }

    /** Records the limits that a transaction has shown. */
    void record(TransactionReport report) {
        if (report.bdatRefused() && !refusesBdat) {
            refusesBdat = true;
            LOG.info("{} offers CHUNKING and refuses BDAT: messages use DATA", target);
        }
        int shown = RecipientLimit.shownBy(report);
        if (shown > 0) {
            int before = recipientLimit
                    .getAndAccumulate(shown, (known, more) -> known == 0 ? more : Math.min(known, more));
            if (before == 0 || shown < before) {
                LOG.info("{} accepts {} recipients per message", target, shown);
            }
        }
    }
}
