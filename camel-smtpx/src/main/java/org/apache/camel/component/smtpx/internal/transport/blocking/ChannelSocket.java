/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

import org.apache.camel.component.smtpx.internal.transport.TlsAlert;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.TlsVerification;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/** A {@link BlockingSocket} over TCP. Interrupting a thread that reads or writes closes the channel. */
final class ChannelSocket extends AbstractChannelSocket {

    /** Octets searched for an alert after a failed handshake. */
    private static final int MAX_UNREAD = 1024;
    /** Octets passed to the TLS stream at once: several records, since each call costs. */
    private static final int MAX_PLAINTEXT = 64 * 1024;

    private final Socket socket;
    private final InputStream rawInput;
    private volatile @Nullable TlsInfo tlsInfo;
    private @Nullable SSLSocket tls;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    /** Wraps a connected channel. */
    ChannelSocket(SocketChannel channel) throws IOException {
        super(channel);
        this.socket = channel.socket();
        this.rawInput = socket.getInputStream();
    }

    @Override
    public @Nullable Failure secure(TlsSettings settings) {
        try {
            SSLSocket over = (SSLSocket) settings.context().get().getSocketFactory()
                    .createSocket(socket, settings.serverName(), settings.port(), false);
            over.setUseClientMode(true);
            over.setSSLParameters(TlsVerification.parameters(over.getSSLParameters(), settings));
            over.startHandshake();
            Throwable wrong = TlsVerification.nameMismatch(over.getSession(), settings);
            if (wrong != null) {
                return TlsVerification.handshakeFailed(settings, wrong);
            }
            in = over.getInputStream();
            out = over.getOutputStream();
            tls = over;
            tlsInfo = TlsInfo.of(over.getSession());
            return null;
        } catch (IOException e) {
            String alert = unreadAlert(e);
            return TlsVerification.handshakeFailed(
                    settings, alert == null ? e : new SSLHandshakeException("Received fatal alert: " + alert));
        } catch (Throwable e) {
            return TlsVerification.setupFailed(e);
        }
    }

    @Override
    public @Nullable SSLSession session() {
        SSLSocket over = tls;
        return over == null ? null : over.getSession();
    }

    @Override
    public @Nullable TlsInfo tlsInfo() {
        return tlsInfo;
    }

    @Override
    public void write(ByteBuffer first, ByteBuffer second) throws IOException {
        OutputStream secured = out;
        if (secured != null) {
            write(secured, first);
            write(secured, second);
        } else {
            writeRaw(first, second);
        }
    }

    /** With TLS an exception proves nothing: a key update may fail after the last record was sent. */
    private static void write(OutputStream secured, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            int length = Math.min(MAX_PLAINTEXT, octets.remaining());
            int start = octets.position();
            octets.position(start + length);
            secured.write(octets.array(), octets.arrayOffset() + start, length);
        }
    }

    @Override
    public int read(ByteBuffer octets) throws IOException {
        InputStream secured = in;
        if (secured == null) {
            return channel.read(octets);
        }
        int length = secured.read(octets.array(), octets.arrayOffset() + octets.position(), octets.remaining());
        octets.position(octets.position() + Math.max(0, length));
        return length;
    }

    @Override
    public boolean hasInput() {
        try {
            InputStream secured = in;
            return rawInput.available() > 0 || secured != null && secured.available() > 0;
        } catch (IOException e) {
            // The next read throws the exception.
            return true;
        }
    }

    @Override
    public int readAvailable(ByteBuffer octets) throws IOException {
        SSLSocket over = tls;
        if (over == null) {
            return readRaw(octets);
        }
        if (!hasInput()) {
            // An octet that arrives now is unsolicited; reading it breaks the TLS stream, so this throws.
            int length = readRaw(ByteBuffer.allocate(1));
            if (length > 0) {
                throw new IOException("the server sent unsolicited input");
            }
            return length;
        }
        // The input may be a TLS message without application data.
        over.setSoTimeout(1);
        try {
            return read(octets);
        } catch (SocketTimeoutException e) {
            return 0;
        } finally {
            over.setSoTimeout(0);
        }
    }

    @Override
    public boolean mayHaveMore(ByteBuffer read) {
        return tls == null ? !read.hasRemaining() : hasInput();
    }

    /** A server that rejects and closes at once: the write fails before its alert is read. */
    private @Nullable String unreadAlert(IOException failure) {
        boolean aboutSocket = !(failure instanceof SSLException) || failure.getCause() instanceof IOException;
        if (!aboutSocket || !channel.isOpen()) {
            return null;
        }
        ByteBuffer left = ByteBuffer.allocate(MAX_UNREAD);
        try {
            readRaw(left);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return TlsAlert.fatal(left.flip());
    }

    @Override
    public SocketAddress localAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public void shutdownTls() {
        SSLSocket over = tls;
        if (over != null) {
            try {
                over.shutdownOutput();
            } catch (IOException e) {
                close();
            }
        }
    }
}
