/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.jspecify.annotations.Nullable;

/**
 * The steps from the greeting to a connection that can carry mail, in this order: greeting, EHLO (HELO when that is
 * rejected; in LMTP LHLO only), STARTTLS and EHLO again, XCLIENT and EHLO again, AUTH and EHLO again unless
 * {@link OfferAfterLogin} knows its answer (RFC 5321, section 4.1.1.1; RFC 3207; Postfix, XCLIENT_README; RFC 4954).
 * XCLIENT makes the server forget a login. Each step begins after the reply to the one before it.
 */
public final class HandshakeDialogue extends Dialogue {

    /**
     * How the handshake ended.
     *
     * @param greeting the greeting, if one came
     * @param stage    where it failed; null if it succeeded
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
    private SessionDialogue step;
    private BiConsumer<SessionDialogue.Result, Wire> onStepDone;
    private String reportedWait = GREETING;
    private Capabilities beforeLogin = Capabilities.NONE;
    private @Nullable Reply greeting;
    private @Nullable AuthDialogue auth;
    private boolean identified;
    private @Nullable Result result;
    private Verdict verdict = Verdict.KEEP;

    /**
     * A handshake that begins with the wait for the greeting.
     *
     * @param whenDone receives the result, once, on the connection's thread
     */
    public HandshakeDialogue(HandshakeSettings settings, Consumer<Result> whenDone) {
        this(settings, wait -> {
        }, whenDone);
    }

    /**
     * As the other constructor, and reports each wait.
     *
     * @param onWait receives what is awaited from the server, whenever that changes, as "the reply to EHLO of"
     */
    public HandshakeDialogue(HandshakeSettings settings, Consumer<String> onWait, Consumer<Result> whenDone) {
        this.settings = settings;
        this.onWait = onWait;
        this.whenDone = whenDone;
        this.step = new GreetingDialogue(HandshakeDialogue::ignore);
        this.onStepDone = this::onGreeting;
        onWait.accept(GREETING);
    }

    private static void ignore(SessionDialogue.Result result) {
        // The handshake reads the result from the step.
    }

    private void begin(SessionDialogue next, BiConsumer<SessionDialogue.Result, Wire> then) {
        step = next;
        onStepDone = then;
    }

    @Override
    public void advance(Wire wire) {
        while (!done()) {
            if (owed() == 0 && waitingFor() != TimeoutKind.TLS && wire.hasPartialReply()) {
                // It would be matched with the next command.
                onLost(Failure.of(Failure.Kind.UNEXPECTED, "the server began a reply before the command"), wire);
                return;
            }
            step.advance(wire);
            if (!step.done()) {
                reportWait();
                return;
            }
            onStepDone.accept(step.result(), wire);
        }
    }

    /** Replies are owed to the current step. */
    @Override
    public int owed() {
        return step.owed();
    }

    @Override
    public void reply(Reply reply, Wire wire) {
        onReply(reply, wire);
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        step.reply(reply, wire);
        if (step.done()) {
            onStepDone.accept(step.result(), wire);
        }
        reportWait();
    }

    private void onGreeting(SessionDialogue.Result received, Wire wire) {
        Reply reply = Objects.requireNonNull(received.reply());
        greeting = reply;
        if (reply.code() != 220) {
            refused(reply, "the greeting was " + reply);
        } else if (settings.sendHello()) {
            beginHello(wire);
        } else {
            ready();
        }
    }

    private void beginHello(Wire wire) {
        boolean fallback = !wire.secure() && !settings.needsExtensions();
        begin(new HelloDialogue(
                settings.protocol(), settings.helloName(), settings.esmtp(), fallback, settings.ignored(),
                HandshakeDialogue::ignore),
                this::onHello);
    }

    private void onHello(SessionDialogue.Result received, Wire wire) {
        Reply reply = Objects.requireNonNull(received.reply());
        if (reply.code() != 250) {
            refused(reply,
                    step + " was answered with " + reply + GreetingDialogue.protocolHint(settings.protocol(), greeting, reply));
            return;
        }
        Capabilities offered = wire.capabilities();
        boolean wanted = settings.startTls() == StartTls.REQUIRED || settings.startTls() == StartTls.AUTO && offered.startTls();
        if (wanted && !wire.secure()) {
            if (offered.startTls()) {
                begin(new StartTlsDialogue(HandshakeDialogue::ignore), this::onStartTls);
            } else {
                fail(Verdict.QUIT, null,
                        Failure.lasting(Failure.Kind.TLS, "TLS is required and the server does not offer STARTTLS", null));
            }
        } else {
            identify(wire);
        }
    }

    private void identify(Wire wire) {
        ClientAttributes client = settings.xclient();
        if (client == null || identified) {
            login(wire);
            return;
        }
        String refusal = wire.capabilities().refusalOf(client, "XCLIENT");
        if (refusal == null) {
            begin(new CommandDialogue(Command.xclient(client), TimeoutKind.HELLO, HandshakeDialogue::ignore), this::onXclient);
        } else {
            fail(Verdict.QUIT, null, Failure.lasting(Failure.Kind.SESSION_REFUSED, refusal, null));
        }
    }

