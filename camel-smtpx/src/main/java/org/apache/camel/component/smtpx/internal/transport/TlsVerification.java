/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.NetUtil;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of TLS. The host name is checked against subjectAltName only (RFC 9525), and no server name
 * is sent for an IP address (RFC 6066, section 3).
 */
public final class TlsVerification {

    /** What the JDK's sockets say when something else than TLS comes. */
    private static final String NO_RECORD = "Unsupported or unrecognized SSL message";

    private TlsVerification() {
    }

    /** What a handshake has to know of the server. */
    public static SSLParameters parameters(SSLParameters defaults, TlsSettings settings) {
        String name = settings.serverName();
        defaults.setEndpointIdentificationAlgorithm(settings.verifyName() ? "HTTPS" : "");
        defaults.setServerNames(sniNames(settings.sni() == null ? name : settings.sni()));
        return defaults;
    }

    private static List<SNIServerName> sniNames(String name) {
        if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            return List.of();
        }
        try {
            // Without the final dot of an absolute name (RFC 6066, section 3).
            return List.of(new SNIHostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
        } catch (IllegalArgumentException e) {
            // Not a name that can be told; whether the certificate bears it is another matter.
            return List.of();
        }
    }

    /**
     * What is wrong with the server's certificate; null when nothing is. The JDK has looked already, but falls back to
     * the common name when there is no subjectAltName, which nobody else does any more, and is content with a
     * certificate for the name told to the server.
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
        return fault == null ? null : new SSLException(fault);
    }

    /** The certificate that the server showed; null for none. */
    static @Nullable X509Certificate certificate(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** The end of a connection whose handshake failed. */
    public static Failure handshakeFailed(TlsSettings settings, Throwable cause) {
        return new Failure(
                Failure.Kind.TLS, "the TLS handshake with " + settings.serverName() + " failed: " + reason(cause), cause);
    }

    /** The end of a connection on which no handshake can begin. */
    public static Failure setupFailed(Throwable cause) {
        return new Failure(Failure.Kind.TLS, "TLS cannot be set up: " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof NotSslRecordException || NO_RECORD.equals(cause.getMessage())) {
            // Its own text is a dump of what the server said.
            return "the server answered in clear";
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : Printable.line(root.getMessage());
    }
}
