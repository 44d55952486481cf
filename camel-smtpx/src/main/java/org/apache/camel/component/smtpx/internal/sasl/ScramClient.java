/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.security.sasl.SaslException;

import com.ongres.scram.client.ScramClient.FinalBuildStage;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.util.TlsServerEndpoint;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The SCRAM family (RFC 5802, RFC 7677) by the ongres library, as a {@code SaslClient}. Names and passwords are
 * prepared with SASLprep (RFC 4013).
 *
 * <p>
 * The server proves itself too: the client is complete only after the server's signature was right. That signature
 * comes in a challenge which is answered with nothing (RFC 4954 §4).
 *
 * <p>
 * The key takes as many hash rounds as the server says: up to {@value #MOST_ITERATIONS} (about a second), more is
 * refused. Run {@code evaluateChallenge} where a second does not hurt.
 */
final class ScramClient extends NoLayerClient {

    static final int MOST_ITERATIONS = 1_000_000;
    private static final int LONGEST_MESSAGE = 4096;
    // The library leaves some of a bad shape to assertions
    private static final Pattern FIRST = Pattern.compile("r=[^,]+,s=[A-Za-z0-9+/]+={0,2},i=[1-9][0-9]{0,9}(,.*)?");
    private static final Pattern FINAL = Pattern.compile("(v=[A-Za-z0-9+/]+={0,2}|e=[^,]+)(,.*)?");

    private com.ongres.scram.client.@Nullable ScramClient scram;
    private int step;

    /**
     * @param  binding       the {@code tls-server-end-point} data. A -PLUS mechanism needs it; given to a bare
     *                       mechanism it makes the client tell that the server offered no binding although the client
     *                       could bind, so that a server whose offer was tampered with notices (RFC 5802 §6)
     * @param  nonce         for tests; null for a random one
     * @throws SaslException if SASLprep forbids a character of the name or the password, or the library lacks something
     */
    ScramClient(String mechanism, String username, String password, @Nullable String authorizationId, byte @Nullable [] binding,
                @Nullable Supplier<String> nonce) throws SaslException {
        super(mechanism);
        prepare("username", username);
        prepare("password", password);
        if (authorizationId != null) {
            prepare("authorizationId", authorizationId);
        }
        try {
            FinalBuildStage builder = com.ongres.scram.client.ScramClient.builder().advertisedMechanisms(List.of(mechanism))
                    .username(username).password(password.toCharArray()).stringPreparation(StringPreparation.SASL_PREPARATION);
            if (authorizationId != null) {
                builder.authzid(authorizationId);
            }
            if (binding != null) {
                builder.channelBinding(TlsServerEndpoint.TLS_SERVER_END_POINT, binding);
            }
            if (nonce != null) {
                builder.nonceSupplier(nonce);
            }
            this.scram = builder.build();
        } catch (RuntimeException e) {
            throw new SaslException(mechanism + " cannot be used here");
        }
    }

    /** The library prepares too, but late, and its exception shows what it worked on. */
    private void prepare(String name, String text) throws SaslException {
        try {
            StringPreparation.SASL_PREPARATION.normalize(text.toCharArray());
        } catch (RuntimeException e) {
            throw new SaslException(
                    getMechanismName() + ": " + name + " is empty or has a character that SASLprep (RFC 4013) forbids");
        }
    }

    @Override
    public boolean hasInitialResponse() {
        return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        com.ongres.scram.client.ScramClient client = scram;
        if (client == null) {
            throw new SaslException(getMechanismName() + ": the client was disposed of");
        }
        step++;
        complete(false);
        return switch (step) {
            case 1 -> octets(client.clientFirstMessage().toString());
            case 2 -> last(client, text(challenge));
            case 3 -> {
                verify(client, text(challenge));
                complete(true);
                yield new byte[0];
            }
            default -> throw new SaslException(getMechanismName() + ": the server went on asking after the end");
        };
    }

    private byte[] last(com.ongres.scram.client.ScramClient client, String serverFirst) throws SaslException {
        check(FIRST, "first", serverFirst);
        try {
            int iterations = client.serverFirstMessage(serverFirst).getIterationCount();
            if (iterations > MOST_ITERATIONS) {
                throw new SaslException(
                        getMechanismName() + ": the server asks for " + iterations + " iterations, more than "
                                        + MOST_ITERATIONS);
            }
            return octets(client.clientFinalMessage().toString());
        } catch (ScramException | RuntimeException e) {
            // Without the cause: what the library says of it may quote what it worked on
            throw new SaslException(getMechanismName() + ": bad first message of the server");
        }
    }

    private void verify(com.ongres.scram.client.ScramClient client, String serverFinal) throws SaslException {
        check(FINAL, "final", serverFinal);
        try {
            client.serverFinalMessage(serverFinal);
        } catch (ScramException | RuntimeException e) {
            String why = serverFinal.startsWith("e=")
                    ? "the server says " + Printable.line(serverFinal.substring(2))
                    : "the server could not prove that it knows the password";
            throw new SaslException(getMechanismName() + ": " + why);
        }
    }

    private void check(Pattern shape, String name, String message) throws SaslException {
        if (!shape.matcher(message).matches()) {
            throw new SaslException(
                    getMechanismName() + ": bad " + name + " message of the server: " + Printable.line(message));
        }
    }

    private String text(byte[] challenge) throws SaslException {
        if (challenge.length > LONGEST_MESSAGE || !isPrintable(challenge)) {
            throw new SaslException(getMechanismName() + ": a message of the server is too long or not printable");
        }
        return new String(challenge, StandardCharsets.US_ASCII);
    }

    private static boolean isPrintable(byte[] octets) {
        for (byte octet : octets) {
            if (octet < ' ' || octet == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static byte[] octets(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void dispose() {
        scram = null;
    }
}
