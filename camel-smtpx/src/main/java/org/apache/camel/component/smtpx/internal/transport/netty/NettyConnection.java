/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.ConnectionFailures;
import org.apache.camel.component.smtpx.internal.transport.ConnectionListener;
import org.apache.camel.component.smtpx.internal.transport.DialogueQueue;
import org.apache.camel.component.smtpx.internal.transport.ReplyDecoder;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.MalformedReplyException;
import org.apache.camel.component.smtpx.internal.wire.ReplySyntax;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A connection on an event loop. It runs its {@linkplain Dialogue dialogues} in order and enforces their deadlines.
 * <p>
 * {@link #submit}, {@link #quit} and {@link #close} are thread-safe. All input of one read is passed to the dialogues
 * before any of them writes. A malformed or unsolicited reply or a timeout closes the connection at once.
 */
public final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {

    /** Octets decoded at once. */
    private static final int MAX_DECODED = 16 * 1024;

    private final Channel channel;
    private final Timeouts deadlines;
    private volatile TlsSettings tls;
    private final Executor blocking;
    private final @Nullable WireLog log;
    private final ConnectionListener listener;
    private final WriteBuffer writeBuffer;
    private final DialogueQueue queue = new DialogueQueue();
    private final SubmissionQueue submissions;
    private final Runnable completeFinished = this::completeFinished;
    private final ReplyDecoder decoder;
    private byte[] input = new byte[512];
    private final ChannelWire wire;
    private final DeadlineTimer deadlineTimer;
    private volatile @Nullable TlsInfo tlsInfo;
    private boolean inTurn;
    private boolean turnAgain;
    private boolean closedNotified;
    private boolean lost;

    NettyConnection(Channel channel, Timeouts deadlines, LongSupplier clock, Executor blocking, TlsSettings tls,
                    ReplySyntax syntax, Secrets secrets, @Nullable WireLog log, ConnectionListener listener) {
        this.channel = channel;
        this.submissions = new SubmissionQueue(channel.eventLoop(), this::drainSubmissions);
        this.deadlines = deadlines;
        this.tls = tls;
        this.log = log;
        this.listener = listener;
        this.decoder = new ReplyDecoder(syntax, secrets, log);
        this.blocking = blocking;
        this.writeBuffer = new WriteBuffer(channel, log, this::onFlushed);
        this.deadlineTimer = new DeadlineTimer(channel.eventLoop(), clock, deadlines, this::fail);
        this.wire = new ChannelWire(
                channel, blocking, writeBuffer, queue, decoder, secrets, this::resumeOnLoop, this::startTls);
    }

    @Override
    public void submit(Dialogue dialogue, Executor waking) {
        submissions.add(dialogue, waking);
    }

    /** Starts all submitted dialogues, so that they share one write. */
    private void drainSubmissions() {
        submissions.beginDrain();
        boolean more = false;
        for (Dialogue dialogue = submissions.poll(); dialogue != null; dialogue = submissions.poll()) {
            if (lost || queue.ending() != null) {
                DialogueQueue.fail(dialogue, ConnectionFailures.CLOSED, wire);
            } else {
                queue.add(dialogue);
                more = true;
            }
        }
        if (more) {
            turn();
        }
    }

    @Override
    public void quit() {
        submit(CommandDialogue.quit());
    }

    /**
     * Runs an event that a dialogue awaits, such as more content, then advances it. The event runs on a lost
     * connection, too.
     */
    public void resume(Runnable event) {
        channel.eventLoop().execute(() -> resumeOnLoop(event));
    }

    /** As {@link #resume}, on the event loop. */
    private void resumeOnLoop(Runnable event) {
        guarded(event);
        turn();
    }

    /** Runs a step of the connection. An exception closes it, and every dialogue fails with an outcome. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            fail(ConnectionFailures.error(e));
        }
    }

    /** Replaces the TLS settings. Call it before STARTTLS. */
    public void tls(TlsSettings settings) {
        tls = settings;
    }

    @Override
    public void close(Failure why) {
        channel.eventLoop().execute(() -> fail(why));
    }

    @Override
    public SocketAddress localAddress() {
        return channel.localAddress();
    }

    @Override
    public @Nullable TlsInfo tls() {
        return tlsInfo;
    }

    @Override
    public List<String> lastLines() {
        return log == null ? List.of() : log.lastLines();
    }

    @Override
    public Capabilities capabilities() {
        return wire.capabilities();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!lost) {
                decode((ByteBuf) message);
            }
        } catch (MalformedReplyException e) {
            fail(ConnectionFailures.malformedReply(e));
        } catch (Throwable e) {
            fail(ConnectionFailures.error(e));
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void decode(ByteBuf octets) throws MalformedReplyException {
        while (octets.isReadable()) {
            int length = Math.min(octets.readableBytes(), MAX_DECODED);
            if (input.length < length) {
                input = new byte[Math.min(MAX_DECODED, Math.max(length, 2 * input.length))];
            }
            octets.readBytes(input, 0, length);
            decoder.decode(input, length, this::onReply);
        }
    }

    private void onReply(Reply reply) {
        if (lost) {
            return;
        }
        if (!queue.reply(reply, wire)) {
            fail(ConnectionFailures.unsolicitedReply(reply));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        turn();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        turn();
    }

    /** Advances the dialogues, flushes their octets in one write, and runs the callbacks of those done. */
    private void turn() {
        turnAgain = true;
        if (inTurn) {
            return;
        }
        inTurn = true;
        guarded(this::advance);
        inTurn = false;
        if (lost) {
            return;
        }
        guarded(this::endOfTurn);
    }

    private void advance() {
        while (turnAgain && !lost) {
            turnAgain = false;
            queue.advance(wire);
            writeBuffer.flush();
            if (queue.hasFinished()) {
                listener.batchCallbacks(completeFinished);
            }
        }
    }

    private void endOfTurn() {
        if (queue.ending() != null && !queue.draining()) {
            end(queue.ending());
            return;
        }
        if (queue.draining()) {
            queue.drain(ConnectionFailures.ABANDONED, wire);
        }
        restartDeadline();
    }

    /**
     * A deadline counts from the last octet that the socket accepted, which may be long after the turn that wrote it.
     */
    private void onFlushed() {
        if (!inTurn && !lost) {
            guarded(this::restartDeadline);
        }
    }

    private void restartDeadline() {
        if (queue.deadlineRestarts(wire)) {
            deadlineTimer.arm(queue.waitingFor());
        }
    }

    /** Releases the connection before it runs the callback of a done dialogue, which may submit another. */
    private void completeFinished() {
        Dialogue over = queue.pollFinished();
        while (over != null) {
            if (queue.ending() == null) {
                listener.released(this);
            } else {
                notifyClosed(ConnectionFailures.ABANDONED);
            }
            DialogueQueue.complete(over, wire);
            over = queue.pollFinished();
        }
    }

    private void end(Dialogue.Verdict ending) {
        if (ending != Dialogue.Verdict.QUIT || queue.head() != null) {
            fail(ConnectionFailures.ABANDONED);
        } else {
            queue.beginQuit(CommandDialogue.quit(), ConnectionFailures.ABANDONED, wire);
            turn();
        }
    }

    private void startTls() {
        TlsUpgrade.start(channel, tls, blocking, deadlines.of(TimeoutKind.TLS), this::onHandshake);
    }

    /** The TLS handshake has ended; null means success. */
    void onHandshake(@Nullable Failure failure) {
        if (failure != null) {
            fail(failure);
            return;
        }
        wire.markSecure();
        tlsInfo = wire.tlsInfo();
        Dialogue head = queue.head();
        if (head != null) {
            resumeOnLoop(() -> head.onSecured(wire));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !queue.writesAfterServerClose()) {
            channelInactive(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ConnectionFailures.closedByServer(decoder.hasPartialReply()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ConnectionFailures.error(JdkException.of(cause)));
    }

    private void fail(Failure failure) {
        if (lost) {
            return;
        }
        lost = true;
        deadlineTimer.cancel();
        writeBuffer.release();
        if (log != null) {
            log.note(failure.text());
        }
        closeChannel();
        notifyClosed(failure);
        queue.fail(failure, wire);
    }

    /**
     * Closes the socket. With TLS, close_notify waits behind records that the socket has not accepted yet. Such a
     * record may hold the end of a message that ends FAILED, so no record leaves any more then.
     */
    private void closeChannel() {
        ChannelHandlerContext tlsHandler = channel.pipeline().context(SslHandler.class);
        if (tlsHandler != null && !writeBuffer.isFlushed()) {
            tlsHandler.close();
        } else {
            channel.close();
        }
    }

    private void notifyClosed(Failure why) {
        if (!closedNotified) {
            closedNotified = true;
            listener.closed(this, why);
        }
    }
}
