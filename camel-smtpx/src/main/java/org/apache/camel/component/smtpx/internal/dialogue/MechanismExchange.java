/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.internal.sasl.BearerClient;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to log in with one mechanism (RFC 4954): AUTH, then an answer to each challenge. The client's work may
 * take a while (key derivation, GSSAPI), so it happens away from the connection's thread.
 */
final class MechanismExchange {

    /** Challenges of one mechanism; more is a server that does not want to end. */
    private static final int ROUNDS = 8;

    /** An AUTH command with an initial response may not be longer than this (RFC 4954, section 4). */
    private static final int INITIAL_LINE = 512;

    private static final int ERROR_MAX = 300;

    private final String mechanism;
    private @Nullable SaslClient client;
    private @Nullable Command withheld;
    private @Nullable Command due;
    /** The last response; made elsewhere, and read when it is handed back. */
    private volatile byte[] lastResponse = {};
    private boolean working;
    private int rounds;
    private boolean challenged;
    private @Nullable Exception trouble;

    MechanismExchange(String mechanism) {
        this.mechanism = mechanism;
    }

    /** Has the client made and AUTH written; or tells why this side cannot do it. */
    void begin(Wire wire, Callable<SaslClient> maker, Consumer<Exception> whenImpossible) {
        working = true;
        wire.offload(() -> first(maker), (command, error) -> {
            working = false;
            due = command;
            if (error != null) {
                dispose();
                whenImpossible.accept(error);
            }
        });
    }

    private Command first(Callable<SaslClient> maker) throws Exception {
        SaslClient made = maker.call();
        client = made;
        if (!made.hasInitialResponse()) {
            return Command.auth(mechanism, null);
        }
        byte[] initial = made.evaluateChallenge(new byte[0]);
        String encoded = initial.length == 0 ? "=" : encode(initial);
        if (encoded.length() + mechanism.length() + 8 > INITIAL_LINE) {
            withheld = Command.authResponse(encoded);
            return Command.auth(mechanism, null);
        }
        return Command.auth(mechanism, encoded);
    }

    /** Whether the client is at work. */
    boolean working() {
        return working;
    }

    /**
     * What is to be said next, once; null while there is nothing.
     *
     * @param secrets remembers it
     */
    @Nullable
    Command poll(Secrets secrets) {
        Command next = due;
        due = null;
        if (next != null) {
            byte[] said = lastResponse;
            secrets.add(Base64.getEncoder().encodeToString(said));
            secrets.add(new String(said, StandardCharsets.UTF_8));
        }
        return next;
    }

    /** Answers a 334, or cancels. */
    void challenge(Reply reply, Wire wire) {
        challenged = true;
        if (withheld != null) {
            due = withheld;
            withheld = null;
            return;
        }
        SaslClient answering = Objects.requireNonNull(client);
        byte[] octets = decode(reply.text().strip());
        if (++rounds > ROUNDS) {
            cancel(new SaslException("the server went on asking"));
            return;
        }
        // Some servers ask for the parts of LOGIN in clear text.
        if (octets == null && !"LOGIN".equals(mechanism)) {
            cancel(new SaslException("the server asked something that is not base64"));
            return;
        }
        working = true;
        wire.offload(() -> answer(answering, octets == null ? new byte[0] : octets), (response, error) -> {
            working = false;
            due = response;
            if (error != null) {
                cancel(error);
            }
        });
    }

    private Command answer(SaslClient answering, byte[] challenge) throws SaslException {
        byte[] response = answering.evaluateChallenge(challenge);
        return Command.authResponse(response == null ? "" : encode(response));
    }

    private String encode(byte[] response) {
        lastResponse = response.clone();
        return Base64.getEncoder().encodeToString(response);
    }

    private void cancel(Exception why) {
        trouble = why;
        due = Command.authCancel();
    }

    /** Whether the server has asked anything. */
    boolean challenged() {
        return challenged;
    }

    /** Why this side cancelled; null if it did not. */
    @Nullable
    Exception trouble() {
        return trouble;
    }

    /** Whether nothing is missing but the server's consent. */
    boolean complete() {
        return client != null && client.isComplete();
    }

    /** Whether a token is shown, so that a fresh one may help. */
    boolean bearer() {
        return client instanceof BearerClient;
    }

    /** What the server has said against the token; null if nothing. */
    @Nullable
    String report() {
        return client instanceof BearerClient bearer ? bearer.serverError() : null;
    }

    void dispose() {
        SaslClient used = client;
        client = null;
        if (used != null) {
            try {
                used.dispose();
            } catch (SaslException e) {
                // The client is not used again either way; its secrets are for the garbage collector.
                if (trouble != null) {
                    trouble.addSuppressed(e);
                }
            }
        }
    }

    /** What this side found wrong, beginning with the mechanism. */
    String said(Exception error) {
        String text = text(error);
        return text.startsWith(mechanism) ? text : mechanism + ": " + text;
    }

    /** The JDK's clients say what happened, and only the cause says why. */
    static String text(Exception error) {
        Throwable cause = error instanceof SaslException ? error.getCause() : null;
        String why = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return Printable.line(error.getMessage() + why, ERROR_MAX);
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