    /** Success is a greeting: the session begins anew, but for TLS. */
    private void onXclient(SessionDialogue.Result received, Wire wire) {
        Reply reply = Objects.requireNonNull(received.reply());
        if (reply.isCompleted()) {
            identified = true;
            beginHello(wire);
        } else {
            refused(reply, "XCLIENT was answered with " + reply);
        }
    }

    private void login(Wire wire) {
        Capabilities offered = wire.capabilities();
        if (settings.account() == null) {
            ready();
        } else if (!offered.auth()) {
            fail(Verdict.QUIT, null, Failure.lasting(Failure.Kind.AUTHENTICATION,
                    "there are credentials and the server offers no AUTH" + (wire.secure() ? "" : " without TLS"), null));
        } else {
            beforeLogin = offered;
            auth = new AuthDialogue(settings.account(), settings.mechanisms(), settings.host(), HandshakeDialogue::ignore);
            begin(auth, this::onAuth);
        }
    }

    private void onStartTls(SessionDialogue.Result received, Wire wire) {
        Failure failure = received.failure();
        if (failure != null) {
            fail(Verdict.CLOSE, null, failure);
            return;
        }
        Reply reply = Objects.requireNonNull(received.reply());
        if (reply.code() == 220) {
            beginHello(wire);
        } else if (isRefusal(reply) && settings.startTls() == StartTls.AUTO) {
            // TLS is not required: the session continues unencrypted.
            identify(wire);
        } else {
            fail(Verdict.CLOSE, reply,
                    new Failure(Failure.Kind.TLS, "STARTTLS was answered with " + reply, null, reply.isPermanent()));
        }
    }

    private void onAuth(SessionDialogue.Result received, Wire wire) {
        Failure failure = received.failure();
        if (failure == null && settings.afterLogin().isKnownUnchanged(beforeLogin)) {
            ready();
        } else if (failure == null) {
            begin(new HelloDialogue(
                    settings.protocol(), settings.helloName(), true, false, settings.ignored(), HandshakeDialogue::ignore),
                    this::onHelloAfterAuth);
        } else {
            Reply refusal = received.reply();
            fail(refusal == null || refusal.code() == 421 ? Verdict.CLOSE : Verdict.QUIT, refusal, failure);
        }
    }

    /** Some servers offer more after a login. A server that accepts no further EHLO keeps its first list. */
    private void onHelloAfterAuth(SessionDialogue.Result received, Wire wire) {
        Reply reply = Objects.requireNonNull(received.reply());
        if (reply.code() == 503) {
            wire.capabilities(beforeLogin);
        }
        if (reply.code() == 250 || reply.code() == 503) {
            settings.afterLogin().record(beforeLogin, wire.capabilities());
            ready();
        } else {
            refused(reply, step + " after AUTH was answered with " + reply);
        }
    }

    @Override
    public void onSecured(Wire wire) {
        step.onSecured(wire);
        onStepDone.accept(step.result(), wire);
        reportWait();
    }

    private void reportWait() {
        String wait = awaited();
        if (!done() && !wait.equals(reportedWait)) {
            reportedWait = wait;
            onWait.accept(wait);
        }
    }

    private String awaited() {
        return switch (waitingFor()) {
            case GREETING -> GREETING;
            case TLS -> "the TLS handshake with";
            case AUTH -> "the login at";
            default -> "the reply to " + step + " of";
        };
    }

    private void ready() {
        result = new Result(greeting, null, null, null, false);
    }

    private static boolean isRefusal(Reply reply) {
        return (reply.isTransient() || reply.isPermanent()) && reply.code() != 421;
    }

    private void refused(Reply reply, String text) {
        fail(isRefusal(reply) ? Verdict.QUIT : Verdict.CLOSE, reply, Failure.of(Failure.Kind.SESSION_REFUSED, text));
    }

    private void fail(Verdict end, @Nullable Reply reply, @Nullable Failure failure) {
        boolean retry = auth != null && auth.retryable();
        result = new Result(greeting, stage(), reply, failure, retry);
        verdict = end;
    }

    private Stage stage() {
        if (done()) {
            return Stage.HELLO;
        }
        return switch (waitingFor()) {
            case GREETING -> Stage.GREETING;
            case STARTTLS -> Stage.STARTTLS;
            case TLS -> Stage.TLS;
            case AUTH -> Stage.AUTH;
            default -> auth == null ? Stage.HELLO : Stage.AUTH;
        };
    }

    @Override
    public void onLost(Failure failure, Wire wire) {
        if (result != null && result.failure() != null) {
            return;
        }
        TimeoutKind wait = waitingFor();
        if (!done() && step == auth) {
            auth.onLost(failure, wire);
            fail(Verdict.CLOSE, auth.result().reply(), auth.result().failure());
        } else if (failure.kind() == Failure.Kind.TLS && !done() && auth == null
                && (wait == TimeoutKind.GREETING || wait == TimeoutKind.HELLO)) {
            // TLS 1.3 reports a refused client certificate after this side has ended its handshake.
            verdict = Verdict.CLOSE;
            result = new Result(greeting, Stage.TLS, null, failure, false);
        } else {
            // Also after success: the owner does not have the connection yet, and is not given a lost one.
            boolean silent = !done() && wait == TimeoutKind.GREETING && failure.kind() == Failure.Kind.TIMEOUT
                    && !wire.secure();
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
        return Objects.requireNonNull(step.waitingFor());
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
