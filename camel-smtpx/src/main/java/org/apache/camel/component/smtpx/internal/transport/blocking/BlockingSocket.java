/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLSession;

import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a {@link BlockingConnection}, with or without TLS. One thread uses it at a time; {@link #close} is
 * thread-safe.
 */
interface BlockingSocket {

    /** Performs the TLS handshake. Null on success, else the socket is unusable. */
    @Nullable
    Failure secure(TlsSettings settings);

    /** The TLS session; null without TLS. */
    @Nullable
    SSLSession session();

    /** The negotiated TLS parameters; null without TLS. */
    @Nullable
    TlsInfo tlsInfo();

    /**
     * Writes all octets of two buffers, which have arrays. After an exception, the octets that remain in them have
     * certainly not been sent.
     */
    void write(ByteBuffer first, ByteBuffer second) throws IOException;

    /**
     * Reads octets, blocking; -1 at the end. The buffer must have an array, and may hold octets even after an
     * exception.
     */
    int read(ByteBuffer octets) throws IOException;

    /** Whether octets have arrived. The end of the input does not count. */
    boolean hasInput();

    /** As {@link #read}, but 0 when nothing has arrived. */
    int readAvailable(ByteBuffer octets) throws IOException;

    /** Whether more may have arrived than the last read put into the buffer. */
    boolean mayHaveMore(ByteBuffer read);

    boolean isOpen();

    SocketAddress localAddress();

    /** Sends close_notify, if TLS is established. */
    void shutdownTls();

    /** Closes the socket; the first reason is kept. */
    void close(Failure why);

    /** The reason passed to {@link #close}; null before that. */
    @Nullable
    Failure closeReason();
}
