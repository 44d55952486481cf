/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

import io.netty.channel.Channel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import org.apache.camel.component.smtpx.protocol.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS on a channel. The host name is checked against subjectAltName only (RFC 9525), and no server name is sent
 * for an IP address (RFC 6066, section 3). A handshake that fails is the end of the connection.
 */
final class TlsUpgrade {

    private TlsUpgrade() {
    }

    /** Starts the handshake; {@code whenDone} hears of its end, with null when all is well, on the event loop. */
    static void start(
            Channel channel, TlsSettings settings, Executor blocking, Duration deadline, Consumer<@Nullable Failure> whenDone) {
        SslHandler handler;
        try {
            handler = new SslHandler(engine(settings), blocking);
        } catch (RuntimeException e) {
            whenDone.accept(new Failure(Failure.Kind.TLS, "TLS cannot be set up: " + reason(e), e));
            return;
        }
        handler.setHandshakeTimeoutMillis(deadline.toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(500);
        channel.pipeline().addFirst("tls", handler);
        handler.handshakeFuture().addListener((Future<Channel> over) -> whenDone.accept(judge(over, handler, settings)));
    }

    private static SSLEngine engine(TlsSettings settings) {
        String name = settings.serverName();
        SSLEngine engine = settings.context().get().createSSLEngine(name, settings.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(settings.verifyName() ? "HTTPS" : "");
        parameters.setServerNames(told(settings.sni() == null ? name : settings.sni()));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static List<SNIServerName> told(String name) {
        if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name));
        } catch (IllegalArgumentException e) {
            // Not a name that can be told; whether the certificate bears it is another matter.
            return List.of();
        }
    }

    private static @Nullable Failure judge(Future<Channel> over, SslHandler handler, TlsSettings settings) {
        Throwable cause = over.cause();
        if (over.isSuccess() && settings.verifyName()) {
            cause = wrongName(handler, settings);
        }
        if (cause == null) {
            return null;
        }
        return new Failure(
                Failure.Kind.TLS, "the TLS handshake with " + settings.serverName() + " failed: " + reason(cause), cause);
    }

    /**
     * The JDK has looked already, but falls back to the common name when there is no subjectAltName, which nobody else
     * does any more, and is content with a certificate for the name told to the server.
     */
    private static @Nullable Throwable wrongName(SslHandler handler, TlsSettings settings) {
        try {
            Certificate[] chain = handler.engine().getSession().getPeerCertificates();
            String fault = CertificateNames.fault((X509Certificate) chain[0], settings.serverName());
            return fault == null ? null : new SSLException(fault);
        } catch (SSLPeerUnverifiedException e) {
            return e;
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            // Its own text is a dump of what the server said.
            return "the server answered in clear";
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
