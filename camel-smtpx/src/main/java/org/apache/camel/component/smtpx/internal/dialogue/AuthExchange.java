/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.sasl.ChannelBinding;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.sasl.UnsupportedBindingException;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * AUTH and its challenges (RFC 4954). The strongest mechanism comes first, and the next one after 504 or 534, which
 * reject the mechanism. A reply that rejects the credentials ends the login. Work that computes for long or blocks runs
 * off the connection's thread.
 */
final class AuthExchange {

    private final LoginAccount account;
    private final Mechanisms mechanisms;
    private final String host;
    private final Runnable owe;
    private Secrets secrets = new Secrets();
    private @Nullable SaslClient given;
    private boolean inServersOrder;

    private @Nullable Credentials credentials;
    private final Deque<String> candidates = new ArrayDeque<>();
    /** Mechanisms that are offered and that the server rejected by name. */
    private final Set<String> unknown = new HashSet<>();
    /** How this side can bind to TLS, the wanted one first; those that the server does not support are gone. */
    private final Deque<ChannelBinding> bindings = new ArrayDeque<>();
    private final Set<String> unsupportedBindings = new HashSet<>();
    private String mechanism = "";
    private @Nullable MechanismExchange attempt;
    private boolean asking;
    private LoginAccount.@Nullable Login login;
    /** A token was rejected on this connection, and a fresh one may be tried. */
    private boolean renewing;
    /** AUTH or a response is written and not answered. */
    private boolean unanswered;
    private boolean lost;
    private @Nullable Reply denialReply;
    private String denial = "";

    private boolean accepted;
    private @Nullable Reply refusal;
    private @Nullable Failure failure;

    AuthExchange(LoginAccount account, Mechanisms mechanisms, String host, Runnable owe) {
        this.account = account;
        this.mechanisms = mechanisms;
        this.host = host;
        this.owe = owe;
    }

    /** An exchange with this client, whatever mechanisms the server offers. */
    static AuthExchange with(SaslClient given, Runnable owe) {
        LoginAccount none = LoginAccount.unshared(CredentialsSupplier.of(Credentials.NONE));
        AuthExchange exchange = new AuthExchange(none, new Mechanisms(List.of(), true, null), "", owe);
        exchange.given = given;
        return exchange;
    }

    /** Lets the server's order decide between PLAIN and LOGIN, which reveal the password alike. */
    AuthExchange inServersOrder() {
        inServersOrder = true;
        return this;
    }

    /** Whether the server has accepted the credentials. */
    boolean accepted() {
        return accepted;
    }

    /** The reply that rejected the login; null if none did. */
    @Nullable
    Reply refusal() {
        return refusal;
    }

    /** Why the login failed; null while it has not. */
    @Nullable
    Failure failure() {
        return failure;
    }

    /** Whether a fresh token may be tried on a new connection: this one ended after a token was rejected. */
    boolean retryable() {
        return lost && renewing && account.refusal() == null;
    }

    /** Ends a login whose connection is lost. The result names the client's own error or the rejection first. */
    Failure lost(Failure connection) {
        lost = true;
        if (isRefusedWithoutReply() || renewing) {
            refusal = denialReply;
            fail(denial + "; then " + connection.text(), connection.cause());
            return Objects.requireNonNull(failure);
        }
        fail(connection.text(), connection.cause());
        Failure own = Objects.requireNonNull(failure);
        return own.cause() == connection.cause() ? connection : own;
    }

    /**
     * Whether the login was refused within the mechanism: by a report about the token, or in what made the client
     * cancel it. That counts like the reply that did not come.
     */
    private boolean isRefusedWithoutReply() {
        MechanismExchange current = attempt;
        if (current == null || current.report() == null && current.trouble() == null) {
            return false;
        }
        unanswered = false;
        boolean stale = current.bearer() && !renewing && current.trouble() == null;
        denial = "the server refused to authenticate with " + mechanism + report(current);
        renewing = begun().refused(null, withTrouble(current, denial), stale);
        return true;
    }

