/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import javax.net.ssl.SSLSession;

import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.CommandBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a connection that a {@link Dialogue} uses. All methods are confined to the connection's thread.
 * Octets written during one call of the dialogue share one write.
 */
public interface Wire {

    /** The buffer of commands, which is flushed at the end of the turn. */
    CommandBuffer out();

    /** Appends content after the commands in {@link #out()}. The octets are copied. */
    void content(byte[] octets, int offset, int length);

    /**
     * Octets of content to write now; a hint, not a limit. When it is 0, {@link Dialogue#advance} is called once it is
     * not.
     */
    int writableBytes();

    /** Writes content while the wire is writable. Returns the offset of the first octet not written, or the end. */
    default int contentWhileWritable(byte[] octets, int offset, int end) {
        int at = offset;
        while (at < end) {
            int writable = writableBytes();
            if (writable == 0) {
                break;
            }
            int length = Math.min(writable, end - at);
            content(octets, at, length);
            at += length;
        }
        return at;
    }

    /**
     * A message ends with what has been written so far. A wire that counts {@link #flushedBytes()} by whole writes ends
     * one here: the socket may take this message and not those behind it.
     */
    default void markMessageEnd() {
    }

    /** Octets written since the connection began, including those not flushed. */
    long writtenBytes();

    /**
     * Octets that the socket may have accepted. The server has not seen any later octet.
     */
    long flushedBytes();

    /** Whether a reply has arrived in part. */
    boolean hasPartialReply();

    /** Secrets to redact from replies and from the transcript, since a server may repeat them. */
    Secrets secrets();

    /** The extensions the server offers now. */
    Capabilities capabilities();

    /** Replaces the extensions, after each hello and when TLS begins. */
    void capabilities(Capabilities capabilities);

    /** Whether an earlier transaction may be open, so that RSET must precede the next one. */
    boolean transactionOpen();

    /** Whether TLS is established. */
    boolean secure();

    /** Starts the TLS handshake; {@link Dialogue#onSecured} or {@link Dialogue#onLost} follows. */
    void startTls();

    /** The TLS session, for SASL channel binding (RFC 5929, RFC 9266); null without TLS. */
    @Nullable
    SSLSession tlsSession();

    /** Whether the TLS handshake presented a client certificate. */
    boolean clientCertificateShown();

    /**
     * Runs blocking work off the connection's thread, then passes its result or exception on that thread.
     */
    <T> void offload(Callable<T> work, BiConsumer<@Nullable T, @Nullable Exception> then);

    /**
     * Hands the result (or exception) of a stage back on the connection's thread. The stage has a deadline of its own:
     * a connection that works on the caller's thread blocks it until then.
     */
    <T> void await(CompletableFuture<T> stage, BiConsumer<@Nullable T, @Nullable Exception> then);
}
