/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.sasl.ChannelBinding;
import org.apache.camel.component.smtpx.sasl.Credentials;
import org.apache.camel.component.smtpx.sasl.CredentialsSupplier;
import org.apache.camel.component.smtpx.sasl.Mechanisms;
import org.jspecify.annotations.Nullable;

/**
 * The AUTH command and its challenges (RFC 4954): the strongest mechanism first, the next one when the server says that
 * it does not take that mechanism (504, 534), an end when it does not take the credentials. Everything that may compute
 * long or block happens away from the connection's thread.
 */
final class AuthExchange {

    /** Challenges of one mechanism; more is a server that does not want to end. */
    private static final int ROUNDS = 8;

    /** An AUTH command with an initial response may not be longer than this (RFC 4954, section 4). */
    private static final int INITIAL_LINE = 512;

    private final CredentialsSupplier supplier;
    private final Mechanisms mechanisms;
    private final String host;
    private final Runnable owe;
    private @Nullable SaslClient given;
    private boolean inServersOrder;

    private @Nullable Credentials credentials;
    private final Deque<String> candidates = new ArrayDeque<>();
    private String mechanism = "";
    private @Nullable SaslClient client;
    private byte @Nullable [] withheld;
    private @Nullable Command due;
    private boolean working;
    private int rounds;
    private boolean refreshed;
    private boolean cancelled;

    private boolean accepted;
    private @Nullable Reply refusal;
    private @Nullable Failure failure;

    AuthExchange(CredentialsSupplier supplier, Mechanisms mechanisms, String host, Runnable owe) {
        this.supplier = supplier;
        this.mechanisms = mechanisms;
        this.host = host;
        this.owe = owe;
    }

    /** With a client that somebody else has made, whatever the server offers. */
    static AuthExchange with(SaslClient given, Runnable owe) {
        CredentialsSupplier none = CredentialsSupplier.of(Credentials.NONE);
        AuthExchange exchange = new AuthExchange(none, new Mechanisms(List.of(), true, null), "", owe);
        exchange.given = given;
        return exchange;
    }

    /** Between PLAIN and LOGIN, which reveal the password alike, the server's order decides. */
    AuthExchange inServersOrder() {
        inServersOrder = true;
        return this;
    }

    /** Whether the server has accepted the credentials. */
    boolean accepted() {
        return accepted;
    }

    /** The reply that ended it, when it ended badly. */
    @Nullable
    Reply refusal() {
        return refusal;
    }

    /** Why it ended badly. */
    @Nullable
    Failure failure() {
        return failure;
    }

    void advance(Wire wire) {
        if (working || accepted || failure != null) {
            return;
        }
        Command command = due;
        if (command != null) {
            due = null;
            command.appendTo(wire.out());
            owe.run();
        } else if (credentials == null) {
            ask(wire);
        } else if (client == null) {
            next(wire);
        }
    }

    private void ask(Wire wire) {
        working = true;
        wire.offload(supplier::get, (supplied, error) -> {
            working = false;
            if (supplied == null) {
                fail("no credentials could be had: " + (error == null ? "none were supplied" : error.getMessage()), error);
                return;
            }
            credentials = supplied;
            candidates.clear();
            if (given != null) {
                candidates.add(given.getMechanismName());
                return;
            }
            boolean binding = binding(wire) != null;
            candidates.addAll(mechanisms.candidates(wire.capabilities().authMechanisms(), supplied, wire.secure(), binding));
            if (inServersOrder) {
                letServerOrder(wire.capabilities().authMechanisms());
            }
            if (candidates.isEmpty()) {
                fail("no mechanism can be used: " + mechanisms.explain(wire.capabilities().authMechanisms(), supplied,
                        wire.secure(), binding, false), null);
            }
        });
    }

    private void letServerOrder(Set<String> offered) {
        List<String> order = List.copyOf(offered);
        if (candidates.contains("LOGIN") && candidates.contains("PLAIN")
                && order.indexOf("LOGIN") < order.indexOf("PLAIN")) {
            candidates.remove("PLAIN");
            candidates.addLast("PLAIN");
        }
    }