    /** A text behind the reason for which the client cancelled the login, if it did. */
    private String withTrouble(MechanismExchange current, String text) {
        Exception trouble = current.trouble();
        return trouble == null ? text : secrets.redact(current.said(trouble)) + "; " + text;
    }

    /** What the server reported about a token, in parentheses; empty without a report. */
    private String report(MechanismExchange current) {
        String said = current.report();
        return said == null ? "" : " (" + secrets.redact(said) + ")";
    }

    void advance(Wire wire) {
        MechanismExchange current = attempt;
        if (asking || accepted || failure != null || current != null && current.working()) {
            return;
        }
        if (credentials == null) {
            secrets = wire.secrets();
            ask(wire);
        } else if (current == null) {
            next(wire);
        } else {
            Command command = current.poll(secrets);
            if (command != null) {
                unanswered = true;
                command.appendTo(wire.out());
                owe.run();
            }
        }
    }

    private void ask(Wire wire) {
        asking = true;
        LoginAccount.Login begun = login;
        if (begun == null) {
            wire.await(account.begin(), (started, error) -> {
                login = started;
                supplied(started == null ? null : started.credentials(), error, wire);
            });
        } else {
            wire.await(begun.renew(), (fresh, error) -> supplied(fresh, error, wire));
        }
    }

    private void supplied(@Nullable Credentials supplied, @Nullable Exception error, Wire wire) {
        asking = false;
        if (failure != null) {
            // The connection was lost in the meantime.
            end();
        } else if (error instanceof LoginAccount.PausedException paused) {
            refusal = paused.refusal().reply();
            fail(paused.refusal().text(), paused.refusal().cause());
        } else if (supplied == null) {
            refusal = denialReply;
            fail((renewing ? denial + "; " : "") + LoginAccount.unsupplied(error), error);
        } else {
            credentials = supplied;
            choose(supplied, wire);
        }
    }

    /** Lets the account's next login begin. */
    private void end() {
        LoginAccount.Login begun = login;
        if (begun != null && !asking) {
            begun.end();
        }
    }

    private void choose(Credentials supplied, Wire wire) {
        hide(supplied.password());
        hide(supplied.accessToken());
        candidates.clear();
        if (given != null) {
            candidates.add(given.getMechanismName());
            return;
        }
        Set<String> offered = wire.capabilities().authMechanisms();
        boolean secure = wire.secure();
        unsupportedBindings.addAll(begun().unsupportedBindings());
        bindings.clear();
        for (ChannelBinding one : ChannelBinding.of(wire.tlsSession())) {
            if (!unsupportedBindings.contains(one.type())) {
                bindings.add(one);
            }
        }
        boolean binding = !bindings.isEmpty();
        boolean certificate = wire.clientCertificateShown();
        candidates.addAll(mechanisms.candidates(offered, supplied, secure, binding, certificate));
        if (inServersOrder) {
            letServerOrder(offered);
        }
        if (candidates.isEmpty()) {
            fail("no mechanism can be used: " + mechanisms.explain(offered, supplied, secure, binding, certificate), null);
        }
    }

    private void letServerOrder(Set<String> offered) {
        List<String> order = List.copyOf(offered);
        if (candidates.contains("LOGIN") && candidates.contains("PLAIN")
                && order.indexOf("LOGIN") < order.indexOf("PLAIN")) {
            candidates.remove("PLAIN");
            candidates.addLast("PLAIN");
        }
    }

    private void hide(@Nullable String secret) {
        if (secret != null) {
            secrets.addCredential(secret);
        }
    }

    private void next(Wire wire) {
        String name = candidates.remove();
        mechanism = name;
        Credentials with = Objects.requireNonNull(credentials);
        ChannelBinding binding = bindings.peek();
        // SCRAM compares the offer, so that a server notices if -PLUS was removed from it (RFC 5802, section 6).
        Set<String> offered = new HashSet<>(wire.capabilities().authMechanisms());
        offered.removeAll(unknown);
        MechanismExchange begun = new MechanismExchange(name);
        attempt = begun;
        begun.begin(wire, () -> client(name, offered, with, binding), error -> {
            // The client's own error does not reject the mechanism, so no weaker one follows.
            attempt = null;
            fail(begun.said(error), error);
        });
    }

