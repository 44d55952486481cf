/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.MemoryRig;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.wire.ReplySyntax;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A real {@link NettyConnection} without a network: octets go in and come out by hand, the clock is moved by hand, and
 * everything has happened when a method returns.
 */
public final class MemoryConnection implements MemoryRig {

    private final MockTicker clock = Ticker.newMockTicker();
    private final PartialChannel channel;
    private final NettyConnection connection;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<String> log = new ArrayList<>();
    private @Nullable EmbeddedChannel tlsServer;
    private @Nullable Failure closed;
    private int released;
    private int taken;
    /** What the client has written since then is a handshake, also after the end of the channel. */
    private boolean tlsBegun;

    public MemoryConnection(Timeouts deadlines, TlsSettings tls) {
        this(deadlines, tls, true);
    }

    /** @param logged whether the connection writes about itself, which costs more than the rest of it */
    public MemoryConnection(Timeouts deadlines, TlsSettings tls, boolean logged) {
        NettyConnection[] made = new NettyConnection[1];
        Secrets secrets = new Secrets();
        channel = new PartialChannel(clock, new ChannelInitializer<EmbeddedChannel>() {
            @Override
            protected void initChannel(EmbeddedChannel open) {
                made[0] = new NettyConnection(
                        open, deadlines, clock::nanoTime, Runnable::run, tls, ReplySyntax.STRICT, secrets,
                        logged ? new WireLog("", log::add, null, secrets) : null, new Watch());
                open.pipeline().addLast("smtp", made[0]);
            }
        });
        connection = made[0];
    }

    private final class Watch implements ConnectionListener {
        @Override
        public void released(Connection from) {
            released++;
        }

        @Override
        public void closed(Connection from, Failure why) {
            if (closed != null) {
                throw new IllegalStateException("closed twice: " + closed + ", " + why);
            }
            closed = why;
        }
    }

    /** Gives the connection a dialogue. */
    @Override
    public void submit(Dialogue dialogue) {
        connection.submit(dialogue);
        settle();
    }

    /** Octets of the server arrive, together. */
    @Override
    public void receive(byte[] octets) {
        EmbeddedChannel server = tlsServer;
        if (server != null) {
            server.writeOutbound(Unpooled.wrappedBuffer(octets.clone()));
        } else if (channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(octets.clone()));
        }
        settle();
    }

    @Override
    public void secure(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        tlsServer = new EmbeddedChannel(new SslHandler(engine));
        settle();
    }

    /** The server closes its side: the channel ends as a socket does, without a word of the client's TLS. */
    @Override
    public void finish() {
        if (channel.isOpen()) {
            channel.unsafe().close(channel.newPromise());
        }
        settle();
    }

    /** The connection is torn down by the other side. */
    @Override
    public void reset() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        finish();
    }

    /** The socket takes nothing any more: from now on no write is completed. */
    @Override
    public void stopTaking() {
        take(0);
    }

    @Override
    public void take(long octets) {
        channel.room(octets);
        settle();
    }

    @Override
    public boolean isBehind() {
        return channel.isBehind();
    }

    /** There is no room for further octets. */
    public void fill() {
        stopTaking();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        settle();
    }

    /** Time passes. */
    @Override
    public void pass(Duration time) {
        clock.advance(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        settle();
    }

    /** Everything that the client has sent so far, in clear. */
    public byte[] sent() {
        settle();
        return sent.toByteArray();
    }

    @Override
    public byte[] takeSent() {
        settle();
        if (sent.size() == taken) {
            return new byte[0];
        }
        byte[] all = sent.toByteArray();
        byte[] further = Arrays.copyOfRange(all, taken, all.length);
        taken = all.length;
        return further;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Why the connection takes nothing more; null while it does. */
    public @Nullable Failure closed() {
        return closed;
    }

    /** How many dialogues gave the connection back. */
    public int released() {
        return released;
    }

    /** What the connection wrote about itself. */
    @Override
    public List<String> log() {
        return log;
    }

    private void settle() {
        boolean moved = true;
        while (moved) {
            channel.runPendingTasks();
            moved = collect();
        }
    }

    private boolean collect() {
        boolean moved = false;
        EmbeddedChannel server = tlsServer;
        tlsBegun |= channel.pipeline().get(SslHandler.class) != null;
        if (server == null && tlsBegun) {
            return false;
        }
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            moved = true;
            if (server == null) {
                keep(out);
            } else {
                server.writeInbound(out);
            }
        }
        if (server != null) {
            for (ByteBuf in = server.readInbound(); in != null; in = server.readInbound()) {
                keep(in);
            }
            for (ByteBuf out = server.readOutbound(); out != null; out = server.readOutbound()) {
                moved = true;
                if (channel.isOpen()) {
                    channel.writeInbound(out);
                } else {
                    out.release();
                }
            }
        }
        return moved;
    }

    private void keep(ByteBuf octets) {
        byte[] copy = new byte[octets.readableBytes()];
        octets.readBytes(copy);
        octets.release();
        sent.writeBytes(copy);
    }
}
