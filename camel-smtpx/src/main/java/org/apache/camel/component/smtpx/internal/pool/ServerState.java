/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.dialogue.RecipientLimit;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.jspecify.annotations.Nullable;

/**
 * One server of a client: how to connect to it, its login account, and the limits that its replies have shown.
 * Thread-safe.
 */
final class ServerState {

    private final Target target;
    private final @Nullable LoginAccount account;
    private volatile boolean refusesBdat;
    private final AtomicInteger recipientLimit = new AtomicInteger();

    ServerState(Target target, @Nullable LoginAccount account) {
        this.target = target;
        this.account = account;
    }

    Target target() {
        return target;
    }

    /** The account for logins; null without credentials. */
    @Nullable
    LoginAccount account() {
        return account;
    }

    /** Whether it offered CHUNKING and refused BDAT as a command. Messages use DATA then. */
    boolean refusesBdat() {
        return refusesBdat;
    }

    /** Recipients that it accepts per message, as far as known; 0 for no limit. */
    int recipientLimit() {
        return recipientLimit.get();
    }

    /** Records the limits that a transaction has shown. */
    void record(TransactionReport report) {
        if (report.bdatRefused()) {
            refusesBdat = true;
        }
        int shown = RecipientLimit.shownBy(report);
        if (shown > 0) {
            recipientLimit.accumulateAndGet(shown, (known, more) -> known == 0 ? more : Math.min(known, more));
        }
    }
}
