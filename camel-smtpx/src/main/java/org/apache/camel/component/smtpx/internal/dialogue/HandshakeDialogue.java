/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.Objects;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.jspecify.annotations.Nullable;

/**
 * From the greeting to a connection that can carry mail. The order is always: greeting, EHLO (HELO when that is
 * refused), STARTTLS and EHLO again, AUTH and EHLO again (RFC 5321, section 4.1.1.1; RFC 3207; RFC 4954). Each step
 * waits for the one before it; nothing travels behind EHLO or STARTTLS.
 */
public final class HandshakeDialogue extends Dialogue {

    /** Where a session stands. */
    private enum Step {
        GREETING,
        EHLO,
        HELO,
        STARTTLS,
        TLS,
        AUTH,
        EHLO_AFTER_AUTH,
        READY
    }

    /**
     * How the handshake ended.
     *
     * @param greeting the greeting, if one came
     * @param stage    where it failed; null when it did not
     * @param reply    the reply that ended it, if one did
     * @param failure  why it ended; null when the connection is ready
     * @param retry    whether a fresh token may be tried on a new connection
     */
    public record Result(@Nullable Reply greeting, @Nullable Stage stage, @Nullable Reply reply, @Nullable Failure failure,
            boolean retry) {
    }

    /** The wait for the greeting, as it is reported. */
    public static final String GREETING = "the greeting of";

    private final HandshakeSettings settings;
    private final Consumer<String> onWait;
    private final Consumer<Result> whenDone;
    private Step step = Step.GREETING;
    private boolean written = true;
    private @Nullable Reply greeting;
    private @Nullable AuthExchange auth;
    private @Nullable Result result;
    private Verdict verdict = Verdict.KEEP;

    /**
     * A handshake that begins with the wait for the greeting.
     *
     * @param whenDone told the result, once, on the connection's thread
     */
    public HandshakeDialogue(HandshakeSettings settings, Consumer<Result> whenDone) {
        this(settings, wait -> {
        }, whenDone);
    }

    /**
     * As the other.
     *
     * @param onWait receives what the server is waited for, whenever that changes, as "the reply to EHLO of"
     */
    public HandshakeDialogue(HandshakeSettings settings, Consumer<String> onWait, Consumer<Result> whenDone) {
        this.settings = settings;
        this.onWait = onWait;
        this.whenDone = whenDone;
        onWait.accept(GREETING);
        owe();
    }

    @Override
    public void advance(Wire wire) {
        AuthExchange exchange = auth;
        if (done()) {
            return;
        }
        if (exchange != null && step == Step.AUTH) {
            exchange.advance(wire);
            checkAuth(exchange);
        }
        if (written || done()) {
            return;
        }
        written = true;
        switch (step) {
            case EHLO, EHLO_AFTER_AUTH -> send(Command.ehlo(settings.helloName()), wire);
            case HELO -> send(Command.helo(settings.helloName()), wire);
            case STARTTLS -> send(Command.startTls(), wire);
            case TLS -> startTls(wire);
            default -> throw new IllegalStateException("nothing is to be written at " + step);
        }
    }

    private void send(Command command, Wire wire) {
        command.appendTo(wire.out());
        owe();
    }

    private void startTls(Wire wire) {
        Failure failure = StartTlsDialogue.handshake(wire);
        if (failure != null) {
            fail(Verdict.CLOSE, null, failure);
        }
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        switch (step) {
            case GREETING -> onGreeting(reply);
            case EHLO -> onEhlo(reply, wire);
            case HELO -> onHelo(reply, wire);
            case STARTTLS -> onStartTls(reply);
            case AUTH -> {
                AuthExchange exchange = Objects.requireNonNull(auth);
                exchange.onReply(reply, wire);
                checkAuth(exchange);
            }
            case EHLO_AFTER_AUTH -> {
                // Some servers offer more to those they know; one that takes no further EHLO keeps its first list.
                if (reply.code() == 250) {
                    wire.capabilities(Capabilities.ofEhlo(reply));
                    ready();
                } else if (reply.code() == 503) {
                    ready();
                } else {
                    refused(reply, "EHLO after AUTH was answered with " + reply);
                }
            }
            default -> throw new IllegalStateException("no reply is owed at " + step);
        }
    }

    private void onGreeting(Reply reply) {
        greeting = reply;
        if (reply.code() == 220 && !settings.sendHello()) {
            ready();
        } else if (reply.code() == 220) {
            enter(settings.esmtp() ? Step.EHLO : Step.HELO);
        } else {
            refused(reply, "the greeting was " + reply);
        }
    }

    private void onEhlo(Reply reply, Wire wire) {
        if (reply.code() == 250) {
            wire.capabilities(Capabilities.ofEhlo(reply));
            onCapabilities(wire);
        } else if (reply.isPermanent() && !wire.secure() && !settings.needsExtensions()) {
            enter(Step.HELO);
        } else {
            refused(reply, "EHLO was answered with " + reply + GreetingDialogue.lmtpHint(greeting, reply));
        }
    }

    private void onHelo(Reply reply, Wire wire) {
        wire.capabilities(Capabilities.NONE);
        if (reply.code() != 250) {
            refused(reply, "HELO was answered with " + reply + GreetingDialogue.lmtpHint(greeting, reply));
        } else {
            onCapabilities(wire);
        }
    }

