/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;

import javax.net.ssl.SSLSession;

import org.apache.camel.component.smtpx.internal.transport.Timers;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.TlsVerification;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/** A {@link BlockingSocket} over a Unix socket, without TLS. */
final class UnixSocket extends AbstractChannelSocket {

    /** An octet that was read to see whether there is one. */
    private final ByteBuffer ahead = ByteBuffer.allocate(1).limit(0);
    private boolean ended;

    private UnixSocket(SocketChannel channel) {
        super(channel);
    }

    /**
     * Connects, blocking: the server's queue may be full.
     *
     * @param millis the time for it
     */
    static UnixSocket connect(UnixDomainSocketAddress remote, Timers timers, long millis) throws IOException {
        UnixSocket socket = new UnixSocket(SocketChannel.open(StandardProtocolFamily.UNIX));
        Future<?> timer = timers.schedule(socket::close, Duration.ofMillis(millis));
        boolean connected = false;
        try {
            socket.channel.connect(remote);
            connected = timer.cancel(false);
            if (!connected) {
                throw new SocketTimeoutException("no answer in time");
            }
            return socket;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (AsynchronousCloseException e) {
            throw new SocketTimeoutException("no answer in time");
        } finally {
            timer.cancel(false);
            if (!connected) {
                socket.close();
            }
        }
    }

    @Override
    public Failure secure(TlsSettings settings) {
        return TlsVerification.setupFailed(new IOException("a Unix socket has no TLS"));
    }

    @Override
    public @Nullable SSLSession session() {
        return null;
    }

    @Override
    public @Nullable TlsInfo tlsInfo() {
        return null;
    }

    @Override
    public void write(ByteBuffer first, ByteBuffer second) throws IOException {
        writeRaw(first, second);
    }

    @Override
    public int read(ByteBuffer octets) throws IOException {
        if (ahead.hasRemaining()) {
            return readAvailable(octets);
        }
        return ended ? -1 : channel.read(octets);
    }

    @Override
    public boolean hasInput() {
        if (ahead.hasRemaining() || ended) {
            return ahead.hasRemaining();
        }
        ahead.clear();
        try {
            ended = readRaw(ahead) < 0;
        } catch (IOException e) {
            ahead.clear().limit(0);
            // The next read throws the exception.
            return true;
        }
        return ahead.flip().hasRemaining();
    }

    @Override
    public int readAvailable(ByteBuffer octets) throws IOException {
        int before = octets.position();
        octets.put(ahead);
        int more = ended ? -1 : readRaw(octets);
        return octets.position() > before ? octets.position() - before : more;
    }

    @Override
    public boolean mayHaveMore(ByteBuffer read) {
        return !read.hasRemaining();
    }

    @Override
    public SocketAddress localAddress() {
        try {
            SocketAddress address = channel.getLocalAddress();
            return address == null ? UnixDomainSocketAddress.of("") : address;
        } catch (IOException e) {
            return UnixDomainSocketAddress.of("");
        }
    }

    @Override
    public void shutdownTls() {
        // There is none.
    }
}
