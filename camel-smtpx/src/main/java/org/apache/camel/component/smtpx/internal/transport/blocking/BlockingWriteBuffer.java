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
 * What is to be written on a blocking connection: commands and octets of messages, in order, in one write for all of a
 * turn; only large content is written as it comes. After a write has failed the rest is dropped.
 */
final class BlockingWriteBuffer extends AbstractWriteBuffer {

    private static final int MIN_BUFFER = 2 * 1024;
    /** Octets of one write: twice as many after one that was prompt, since every write has its price. */
    static final int MIN_WRITE = 64 * 1024;
    static final int MAX_WRITE = 2 * 1024 * 1024;
    private static final long PROMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BlockingSocket socket;
    private final Runnable beforeWrite;
    private final LongSupplier clock;
    private int writeSize = MIN_WRITE;
    /** Octets of the writes of late, so that most buffers need not grow. */
    private int typicalSize = MIN_BUFFER;
    private boolean writtenSinceRead;
    private @Nullable IOException failure;

    /**
     * An empty one.
     *
     * @param beforeWrite called before each write, which may take long
     * @param clock       nanoseconds
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

    /** Writes what has been collected. */
    void flush() {
        moveCommands(0);
        ByteBuf open = pending;
        if (open != null) {
            write(open);
        }
    }

    /** Octets that leave in one write. */
    int writeSize() {
        return writeSize;
    }

    /** Whether something has been written since {@link #onInputRead()}. */
    boolean writtenSinceRead() {
        return writtenSinceRead;
    }

    /** What the server has said has been read. */
    void onInputRead() {
        writtenSinceRead = false;
    }

    /** Why nothing more is written; null while all is well. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Moves the commands to what is pending, where more will follow. */
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
