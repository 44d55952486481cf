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
 * An attempt to log in with one mechanism (RFC 4954): AUTH, then a response to each challenge. The SASL client may
 * compute for long (key derivation, GSSAPI), so it runs off the connection's thread.
 */
final class MechanismExchange {

    /** Challenges of one mechanism. */
    private static final int MAX_ROUNDS = 8;

    /** Octets of an AUTH command with an initial response (RFC 4954, section 4). */
    private static final int MAX_INITIAL_LINE = 512;

    private static final int MAX_ERROR = 300;

    private final String mechanism;
    private @Nullable SaslClient client;
    /** An initial response that is too long for the AUTH command. */
    private @Nullable Command withheld;
    /** The next command to send. */
    private @Nullable Command due;
    /** The last response. Written on the worker thread, read on the connection's thread. */
    private volatile byte[] lastResponse = {};
    private boolean working;
    private int rounds;
    private boolean challenged;
    private @Nullable Exception trouble;

    MechanismExchange(String mechanism) {
        this.mechanism = mechanism;
    }

    /**
     * Creates the SASL client and the AUTH command.
     *
     * @param maker      creates the client, on a worker thread
     * @param whenFailed receives the exception of the client
     */
    void begin(Wire wire, Callable<SaslClient> maker, Consumer<Exception> whenFailed) {
        working = true;
        wire.offload(() -> first(maker), (command, error) -> {
            working = false;
            due = command;
            if (error != null) {
                dispose();
                whenFailed.accept(error);
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
        if (encoded.length() + mechanism.length() + 8 > MAX_INITIAL_LINE) {
            withheld = Command.authResponse(encoded);
            return Command.auth(mechanism, null);
        }
        return Command.auth(mechanism, encoded);
    }

    /** Whether the SASL client is computing. */
    boolean working() {
        return working;
    }

    /**
     * Removes the next command; null while there is none.
     *
     * @param secrets receives its response, since a server may repeat it
     */
    @Nullable
    Command poll(Secrets secrets) {
        Command next = due;
        due = null;
        if (next != null) {
            byte[] response = lastResponse;
            secrets.add(Base64.getEncoder().encodeToString(response));
            secrets.add(new String(response, StandardCharsets.UTF_8));
        }
        return next;
    }

    /** Responds to a 334, or cancels the exchange. */
    void challenge(Reply reply, Wire wire) {
        challenged = true;
        if (withheld != null) {
            due = withheld;
            withheld = null;
            return;
        }
        SaslClient answering = Objects.requireNonNull(client);
        byte[] octets = decode(reply.text().strip());
        if (++rounds > MAX_ROUNDS) {
            cancel(new SaslException("the server went on asking"));
            return;
        }
        // Some servers send the challenges of LOGIN in clear text.
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

    /** Whether the server has sent a challenge. */
    boolean challenged() {
        return challenged;
    }

    /** Why the client cancelled the exchange; null if it did not. */
    @Nullable
    Exception trouble() {
        return trouble;
    }

    /** Whether the SASL client is complete, so that 235 may follow. */
    boolean complete() {
        return client != null && client.isComplete();
    }

    /** Whether the mechanism sends a token, so that a fresh one may help. */
    boolean bearer() {
        return client instanceof BearerClient;
    }

    /** The server's report about the token; null if none came. */
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
                // The client is not used again in any case.
                if (trouble != null) {
                    trouble.addSuppressed(e);
                }
            }
        }
    }

    /** The text of the client's own error, beginning with the mechanism. */
    String said(Exception error) {
        String text = text(error);
        return text.startsWith(mechanism) ? text : mechanism + ": " + text;
    }

    /** The text of an exception. In the JDK's clients only the cause has the reason. */
    static String text(Exception error) {
        Throwable cause = error instanceof SaslException ? error.getCause() : null;
        String why = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
        String what = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return Printable.line(what + why, MAX_ERROR);
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