    private static byte @Nullable [] binding(Wire wire) {
        X509Certificate certificate = wire.serverCertificate();
        return certificate == null ? null : ChannelBinding.tlsServerEndPoint(certificate);
    }

    private void next(Wire wire) {
        String name = candidates.poll();
        if (name == null) {
            fail("the server takes none of the mechanisms it offers", null);
            return;
        }
        mechanism = name;
        rounds = 0;
        cancelled = false;
        withheld = null;
        working = true;
        Credentials with = Objects.requireNonNull(credentials);
        byte[] binding = binding(wire);
        wire.offload(() -> begin(name, with, wire.capabilities(), binding), (command, error) -> {
            working = false;
            due = command;
            if (error != null) {
                // This side cannot do it, which says nothing about the next mechanism.
                dispose();
                if (candidates.isEmpty()) {
                    fail(name + ": " + error.getMessage(), error);
                }
            }
        });
    }

    private Command begin(String name, Credentials with, Capabilities offered, byte @Nullable [] binding)
            throws SaslException {
        SaslClient made = given != null ? given : mechanisms.client(name, offered.authMechanisms(), with, host, binding);
        client = made;
        if (!made.hasInitialResponse()) {
            return Command.auth(name, null);
        }
        byte[] initial = made.evaluateChallenge(new byte[0]);
        String encoded = initial.length == 0 ? "=" : Base64.getEncoder().encodeToString(initial);
        if (encoded.length() + name.length() + 8 > INITIAL_LINE) {
            withheld = initial;
            return Command.auth(name, null);
        }
        return Command.auth(name, encoded);
    }

    void onReply(Reply reply, Wire wire) {
        if (reply.code() == 334 && !cancelled) {
            challenge(reply, wire);
        } else if (reply.code() == 235 && !cancelled) {
            succeed();
        } else if (reply.isTransient() || reply.isPermanent()) {
            refused(reply);
        } else {
            fail("AUTH was answered with " + reply, null);
        }
    }

    private void challenge(Reply reply, Wire wire) {
        byte[] initial = withheld;
        if (initial != null) {
            withheld = null;
            due = Command.authResponse(Base64.getEncoder().encodeToString(initial));
            return;
        }
        SaslClient answering = Objects.requireNonNull(client);
        byte[] octets = decode(reply.text().strip());
        if (++rounds > ROUNDS || octets == null && !"LOGIN".equals(mechanism)) {
            cancel();
            return;
        }
        working = true;
        wire.offload(() -> answering.evaluateChallenge(octets == null ? new byte[0] : octets), (response, error) -> {
            working = false;
            if (error != null) {
                cancel();
            } else {
                due = Command.authResponse(response == null ? "" : Base64.getEncoder().encodeToString(response));
            }
        });
    }

    private void cancel() {
        cancelled = true;
        due = Command.authCancel();
    }

    private void succeed() {
        SaslClient answering = Objects.requireNonNull(client);
        if (!answering.isComplete()) {
            fail("the server said 235 before " + mechanism + " was complete", null);
            return;
        }
        dispose();
        accepted = true;
    }

    private void refused(Reply reply) {
        boolean unknownMechanism = reply.code() == 504 || reply.code() == 534;
        dispose();
        refusal = reply;
        if (unknownMechanism && !candidates.isEmpty()) {
            return;
        }
        Credentials used = Objects.requireNonNull(credentials);
        if (reply.isPermanent() && used.accessToken() != null && !refreshed && !cancelled && !unknownMechanism) {
            refreshed = true;
            supplier.rejected(used);
            credentials = null;
            return;
        }
        fail("the server refused to authenticate with " + mechanism + ": " + reply, null);
    }

    private void fail(String text, @Nullable Throwable cause) {
        dispose();
        failure = new Failure(Failure.Kind.AUTHENTICATION, text, cause);
    }

    private void dispose() {
        SaslClient used = client;
        client = null;
        if (used != null) {
            try {
                used.dispose();
            } catch (SaslException e) {
                // The client is not used again either way; its secrets are for the garbage collector.
                failure = failure == null ? null : new Failure(failure.kind(), failure.text(), e);
            }
        }
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
