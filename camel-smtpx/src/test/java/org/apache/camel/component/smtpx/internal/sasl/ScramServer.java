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

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of SCRAM, written from RFC 5802 §3 with the JDK alone. */
public final class ScramServer {

    private static final byte[] SALT = "pepper, not salt".getBytes(StandardCharsets.US_ASCII);

    private final String hash;
    private final String password;
    private String bare = "";
    private String first = "";
    String header = "";
    public String name = "";

    /** @param hash SHA-1, SHA-256 or SHA-512 */
    public ScramServer(String hash, String password) {
        this.hash = hash;
        this.password = password;
    }

    public String first(String clientFirst, int iterations) {
        return first(clientFirst, iterations, "");
    }

    public String first(String clientFirst, int iterations, String extensions) {
        int n = clientFirst.indexOf(",n=") >= 0 ? clientFirst.indexOf(",n=") + 1 : -1;
        header = clientFirst.substring(0, n);
        bare = clientFirst.substring(n);
        name = bare.substring(2, bare.indexOf(",r="));
        first = bare.substring(bare.indexOf("r=")) + "srv,s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + iterations
                + extensions;
        return first;
    }

    /** Checks the proof and the channel binding; answers v= or e=. */
    public String last(String clientFinal, byte[] binding) throws GeneralSecurityException {
        int proofAt = clientFinal.indexOf(",p=");
        byte[] gs2 = Base64.getDecoder().decode(clientFinal.substring(2, clientFinal.indexOf(",r=")));
        byte[] prefix = header.getBytes(StandardCharsets.UTF_8);
        byte[] expected = Arrays.copyOf(prefix, prefix.length + binding.length);
        System.arraycopy(binding, 0, expected, prefix.length, binding.length);
        if (!Arrays.equals(gs2, expected)) {
            return "e=channel-bindings-dont-match";
        }
        int iterations = Integer.parseInt(first.substring(first.indexOf(",i=") + 3).split(",", 2)[0]);
        int bits = MessageDigest.getInstance(hash).getDigestLength() * 8;
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash.replace("-", ""))
                .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, iterations, bits)).getEncoded();
        byte[] clientKey = hmac(salted, "Client Key");
        String message = bare + "," + first + "," + clientFinal.substring(0, proofAt);
        byte[] signature = hmac(MessageDigest.getInstance(hash).digest(clientKey), message);
        byte[] proof = Base64.getDecoder().decode(clientFinal.substring(proofAt + 3));
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        if (!Arrays.equals(proof, clientKey)) {
            return "e=invalid-proof";
        }
        return "v=" + Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), message));
    }

    private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        String name = "Hmac" + hash.replace("-", "");
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(key, name));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
