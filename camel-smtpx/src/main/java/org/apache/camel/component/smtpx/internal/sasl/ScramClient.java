/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.security.sasl.SaslException;

import com.ongres.scram.client.ScramClient.FinalBuildStage;
import com.ongres.scram.common.StringPreparation;
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
 * The key takes as many hash rounds as the server says: at least the configured number,
 * {@value #DEFAULT_MIN_ITERATIONS} by default (RFC 5802, section 5.1), and at most {@value #MAX_ITERATIONS}, or what
 * takes a second. Run {@code evaluateChallenge} where a second does not hurt.
 */
final class ScramClient extends NoLayerClient {

    static final int DEFAULT_MIN_ITERATIONS = 4096;
    static final int MAX_ITERATIONS = 1_000_000;
    private static final int LONGEST_MESSAGE = 4096;
    // The library leaves some of a bad shape to assertions
    private static final Pattern FIRST = Pattern.compile("r=[^,]+,s=[A-Za-z0-9+/]+={0,2},i=[1-9][0-9]{0,9}(,.*)?");
    private static final Pattern FINAL = Pattern.compile("(v=[A-Za-z0-9+/]+={0,2}|e=[^,]+)(,.*)?");

    private com.ongres.scram.client.@Nullable ScramClient scram;
    private final char[] password;
    private final @Nullable ChannelBinding binding;
    private final int minIterations;
    private String clientFirst = "";
    private byte @Nullable [] serverSignature;
    private int step;

    /**
     * @param  binding       a -PLUS mechanism needs it; given to a bare mechanism it makes the client tell that the
     *                       server offered no binding although the client could bind, so that a server whose offer was
     *                       tampered with notices (RFC 5802 §6)
     * @param  minIterations a server that asks for fewer rounds is not answered
     * @param  nonce         for tests; null for a random one
     * @throws SaslException if SASLprep forbids a character of the name or the password, or the library lacks something
     */
    ScramClient(String mechanism, String username, String password, @Nullable String authorizationId,
                @Nullable ChannelBinding binding, int minIterations, @Nullable Supplier<String> nonce) throws SaslException {
        super(mechanism);
        this.password = password.toCharArray();
        this.binding = binding;
        this.minIterations = minIterations;
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
                builder.channelBinding(binding.type(), binding.data());
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
            case 1 -> {
                clientFirst = client.clientFirstMessage().toString();
                yield octets(clientFirst);
            }
            case 2 -> last(text(challenge));
            case 3 -> {
                verify(text(challenge));
                complete(true);
                yield new byte[0];
            }
            default -> throw new SaslException(getMechanismName() + ": the server went on asking after the end");
        };
    }

    private byte[] last(String serverFirst) throws SaslException {
        check(FIRST, "first", serverFirst);
        String[] parts = serverFirst.split(",", 4);
        String nonce = parts[0].substring(2);
        String ours = clientFirst.substring(clientFirst.indexOf(",r=") + 3);
        long iterations = Long.parseLong(parts[2].substring(2));
        if (!nonce.startsWith(ours) || nonce.length() == ours.length()) {
            throw new SaslException(getMechanismName() + ": bad first message of the server: its nonce is not ours and more");
        }
        if (iterations > MAX_ITERATIONS || iterations < minIterations) {
            throw new SaslException(
                    getMechanismName() + ": the server asks for " + iterations + " iterations, "
                                    + (iterations > MAX_ITERATIONS
                                            ? "more than " + MAX_ITERATIONS
                                            : "fewer than scramIterations, which is " + minIterations));
        }
        String header = clientFirst.substring(0, clientFirst.indexOf(',', clientFirst.indexOf(',') + 1) + 1);
        byte[] start = octets(header);
        byte[] channel = binding == null || !header.startsWith("p=") ? new byte[0] : binding.data();
        byte[] bound = Arrays.copyOf(start, start.length + channel.length);
        System.arraycopy(channel, 0, bound, start.length, channel.length);
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + "," + parts[0];
        // The server's message as it came: extensions behind i= are part of the proof (RFC 5802, section 7).
        String message = clientFirst.substring(header.length()) + "," + serverFirst + "," + withoutProof;
        try {
            ScramKeys keys = new ScramKeys(
                    hash(), StringPreparation.SASL_PREPARATION.normalize(password), decode(parts[1].substring(2)),
                    (int) iterations);
            serverSignature = keys.serverSignature(message);
            return octets(withoutProof + ",p=" + Base64.getEncoder().encodeToString(keys.proof(message)));
        } catch (ScramKeys.TooSlowException tooSlow) {
            throw new SaslException(
                    getMechanismName() + ": the server asks for " + iterations + " iterations, which take more than a second");
        } catch (GeneralSecurityException | IllegalArgumentException bad) {
            // Without the cause: it may quote what was worked on
            throw new SaslException(getMechanismName() + ": bad first message of the server");
        }
    }

    private static byte[] decode(String base64) {
        byte[] octets = Base64.getDecoder().decode(base64);
        if (octets.length == 0) {
            throw new IllegalArgumentException("empty");
        }
        return octets;
    }

    /** From SCRAM-SHA-256-PLUS to SHA-256. */
    private String hash() {
        return getMechanismName().replace("SCRAM-", "").replace("-PLUS", "");
    }

    private void verify(String serverFinal) throws SaslException {
        check(FINAL, "final", serverFinal);
        if (serverFinal.startsWith("e=")) {
            String error = serverFinal.substring(2).split(",", 2)[0];
            String text = getMechanismName() + ": the server says " + Printable.line(error);
            throw error.equals("unsupported-channel-binding-type") || error.equals("channel-binding-not-supported")
                    ? new UnsupportedBindingException(text) : new SaslException(text);
        }
        byte[] shown;
        try {
            shown = Base64.getDecoder().decode(serverFinal.substring(2).split(",", 2)[0]);
        } catch (IllegalArgumentException bad) {
            shown = new byte[0];
        }
        if (serverSignature == null || !MessageDigest.isEqual(shown, serverSignature)) {
            throw new SaslException(getMechanismName() + ": the server could not prove that it knows the password");
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
        Arrays.fill(password, ' ');
        scram = null;
    }
}