    private SaslClient client(String name, Set<String> offered, Credentials with, @Nullable ChannelBinding binding)
            throws SaslException {
        return given != null ? given : mechanisms.client(name, offered, with, host, binding);
    }

    void onReply(Reply reply, Wire wire) {
        MechanismExchange current = Objects.requireNonNull(attempt);
        unanswered = false;
        boolean cancelled = current.trouble() != null;
        if (reply.code() == 334 && !cancelled) {
            current.challenge(reply, wire);
        } else if (reply.code() == 235 && !cancelled) {
            accepted = current.complete();
            current.dispose();
            if (accepted) {
                begun().accepted(unsupportedBindings);
                end();
            } else {
                misled(reply, "the server said 235 before " + mechanism + " was complete");
            }
        } else if (reply.isTransient() || reply.isPermanent()) {
            refused(reply, current);
        } else {
            misled(reply, "AUTH was answered with " + reply);
        }
    }

    private LoginAccount.Login begun() {
        return Objects.requireNonNull(login);
    }

    /** Handles a reply that is neither success nor rejection; it counts as a failed login. */
    private void misled(Reply reply, String text) {
        refusal = null;
        begun().refused(reply, text, false);
        fail(text, null);
    }

    private void refused(Reply reply, MechanismExchange current) {
        boolean stale = current.bearer() && !renewing && current.trouble() == null
                && (reply.code() == 535 || current.report() != null);
        refusal = reply;
        denial = "the server refused to authenticate with " + mechanism + ": " + reply + report(current);
        // After a challenge the reply rejects the login, not the mechanism, so no weaker one follows.
        if (!current.challenged() && (reply.code() == 504 || reply.code() == 534) && !candidates.isEmpty()) {
            unknown.add(mechanism);
            drop(current);
        } else if (isBindingRefused(reply, current) && toNextBinding()) {
            drop(current);
        } else if (begun().refused(reply, withTrouble(current, denial), stale)) {
            renewing = true;
            denialReply = reply;
            credentials = null;
            drop(current);
        } else {
            fail(denial, null);
        }
    }

    /**
     * Whether the server binds to TLS in another way. Some servers refuse the type before they ask anything, and so
     * before they can have judged the password.
     */
    private boolean isBindingRefused(Reply reply, MechanismExchange current) {
        return current.trouble() instanceof UnsupportedBindingException
                || mechanism.endsWith("-PLUS") && reply.isPermanent() && !current.challenged() && current.trouble() == null;
    }

    /**
     * Tries the mechanism with the next binding, at last SCRAM without one. That says that the client does not support
     * binding ({@code n}), as RFC 5802, section 6 demands beside an offer of -PLUS.
     */
    private boolean toNextBinding() {
        ChannelBinding refused = bindings.poll();
        if (refused != null) {
            unsupportedBindings.add(refused.type());
        }
        if (!bindings.isEmpty()) {
            candidates.addFirst(mechanism);
            return true;
        }
        candidates.removeIf(name -> name.endsWith("-PLUS"));
        String next = candidates.peek();
        return next != null && next.startsWith("SCRAM-");
    }

    private void drop(MechanismExchange done) {
        done.dispose();
        attempt = null;
    }

    private void fail(String text, @Nullable Throwable cause) {
        MechanismExchange last = attempt;
        Exception trouble = last == null ? null : last.trouble();
        if (last != null) {
            last.dispose();
        }
        failure = last == null || trouble == null
                ? new Failure(Failure.Kind.AUTHENTICATION, text, cause)
                : failure(last, text, trouble);
        LoginAccount.Login begun = login;
        if (unanswered && begun != null) {
            begun.unanswered(failure.text());
        }
        end();
    }

    /** The server's text within a mechanism may repeat a secret, and its exception is not shown then. */
    private Failure failure(MechanismExchange last, String text, Exception trouble) {
        String said = last.said(trouble);
        return new Failure(
                Failure.Kind.AUTHENTICATION, withTrouble(last, text), secrets.redact(said).equals(said) ? trouble : null);
    }
}
