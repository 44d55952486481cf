/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.CommandBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Dialogue} may do to its connection. All methods are called on the connection's own thread, and whatever
 * is written during one call of the dialogue leaves in one write when that call is over.
 */
public interface Wire {

    /** Commands appended here leave at the end of the turn. */
    CommandBuffer out();

    /** Message octets behind what {@link #out()} holds already; they are copied before this returns. */
    void content(byte[] octets, int offset, int length);

    /**
     * How many octets of content are best written at once now; what is more than that is taken as well. When it is 0,
     * {@link Dialogue#advance} is called again as soon as it is not.
     */
    int writableBytes();

    /** Writes content as long as there is room for it; the offset of what is left, or the end. */
    default int contentWhileWritable(byte[] octets, int offset, int end) {
        int at = offset;
        while (at < end) {
            int room = writableBytes();
            if (room == 0) {
                break;
            }
            int length = Math.min(room, end - at);
            content(octets, at, length);
            at += length;
        }
        return at;
    }

    /** Octets written so far, counted from the beginning of the connection. */
    long writtenBytes();

    /**
     * Of {@link #writtenBytes()}, how many the socket has certainly taken. What lies beyond has not been seen by the
     * server.
     */
    long flushedBytes();

    /** Whether the beginning of a reply has arrived whose end has not. */
    boolean hasPartialReply();

    /** What nobody may read although the server may repeat it: not in replies, nor in the transcript. */
    Secrets secrets();

    /** What the server offers on this connection as it stands now. */
    Capabilities capabilities();

    /** Replaces what is known of the server, after each hello and when TLS begins. */
    void capabilities(Capabilities capabilities);

    /** Whether an earlier transaction may still be open on this connection, so that RSET has to lead the next one. */
    boolean transactionOpen();

    /** Whether TLS is established. */
    boolean secure();

    /** Begins the TLS handshake; {@link Dialogue#onSecured} follows, or the loss of the connection. */
    void startTls();

    /**
     * The certificate that the server showed, to bind a SASL exchange to this TLS channel (RFC 5929); null without TLS.
     */
    @Nullable
    X509Certificate serverCertificate();

    /** Whether a certificate of this side was shown to the server in the TLS handshake. */
    boolean clientCertificateShown();

    /**
     * Runs work that may block away from the connection's thread, and hands its result (or exception) back on it.
     */
    <T> void offload(Callable<T> work, BiConsumer<@Nullable T, @Nullable Exception> then);

    /**
     * Hands the result (or exception) of a stage back on the connection's thread. The stage has a deadline of its own:
     * a connection that works on the caller's thread blocks it until then.
     */
    <T> void await(CompletableFuture<T> stage, BiConsumer<@Nullable T, @Nullable Exception> then);
}
