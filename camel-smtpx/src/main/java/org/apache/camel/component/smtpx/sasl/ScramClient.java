/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.sasl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

import javax.security.sasl.SaslException;

import com.ongres.scram.client.ScramClient.FinalBuildStage;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.util.TlsServerEndpoint;
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
            throw unusable(mechanism);
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
        switch (step) {
            case 1:
                return first(client);
            case 2:
                return last(client, text(challenge));
            case 3:
                verify(client, text(challenge));
                complete(true);
                return new byte[0];
            default:
                complete(false);
                throw new SaslException(getMechanismName() + ": the server went on asking after the end");
        }
    }

    private byte[] first(com.ongres.scram.client.ScramClient client) throws SaslException {
        try {
            return octets(client.clientFirstMessage().toString());
        } catch (RuntimeException e) {
            throw unusable(getMechanismName());
        }
    }

    private byte[] last(com.ongres.scram.client.ScramClient client, String serverFirst) throws SaslException {
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
            throw new SaslException(getMechanismName() + ": bad first message of the server: " + Printable.of(serverFirst));
        }
    }

    private void verify(com.ongres.scram.client.ScramClient client, String serverFinal) throws SaslException {
        try {
            client.serverFinalMessage(serverFinal);
        } catch (ScramException | RuntimeException e) {
            String why = serverFinal.startsWith("e=")
                    ? "the server says " + Printable.of(serverFinal.substring(2))
                    : "the server could not prove that it knows the password";
            throw new SaslException(getMechanismName() + ": " + why);
        }
    }

    private String text(byte[] challenge) throws SaslException {
        if (challenge.length > LONGEST_MESSAGE || !Printable.all(challenge)) {
            throw new SaslException(getMechanismName() + ": a message of the server is too long or not printable");
        }
        return new String(challenge, StandardCharsets.US_ASCII);
    }

    private static byte[] octets(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    private static SaslException unusable(String mechanism) {
        return new SaslException(
                mechanism + ": the username, password or authorizationId has a character that SASLprep (RFC 4013) forbids,"
                                 + " or the channel binding data is missing");
    }

    @Override
    public void dispose() {
        scram = null;
    }
}
