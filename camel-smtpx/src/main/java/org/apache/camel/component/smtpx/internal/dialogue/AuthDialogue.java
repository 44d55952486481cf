/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import javax.security.sasl.SaslClient;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue.Result;
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

    /** With credentials and the mechanisms that may be used. */
    public AuthDialogue(Credentials credentials, Mechanisms mechanisms, String host, Consumer<Result> whenDone) {
        super(whenDone);
        exchange = new AuthExchange(LoginAccount.unshared(CredentialsSupplier.of(credentials)), mechanisms, host, this::oweOne)
                .inServersOrder();
    }

    /** With a SASL client of the caller's, which is used up. */
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
