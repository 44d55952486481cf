/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** A private signing key: RSA or Ed25519. No method reveals it. */
public final class DkimKey {

    private static final String RSA = "RSA";
    private static final String ED25519 = "Ed25519";
    /** RFC 8301, section 3.2: shorter keys must not be used. */
    private static final int MIN_RSA_BITS = 1024;
    private static final Pattern PEM
            = Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (?:RSA )?PRIVATE KEY-----");
    /** AlgorithmIdentifier of rsaEncryption, with the version before it (RFC 5208). */
    private static final byte[] RSA_PREFIX = {
            2, 1, 0, 0x30, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0 };

    private final PrivateKey key;
    private final boolean rsa;
    private final @Nullable Provider provider;

    private DkimKey(PrivateKey key, boolean rsa, @Nullable Provider provider) {
        this.key = key;
        this.rsa = rsa;
        this.provider = provider;
    }

    /**
     * Reads a key in PEM: PKCS #8, or PKCS #1 for RSA.
     *
     * @throws IllegalArgumentException if the text holds no such key; the message does not repeat it
     */
    public static DkimKey pem(String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new IllegalArgumentException("no private key in PEM (BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY)");
        }
        try {
            byte[] octets = Base64.getMimeDecoder().decode(pem.group(2));
            return of(pem.group(1) == null ? octets : pkcs8(octets));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the private key is neither RSA nor Ed25519, or broken", e);
        }
    }

    private static DkimKey of(byte[] pkcs8) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        PrivateKey made;
        try {
            made = KeyFactory.getInstance(RSA).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return new DkimKey(KeyFactory.getInstance(ED25519).generatePrivate(spec), false, null);
        }
        if (made instanceof RSAPrivateKey key && key.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key for DKIM has " + MIN_RSA_BITS + " bits at least");
        }
        return new DkimKey(made, true, null);
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA_PREFIX);
        inner.writeBytes(der(4, pkcs1));
        return der(0x30, inner.toByteArray());
    }

    private static byte[] der(int tag, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length < 0x80) {
            out.write(value.length);
        } else {
            int octets = value.length < 0x100 ? 1 : value.length < 0x10000 ? 2 : 3;
            out.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                out.write(value.length >> 8 * i);
            }
        }
        out.writeBytes(value);
        return out.toByteArray();
    }

    /**
     * The same key, used with a security provider.
     *
     * @throws IllegalArgumentException if the provider cannot read it
     */
    DkimKey with(Provider other) {
        try {
            KeyFactory factory = KeyFactory.getInstance(rsa ? RSA : ED25519, other);
            return new DkimKey(factory.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded())), rsa, other);
        } catch (NoSuchAlgorithmException e) {
            // It may use the keys of others.
            return new DkimKey(key, rsa, other);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(other.getName() + " cannot read " + this, e);
        }
    }

    /** What the time of a signature depends on: algorithm, and length for RSA. */
    String kind() {
        return key instanceof RSAPrivateKey lengthy ? RSA + lengthy.getModulus().bitLength() : ED25519;
    }

    /** The algorithm's name in the JCA. */
    String signatureName() {
        return rsa ? "SHA256withRSA" : ED25519;
    }

    /** The algorithm as a signature names it. */
    String algorithm() {
        return rsa ? "rsa-sha256" : "ed25519-sha256";
    }

    /** @throws IllegalArgumentException if the provider does not sign with this key */
    byte[] sign(byte[] octets) {
        try {
            Signature signature = provider == null
                    ? Signature.getInstance(signatureName()) : Signature.getInstance(signatureName(), provider);
            signature.initSign(key);
            // RFC 8463 section 3: Ed25519 signs the hash
            signature.update(rsa ? octets : MessageDigest.getInstance("SHA-256").digest(octets));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            String by = provider == null ? "Java" : "the security provider " + provider.getName();
            throw new IllegalArgumentException(by + " does not sign with " + this, e);
        }
    }

    @Override
    public String toString() {
        return "DkimKey[" + algorithm() + "]";
    }
}