    /** What the server offers is known; what comes next depends on it. */
    private void onCapabilities(Wire wire) {
        Capabilities offered = wire.capabilities();
        boolean wanted = settings.startTls() == StartTls.REQUIRED || settings.startTls() == StartTls.AUTO && offered.startTls();
        if (wanted && !wire.secure()) {
            if (offered.startTls()) {
                enter(Step.STARTTLS);
            } else {
                fail(Verdict.QUIT, null,
                        Failure.of(Failure.Kind.TLS, "TLS is required and the server does not offer STARTTLS"));
            }
        } else if (settings.account() == null) {
            ready();
        } else if (!offered.auth()) {
            fail(Verdict.QUIT, null, Failure.of(Failure.Kind.AUTHENTICATION,
                    "there are credentials and the server offers no AUTH" + (wire.secure() ? "" : " without TLS")));
        } else {
            step = Step.AUTH;
            onWait.accept(awaited());
            auth = new AuthExchange(settings.account(), settings.mechanisms(), settings.host(), this::owe);
        }
    }

    private void onStartTls(Reply reply) {
        if (reply.code() == 220) {
            enter(Step.TLS);
        } else if ((reply.isTransient() || reply.isPermanent()) && reply.code() != 421
                && settings.startTls() == StartTls.AUTO) {
            // Nobody asked for TLS, and there is nothing secret to say.
            ready();
        } else {
            fail(Verdict.CLOSE, reply, Failure.of(Failure.Kind.TLS, "STARTTLS was answered with " + reply));
        }
    }

    @Override
    public void onSecured(Wire wire) {
        enter(Step.EHLO);
    }

    private void checkAuth(AuthExchange exchange) {
        Failure failure = exchange.failure();
        if (failure != null) {
            Reply refusal = exchange.refusal();
            fail(refusal == null || refusal.code() == 421 ? Verdict.CLOSE : Verdict.QUIT, refusal, failure);
        } else if (exchange.accepted()) {
            enter(Step.EHLO_AFTER_AUTH);
        }
    }

    private void enter(Step next) {
        step = next;
        written = false;
        onWait.accept(awaited());
    }

    private String awaited() {
        return switch (step) {
            case GREETING, READY -> GREETING;
            case EHLO, EHLO_AFTER_AUTH -> "the reply to EHLO of";
            case HELO -> "the reply to HELO of";
            case STARTTLS -> "the reply to STARTTLS of";
            case TLS -> "the TLS handshake with";
            case AUTH -> "the login at";
        };
    }

    private void ready() {
        step = Step.READY;
        result = new Result(greeting, null, null, null, false);
    }

    private void refused(Reply reply, String text) {
        boolean plain = (reply.isTransient() || reply.isPermanent()) && reply.code() != 421;
        fail(plain ? Verdict.QUIT : Verdict.CLOSE, reply, Failure.of(Failure.Kind.SESSION_REFUSED, text));
    }

    private void fail(Verdict end, @Nullable Reply reply, Failure failure) {
        verdict = end;
        AuthExchange exchange = auth;
        result = new Result(greeting, stage(), reply, failure, exchange != null && exchange.retryable());
    }

    private Stage stage() {
        return switch (step) {
            case GREETING -> Stage.GREETING;
            case EHLO, HELO, READY -> Stage.HELLO;
            case STARTTLS -> Stage.STARTTLS;
            case TLS -> Stage.TLS;
            case AUTH, EHLO_AFTER_AUTH -> Stage.AUTH;
        };
    }

    @Override
    public void onLost(Failure failure, Wire wire) {
        AuthExchange exchange = auth;
        // Also when all was well a moment ago: nobody knows yet, and nobody shall be given a lost connection.
        if (result != null && result.failure() != null) {
            return;
        }
        if (exchange != null && step == Step.AUTH) {
            Failure why = exchange.lost(failure);
            fail(Verdict.CLOSE, exchange.refusal(), why);
        } else if (failure.kind() == Failure.Kind.TLS && (step == Step.GREETING || step == Step.EHLO)) {
            // TLS 1.3 tells of a refused client certificate when this side has ended its handshake.
            verdict = Verdict.CLOSE;
            result = new Result(greeting, Stage.TLS, null, failure, false);
        } else {
            boolean silent = step == Step.GREETING && failure.kind() == Failure.Kind.TIMEOUT && !wire.secure();
            fail(Verdict.CLOSE, null, silent
                    ? Failure.of(failure.kind(), failure.text() + "; does the server expect TLS from the start (ssl=true)?")
                    : failure);
        }
    }

    @Override
    public boolean allWritten() {
        return done();
    }

    @Override
    public boolean done() {
        return result != null;
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public TimeoutKind waitingFor() {
        return switch (step) {
            case GREETING -> TimeoutKind.GREETING;
            case EHLO, HELO, EHLO_AFTER_AUTH, READY -> TimeoutKind.HELLO;
            case STARTTLS -> TimeoutKind.STARTTLS;
            case TLS -> TimeoutKind.TLS;
            case AUTH -> TimeoutKind.AUTH;
        };
    }

    @Override
    public void complete(Wire wire) {
        whenDone.accept(Objects.requireNonNull(result));
    }

    @Override
    public String toString() {
        return "handshake at " + step;
    }
}
