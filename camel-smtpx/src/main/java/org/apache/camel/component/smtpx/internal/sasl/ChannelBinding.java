/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Channel binding data of TLS (RFC 5929), by which SCRAM's -PLUS forms notice a man in the middle. */
public final class ChannelBinding {

    private ChannelBinding() {
    }

    /**
     * The {@code tls-server-end-point} data: the hash of the certificate that the server showed, by the hash algorithm
     * of the certificate's signature, SHA-256 in place of MD5 and SHA-1 (RFC 5929 §4.1).
     *
     * @param  certificate the server's own certificate, the first of its chain
     * @return             the data; null where it is not defined (a signature without one hash algorithm, as Ed25519)
     *                     or this Java runtime lacks the algorithm: -PLUS mechanisms can then not be used
     */
    public static byte @Nullable [] tlsServerEndPoint(X509Certificate certificate) {
        try {
            String algorithm = hashOf(certificate);
            return algorithm == null ? null : MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            return null;
        }
    }

    private static @Nullable String hashOf(X509Certificate certificate) throws GeneralSecurityException, IOException {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signature.equals("RSASSA-PSS")) {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            byte[] encoded = certificate.getSigAlgParams();
            if (encoded == null) {
                return null;
            }
            parameters.init(encoded);
            return atLeastSha256(parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
        }
        int with = signature.indexOf("WITH");
        return with <= 0 ? null : atLeastSha256(signature.substring(0, with));
    }

    /** From SHA1, SHA-1, SHA256, SHA512/256, SHA3-256 and the like to the name of the message digest. */
    private static @Nullable String atLeastSha256(String hash) {
        String name = hash.toUpperCase(Locale.ROOT);
        if (name.equals("MD5") || name.equals("SHA1") || name.equals("SHA-1")) {
            return "SHA-256";
        }
        if (name.startsWith("SHA") && !name.startsWith("SHA-") && !name.startsWith("SHA3")) {
            return "SHA-" + name.substring(3);
        }
        return name.startsWith("SHA") ? name : null;
    }
}
