/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Base64;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Which security provider signs. The other providers of these tests sign with the JDK's. */
class DkimProvidersTest {

    private static final byte[] OCTETS = "signed".getBytes(StandardCharsets.US_ASCII);

    private @Nullable Provider other;

    /** Signs with the JDK and does something to the signature. */
    private static final class OtherSignature extends SignatureSpi {
        private final Signature jdk;
        private final Consumer<byte[]> change;

        OtherSignature(String algorithm, Consumer<byte[]> change) {
            this.change = change;
            try {
                jdk = Signature.getInstance(algorithm, algorithm.equals("Ed25519") ? "SunEC" : "SunRsaSign");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            jdk.initSign(key);
        }

        @Override
        protected void engineUpdate(byte octet) throws SignatureException {
            jdk.update(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) throws SignatureException {
            jdk.update(octets, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            byte[] made = jdk.sign();
            change.accept(made);
            return made;
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class OtherProvider extends Provider {
        private static final long serialVersionUID = 1L;

        OtherProvider(String algorithm, Consumer<byte[]> change) {
            super("Other", "1", "for tests");
            putService(new Service(this, "Signature", algorithm, OtherSignature.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new OtherSignature(algorithm, change);
                }
            });
        }
    }

    private void register(String algorithm, Consumer<byte[]> change) {
        Provider registered = new OtherProvider(algorithm, change);
        other = registered;
        Security.addProvider(registered);
    }

    @AfterEach
    void unregister() {
        if (other != null) {
            Security.removeProvider(other.getName());
        }
    }

    private static DkimKey key(String algorithm) throws GeneralSecurityException {
        byte[] pkcs8 = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
        return DkimKey.pem("-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(pkcs8)
                           + "\n-----END PRIVATE KEY-----\n");
    }

    private static DkimProviders providers() {
        return new DkimProviders(name -> null, line -> {
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "RSA", "Ed25519" })
    void automaticChoiceMakesTheSameSignature(String algorithm) throws Exception {
        DkimKey key = key(algorithm);
        assertThat(providers().apply("auto", key).sign(OCTETS)).isEqualTo(key.sign(OCTETS));
    }

    @Test
    void slowerProviderIsNotChosen() throws Exception {
        int[] signatures = { 0 };
        register("Ed25519", signature -> {
            signatures[0]++;
            for (int i = 0; i < 5; i++) {
                makeAnother();
            }
        });
        DkimKey chosen = providers().apply("auto", key("Ed25519"));
        int inTest = signatures[0];
        chosen.sign(OCTETS);
        assertThat(inTest).as("it was tried").isPositive();
        assertThat(signatures[0]).as("the JDK signs").isEqualTo(inTest);
    }

    private static void makeAnother() {
        try {
            key("Ed25519").sign(OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void providerWithAnotherSignatureIsNotChosen() throws Exception {
        register("SHA256withRSA", signature -> signature[0] ^= 1);
        DkimKey key = key("RSA");
        assertThat(providers().apply("auto", key).sign(OCTETS)).isEqualTo(key.sign(OCTETS));
    }

    @Test
    void providerThatFailsIsNotChosen() throws Exception {
        register("SHA256withRSA", signature -> {
            throw new IllegalStateException("not today");
        });
        DkimKey key = key("RSA");
        assertThat(providers().apply("AUTO", key).sign(OCTETS)).isEqualTo(key.sign(OCTETS));
    }

    @Test
    void namedProviderSigns() throws Exception {
        register("SHA256withRSA", signature -> signature[0] = 42);
        assertThat(providers().apply("Other", key("RSA")).sign(OCTETS)[0]).isEqualTo((byte) 42);
    }

    @Test
    void namedProviderHasToSignWithTheKey() throws Exception {
        register("SHA256withRSA", signature -> {
        });
        DkimKey key = key("Ed25519");
        assertThatIllegalArgumentException().isThrownBy(() -> providers().apply("Other", key)).withMessageContaining("Other");
        assertThatIllegalArgumentException().isThrownBy(() -> providers().apply("Missing", key))
                .withMessageContaining("no security provider Missing");
    }

    @Test
    void withoutANameJavaDecides() throws Exception {
        DkimKey key = key("RSA");
        assertThat(providers().apply(null, key)).isSameAs(key);
    }
}
