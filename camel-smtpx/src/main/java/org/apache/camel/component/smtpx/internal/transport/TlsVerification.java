/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the server of a TLS connection. The host name is matched against subjectAltName only (RFC 9525). No SNI name
 * is sent for an IP address (RFC 6066, section 3).
 */
public final class TlsVerification {

    /** The message of the JDK's sockets for input that is not TLS. */
    public static final String NO_RECORD = "Unsupported or unrecognized SSL message";

    private TlsVerification() {
    }

    /** The handshake parameters: name verification and SNI. */
    public static SSLParameters parameters(SSLParameters defaults, TlsSettings settings) {
        String name = settings.serverName();
        // The JDK cannot check a name with an underscore; nameMismatch checks each name after the handshake.
        boolean checkedByJdk = settings.verifyName() && (isAddress(name) || isStandard(name));
        defaults.setEndpointIdentificationAlgorithm(checkedByJdk ? "HTTPS" : "");
        defaults.setServerNames(sniNames(settings.sni() == null ? name : settings.sni()));
        return defaults;
    }

    private static boolean isAddress(String name) {
        return DomainSyntax.ipAddress(name) != null;
    }

    private static boolean isStandard(String name) {
        try {
            return !new SNIHostName(name).getAsciiName().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<SNIServerName> sniNames(String name) {
        if (isAddress(name)) {
            return List.of();
        }
        try {
            // Without the final dot of an absolute name (RFC 6066, section 3).
            return List.of(new SNIHostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
        } catch (IllegalArgumentException e) {
            // A name with an underscore: servers in Java answer it with illegal_parameter.
            return List.of();
        }
    }

    /**
     * The mismatch between certificate and host name; null when they match. The JDK's own check is not enough: without
     * subjectAltName it falls back to the common name. It also accepts a certificate for the SNI name.
     */
    public static @Nullable Throwable nameMismatch(SSLSession session, TlsSettings settings) {
        if (!settings.verifyName()) {
            return null;
        }
        X509Certificate shown = certificate(session);
        if (shown == null) {
            return new SSLPeerUnverifiedException("the server showed no certificate");
        }
        String fault = CertificateNames.mismatch(shown, settings.serverName());
        return fault == null ? null : new SSLPeerUnverifiedException(fault);
    }

    /** The server's certificate; null without one. */
    static @Nullable X509Certificate certificate(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** The failure of a TLS handshake. */
    public static Failure handshakeFailed(TlsSettings settings, Throwable cause) {
        return new Failure(
                Failure.Kind.TLS, "the TLS handshake with " + settings.serverName() + " failed: " + reason(cause), cause,
                isLasting(cause));
    }

    /** The failure when TLS cannot be set up. */
    public static Failure setupFailed(Throwable cause) {
        return Failure.lasting(Failure.Kind.TLS, "TLS cannot be set up: " + reason(cause), cause);
    }

    /** Whether the certificate is not trusted, or the port has no TLS. A handshake that broke may succeed later. */
    private static boolean isLasting(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause() == each ? null : each.getCause()) {
            if (each instanceof CertificateException || each instanceof CertPathValidatorException
                    || each instanceof SSLPeerUnverifiedException || NO_RECORD.equals(each.getMessage())) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable cause) {
        if (NO_RECORD.equals(cause.getMessage())) {
            return "the server answered without TLS";
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : Printable.line(root.getMessage());
    }
}
