/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLSession;

import io.netty.buffer.ByteBuf;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a {@link BlockingConnection}, in clear or under TLS. One thread uses it at a time; {@link #close} may
 * be called from any thread.
 */
interface BlockingSocket {

    /** Does the TLS handshake. Null when it succeeded; else the connection cannot be used further. */
    @Nullable
    Failure secure(TlsSettings settings);

    /** The TLS session, when TLS is established. */
    @Nullable
    SSLSession session();

    /** What TLS was agreed on; null without. */
    @Nullable
    TlsInfo tlsInfo();

    /**
     * Writes all octets of a buffer. However that ends, octets still readable in the buffer have certainly not left.
     */
    void write(ByteBuf octets) throws IOException;

    /** Waits for octets; -1 at the end. Some may be in the buffer, which has an array, although this throws. */
    int read(ByteBuffer octets) throws IOException;

    /** Whether octets have arrived. The end of the connection does not count. */
    boolean hasInput();

    /** As {@link #read}, but 0 when nothing has arrived. */
    int readAvailable(ByteBuffer octets) throws IOException;

    /** Whether more may have arrived than the last read put into the buffer. */
    boolean mayHaveMore(ByteBuffer read);

    boolean isOpen();

    SocketAddress localAddress();

    /** Sends the end of the TLS session, where there is one. */
    void shutdownTls();

    /** Closes the socket for a reason; the first one counts. */
    void close(Failure why);

    /** Why it was closed; null unless {@link #close} was called. */
    @Nullable
    Failure closeReason();
}
