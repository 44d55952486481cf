/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import javax.security.sasl.SaslClient;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * AUTH as a step of its own (RFC 4954). A result with a failure but no reply, after which the connection goes on, says
 * that there was no mechanism to try.
 */
public final class AuthDialogue extends SessionDialogue {

    private final AuthExchange exchange;
    private boolean sent;
    private @Nullable Reply last;

    /** Logs in to an account that several connections may share, with the strongest of the mechanisms. */
    AuthDialogue(LoginAccount account, Mechanisms mechanisms, String host, Consumer<Result> whenDone) {
        super(whenDone);
        exchange = new AuthExchange(account, mechanisms, host, this::oweOne);
    }

    /**
     * Logs in with credentials. Between PLAIN and LOGIN the server's order decides.
     *
     * @param mechanisms those that may be used
     * @param host       the server as configured, for SASL
     */
    public AuthDialogue(Credentials credentials, Mechanisms mechanisms, String host, Consumer<Result> whenDone) {
        super(whenDone);
        exchange = new AuthExchange(LoginAccount.unshared(CredentialsSupplier.of(credentials)), mechanisms, host, this::oweOne)
                .inServersOrder();
    }

    /** Logs in with a SASL client, which is disposed of afterwards. */
    public AuthDialogue(SaslClient client, Consumer<Result> whenDone) {
        super(whenDone);
        exchange = AuthExchange.with(client, this::oweOne);
    }

    private void oweOne() {
        sent = true;
        owe();
    }

    @Override
    public void advance(Wire wire) {
        exchange.advance(wire);
        checkResult();
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        last = reply;
        exchange.onReply(reply, wire);
        checkResult();
    }

    @Override
    public void onLost(Failure failure, Wire wire) {
        if (!done()) {
            Failure why = exchange.lost(failure);
            finish(exchange.refusal(), why, Verdict.CLOSE);
        }
    }

    /** Whether a fresh token may be tried on a new connection. */
    boolean retryable() {
        return exchange.retryable();
    }

    private void checkResult() {
        Failure failure = exchange.failure();
        Reply refusal = exchange.refusal();
        if (exchange.accepted()) {
            finish(last, null, Verdict.KEEP);
        } else if (failure != null) {
            boolean sound = refusal != null ? refusal.code() != 421 : !sent;
            finish(refusal, failure, sound ? Verdict.KEEP : Verdict.CLOSE);
        }
    }

    @Override
    public TimeoutKind waitingFor() {
        return TimeoutKind.AUTH;
    }

    @Override
    public String toString() {
        return "AUTH";
    }
}
