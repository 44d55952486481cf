/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.apache.camel.component.smtpx.internal.transport.AbstractWriteBuffer;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.jspecify.annotations.Nullable;

/**
 * Collects commands and content of a turn for one blocking write; large content is written as it comes. After a failed
 * write, further octets are dropped.
 */
final class BlockingWriteBuffer extends AbstractWriteBuffer {

    private static final int MIN_BUFFER = 2 * 1024;
    /** Bounds of {@link #writeSize}, which doubles after a prompt write: fewer, larger writes cost less per octet. */
    static final int MIN_WRITE = 64 * 1024;
    static final int MAX_WRITE = 2 * 1024 * 1024;
    private static final long PROMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BlockingSocket socket;
    private final Runnable beforeWrite;
    private final LongSupplier clock;
    private int writeSize = MIN_WRITE;
    /** Size of recent writes: most new buffers need not grow. */
    private int typicalSize = MIN_BUFFER;
    private boolean writtenSinceRead;
    private @Nullable IOException failure;

    /**
     * Creates an empty buffer.
     *
     * @param beforeWrite runs before each write, which may block
     * @param clock       a clock in nanoseconds
     */
    BlockingWriteBuffer(BlockingSocket socket, @Nullable WireLog log, Runnable beforeWrite, LongSupplier clock) {
        super(log);
        this.socket = socket;
        this.beforeWrite = beforeWrite;
        this.clock = clock;
    }

    void content(byte[] octets, int offset, int count) {
        if (count == 0) {
            return;
        }
        moveCommands(count);
        if (log != null) {
            log.content(count);
        }
        append(octets, offset, count);
    }

    /** Writes the collected octets to the socket. */
    void flush() {
        moveCommands(0);
        ByteBuf open = pending;
        if (open != null) {
            write(open);
        }
    }

    /** Octets of one write. */
    int writeSize() {
        return writeSize;
    }

    /** Whether octets have been written since {@link #onInputRead()}. */
    boolean writtenSinceRead() {
        return writtenSinceRead;
    }

    /** The arrived input has been read. */
    void onInputRead() {
        writtenSinceRead = false;
    }

    /** The error of the first failed write; null if none failed. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Moves the commands into the pending buffer, with room for the octets that follow. */
    private void moveCommands(int more) {
        if (commands.length() > 0) {
            if (log != null) {
                log.sent(commands);
            }
            pendingBuffer(commands.length() + more);
            append(commands.array(), 0, commands.length());
            commands.clear();
        }
    }

    private void append(byte[] octets, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end) {
            ByteBuf open = pendingBuffer(end - at);
            int length = Math.min(end - at, writeSize - open.readableBytes());
            open.writeBytes(octets, at, length);
            at += length;
            if (open.readableBytes() == writeSize) {
                write(open);
            }
        }
    }

    private ByteBuf pendingBuffer(int more) {
        ByteBuf open = pending;
        if (open == null) {
            open = PooledByteBufAllocator.DEFAULT.directBuffer(Math.min(writeSize, Math.max(typicalSize, more)));
            pending = open;
        }
        return open;
    }

    private void write(ByteBuf octets) {
        pending = null;
        int count = octets.readableBytes();
        try {
            if (failure == null) {
                writeNow(octets, count);
            }
        } finally {
            octets.release();
        }
        submittedBytes += count;
        typicalSize = Math.max(Math.max(count, typicalSize / 2), MIN_BUFFER);
    }

    private void writeNow(ByteBuf octets, int count) {
        beforeWrite.run();
        if (log != null) {
            log.flushed();
        }
        long begun = count < writeSize ? 0 : clock.getAsLong();
        try {
            socket.write(octets);
        } catch (IOException e) {
            failure = e;
        }
        if (count == writeSize) {
            writeSize = clock.getAsLong() - begun < PROMPT_NANOS ? Math.min(2 * writeSize, MAX_WRITE) : MIN_WRITE;
        }
        flushedBytes = submittedBytes + count - octets.readableBytes();
        writtenSinceRead = true;
    }
}
