/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.util.ArrayDeque;
import java.util.Deque;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.WriteBufferWaterMark;
import org.apache.camel.component.smtpx.internal.transport.AbstractWriteBuffer;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.apache.camel.component.smtpx.internal.transport.WriteWindow;
import org.jspecify.annotations.Nullable;

/**
 * Collects commands and content of a turn for one write to the channel. Confined to the connection's event loop.
 */
final class WriteBuffer extends AbstractWriteBuffer {

    /** More octets start another buffer, since growing one copies it. */
    private static final int MAX_BUFFER = 64 * 1024;
    private static final int MIN_BUFFER = 256;

    /** Initial limits of the octets pending in the channel. */
    static final WriteBufferWaterMark DEFAULT_WATER_MARK = waterMark(WriteWindow.MIN_SIZE);

    private final Channel channel;
    private final Runnable onFlushed;
    /** Ends of messages in what has not been submitted, as counts of {@link #writtenBytes()}. */
    private final Deque<Long> messageEnds = new ArrayDeque<>();
    private boolean unflushed;
    /** Size of recent buffers: most new ones need not grow. */
    private int typicalSize = MIN_BUFFER;
    private @Nullable ByteBuf pending;

    /**
     * Creates an empty buffer.
     *
     * @param onFlushed runs whenever the socket has accepted octets
     */
    WriteBuffer(Channel channel, @Nullable WireLog log, Runnable onFlushed) {
        super(log);
        this.channel = channel;
        this.onFlushed = onFlushed;
    }

    /**
     * A message ends here. What has been written up to here is handed to the socket by itself, so that
     * {@link #flushedBytes()} covers it once the socket has accepted it, although more follows.
     */
    void markMessageEnd() {
        messageEnds.add(writtenBytes());
    }

    @Override
    public void content(byte[] octets, int offset, int length) {
        if (length == 0) {
            return;
        }
        buffer(commands.length() + length).writeBytes(octets, offset, length);
        if (log != null) {
            log.content(length);
        }
        ByteBuf full = pending;
        if (full != null && full.readableBytes() >= MAX_BUFFER) {
            write(full);
        }
    }

    /** Whether the socket has accepted all submitted octets. */
    boolean isFlushed() {
        return flushedBytes == submittedBytes;
    }

    int writableBytes() {
        return channel.isWritable() ? window.size() : 0;
    }

    /** Flushes the collected octets; false if there were none. */
    boolean flush() {
        if (commands.length() > 0) {
            buffer(commands.length());
        }
        ByteBuf open = pending;
        if (open != null) {
            write(open);
        }
        if (!unflushed) {
            return false;
        }
        unflushed = false;
        if (log != null) {
            log.flushed();
        }
        boolean full = !channel.isWritable();
        channel.flush();
        if (full && window.adjust(isFlushed())) {
            channel.config().setWriteBufferWaterMark(waterMark(window.size()));
        }
        return true;
    }

    /** Two windows may be pending, so that the socket has octets while the next ones are prepared. */
    private static WriteBufferWaterMark waterMark(int window) {
        return new WriteBufferWaterMark(window / 2, 2 * window);
    }

    @Override
    protected int collectedBytes() {
        ByteBuf open = pending;
        return open == null ? 0 : open.readableBytes();
    }

    @Override
    public void release() {
        super.release();
        ByteBuf open = pending;
        pending = null;
        if (open != null) {
            open.release();
        }
    }

    /** The current buffer, with the commands moved into it. */
    private ByteBuf buffer(int more) {
        ByteBuf open = pending;
        if (open != null && open.readableBytes() + more > MAX_BUFFER) {
            write(open);
            open = null;
        }
        if (open == null) {
            open = channel.alloc().directBuffer(Math.max(more, typicalSize));
            pending = open;
        }
        if (commands.length() > 0) {
            if (log != null) {
                log.sent(commands);
            }
            open.writeBytes(commands.array(), 0, commands.length());
            commands.clear();
        }
        return open;
    }

    private void write(ByteBuf buffer) {
        pending = null;
        unflushed = true;
        int whole = buffer.readableBytes();
        typicalSize = Math.min(MAX_BUFFER, Math.max(Math.max(whole, typicalSize / 2), MIN_BUFFER));
        long end = submittedBytes + whole;
        while (!messageEnds.isEmpty() && messageEnds.getFirst() <= end) {
            int length = (int) (messageEnds.removeFirst() - submittedBytes);
            if (length > 0 && length < buffer.readableBytes()) {
                submit(buffer.readRetainedSlice(length), length);
            }
        }
        submit(buffer, buffer.readableBytes());
    }

    private void submit(ByteBuf octets, int length) {
        submittedBytes += length;
        channel.write(octets).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess()) {
                flushedBytes += length;
                onFlushed.run();
            }
        });
    }
}
