/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * Channel binding data of a TLS connection, by which SCRAM's -PLUS forms notice a man in the middle: the type
 * {@code tls-exporter} (RFC 9266) or {@code tls-server-end-point} (RFC 5929). Immutable.
 */
public final class ChannelBinding {

    /** The type of {@link #exporter}. */
    public static final String TLS_EXPORTER = "tls-exporter";
    /** The type of {@link #tlsServerEndPoint}. */
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
    private static final int EXPORTER_LENGTH = 32;
    private static final @Nullable MethodHandle EXPORT = exportMethod();

    private final String type;
    private final byte[] data;

    /** Data of a type that a TLS connection has given. */
    public ChannelBinding(String type, byte[] data) {
        this.type = type;
        this.data = data.clone();
    }

    /**
     * The bindings of a TLS session, the standard one of its TLS version first (RFC 9266, section 3).
     *
     * @param  session the session of the connection; null without TLS
     * @return         none where this Java runtime can make none: -PLUS mechanisms can then not be used
     */
    public static List<ChannelBinding> of(@Nullable SSLSession session) {
        List<ChannelBinding> bindings = new ArrayList<>();
        byte[] exported = session == null ? null : exporter(session);
        if (exported != null) {
            bindings.add(new ChannelBinding(TLS_EXPORTER, exported));
        }
        X509Certificate certificate = session == null ? null : certificate(session);
        byte[] hash = certificate == null ? null : tlsServerEndPoint(certificate);
        if (hash != null) {
            bindings.add(new ChannelBinding(TLS_SERVER_END_POINT, hash));
        }
        return List.copyOf(bindings);
    }

    /** The name of the type, as SCRAM sends it. */
    public String type() {
        return type;
    }

    byte[] data() {
        return data.clone();
    }

    private static @Nullable X509Certificate certificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /**
     * The {@code tls-exporter} data of TLS 1.3. Under TLS 1.2 it is safe with the extended master secret only, which
     * Java does not tell.
     *
     * @return the data; null under other versions, before Java 25, and where the TLS provider exports nothing
     */
    static byte @Nullable [] exporter(SSLSession session) {
        MethodHandle export = EXPORT;
        if (export == null || !(session instanceof ExtendedSSLSession extended)
                || !session.getProtocol().equals("TLSv1.3")) {
            return null;
        }
        try {
            return (byte[]) export.invoke(extended, EXPORTER_LABEL, new byte[0], EXPORTER_LENGTH);
        } catch (Exception e) {
            return null;
        } catch (Throwable e) {
            throw (Error) e;
        }
    }

    /** {@code ExtendedSSLSession.exportKeyingMaterialData} of Java 25; null in an older runtime. */
    private static @Nullable MethodHandle exportMethod() {
        try {
            return MethodHandles.publicLookup().findVirtual(ExtendedSSLSession.class, "exportKeyingMaterialData",
                    MethodType.methodType(byte[].class, String.class, byte[].class, int.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    /**
     * The {@code tls-server-end-point} data: the hash of the certificate that the server showed, by the hash algorithm
     * of the certificate's signature, SHA-256 in place of MD5 and SHA-1 (RFC 5929 §4.1).
     *
     * @param  certificate the server's own certificate, the first of its chain
     * @return             the data; null where it is not defined (a signature without one hash algorithm, as Ed25519)
     *                     or this Java runtime lacks the algorithm
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
