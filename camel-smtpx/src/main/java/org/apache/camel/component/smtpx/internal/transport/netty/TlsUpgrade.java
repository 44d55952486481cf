/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import io.netty.channel.Channel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.TlsVerification;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/** Adds TLS to a channel. A failed handshake ends the connection. */
final class TlsUpgrade {

    private TlsUpgrade() {
    }

    /** Starts the handshake. {@code whenDone} runs on the event loop with the failure, or null on success. */
    static void start(
            Channel channel, TlsSettings settings, Executor blocking, Duration deadline, Consumer<@Nullable Failure> whenDone) {
        EndAfterTls end = new EndAfterTls(channel, blocking);
        SslHandler handler;
        try {
            handler = new SslHandler(engine(settings), end::execute);
        } catch (Throwable e) {
            whenDone.accept(TlsVerification.setupFailed(e));
            return;
        }
        // Each write gets records of its own. Records that several writes share complete them too late: an engine leaves
        // octets over, TLS 1.3 of the JDK 17 of 16,384, and the next record then completes all of them.
        handler.setWrapDataSize(0);
        handler.setHandshakeTimeoutMillis(deadline.toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(500);
        channel.pipeline().addFirst("tls", handler).addFirst("end", end);
        handler.handshakeFuture()
                .addListener((Future<Channel> over) -> whenDone.accept(handshakeFailure(over, handler, settings)));
    }

    private static SSLEngine engine(TlsSettings settings) {
        SSLEngine engine = settings.context().get().createSSLEngine(settings.serverName(), settings.port());
        engine.setUseClientMode(true);
        engine.setSSLParameters(TlsVerification.parameters(engine.getSSLParameters(), settings));
        return engine;
    }

    private static @Nullable Failure handshakeFailure(Future<Channel> over, SslHandler handler, TlsSettings settings) {
        try {
            Throwable cause
                    = over.isSuccess() ? TlsVerification.nameMismatch(handler.engine().getSession(), settings) : over.cause();
            if (cause instanceof NotSslRecordException) {
                // Netty's own text is a hex dump of the input.
                cause = new SSLException(TlsVerification.NO_RECORD);
            }
            return cause == null ? null : TlsVerification.handshakeFailed(settings, JdkException.of(cause));
        } catch (Throwable e) {
            return TlsVerification.setupFailed(e);
        }
    }
}
