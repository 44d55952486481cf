/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys of one SCRAM login (RFC 5802, section 3). */
final class ScramKeys {

    /** As many rounds are computed however long they take; more of them within a second. */
    private static final int UNTIMED_ITERATIONS = 100_000;
    private static final int TIMED_STEP = 1024;
    private static final long LIMIT_NANOS = 1_000_000_000;

    private final String hash;
    private final byte[] salted;

    /** The rounds would take more than a second. */
    static final class TooSlowException extends GeneralSecurityException {
        private static final long serialVersionUID = 1L;
    }

    /** @param hash SHA-1, SHA-256 or SHA-512 */
    ScramKeys(String hash, char[] password, byte[] salt, int iterations) throws GeneralSecurityException {
        this.hash = hash;
        byte[] key = new String(password).getBytes(StandardCharsets.UTF_8);
        this.salted = salted(key, salt, iterations);
        Arrays.fill(key, (byte) 0);
    }

    /** Hi() of the RFC, which is the first block of PBKDF2. */
    private byte[] salted(byte[] password, byte[] salt, int iterations) throws GeneralSecurityException {
        long start = System.nanoTime();
        Mac mac = mac(password);
        mac.update(salt);
        byte[] round = mac.doFinal(new byte[] { 0, 0, 0, 1 });
        byte[] result = round.clone();
        for (int i = 1; i < iterations; i++) {
            round = mac.doFinal(round);
            for (int k = 0; k < result.length; k++) {
                result[k] ^= round[k];
            }
            if (i > UNTIMED_ITERATIONS && i % TIMED_STEP == 0 && System.nanoTime() - start > LIMIT_NANOS) {
                throw new TooSlowException();
            }
        }
        return result;
    }

    private Mac mac(byte[] key) throws GeneralSecurityException {
        String name = "Hmac" + hash.replace("-", "");
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(key, name));
        return mac;
    }

    private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        return mac(key).doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] proof(String authMessage) throws GeneralSecurityException {
        byte[] proof = hmac(salted, "Client Key");
        byte[] signature = hmac(MessageDigest.getInstance(hash).digest(proof), authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        return proof;
    }

    byte[] serverSignature(String authMessage) throws GeneralSecurityException {
        return hmac(hmac(salted, "Server Key"), authMessage);
    }
}
