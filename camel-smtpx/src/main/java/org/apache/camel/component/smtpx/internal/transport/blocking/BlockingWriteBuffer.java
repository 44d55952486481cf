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

    private static final int SMALL = 2 * 1024;
    /** Octets of one write: twice as many after one that was prompt, since every write has its price. */
    static final int LEAST = 64 * 1024;
    static final int MOST = 2 * 1024 * 1024;
    private static final long PROMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BlockingSocket socket;
    private final Runnable beforeWrite;
    private final LongSupplier clock;
    private int room = LEAST;
    /** Octets of the writes of late, so that most buffers need not grow. */
    private int usual = SMALL;
    private boolean unheard;
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
        collect(count);
        if (log != null) {
            log.content(count);
        }
        append(octets, offset, count);
    }

    /** Writes what has been collected. */
    void flush() {
        collect(0);
        ByteBuf open = pending;
        if (open != null) {
            write(open);
        }
    }

    /** Octets that leave in one write. */
    int room() {
        return room;
    }

    /** Whether something has been written since {@link #heard()}. */
    boolean unheard() {
        return unheard;
    }

    /** What the server has said has been read. */
    void heard() {
        unheard = false;
    }

    /** Why nothing more is written; null while all is well. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Moves the commands to what is pending, where more will follow. */
    private void collect(int more) {
        if (commands.length() > 0) {
            if (log != null) {
                log.sent(commands);
            }
            open(commands.length() + more);
            append(commands.array(), 0, commands.length());
            commands.clear();
        }
    }

    private void append(byte[] octets, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end) {
            ByteBuf open = open(end - at);
            int length = Math.min(end - at, room - open.readableBytes());
            open.writeBytes(octets, at, length);
            at += length;
            if (open.readableBytes() == room) {
                write(open);
            }
        }
    }

    private ByteBuf open(int more) {
        ByteBuf open = pending;
        if (open == null) {
            open = PooledByteBufAllocator.DEFAULT.directBuffer(Math.min(room, Math.max(usual, more)));
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
        passedOn += count;
        usual = Math.max(Math.max(count, usual / 2), SMALL);
    }

    private void writeNow(ByteBuf octets, int count) {
        beforeWrite.run();
        if (log != null) {
            log.flushed();
        }
        long begun = count < room ? 0 : clock.getAsLong();
        try {
            socket.write(octets);
        } catch (IOException e) {
            failure = e;
        }
        if (count == room) {
            room = clock.getAsLong() - begun < PROMPT_NANOS ? Math.min(2 * room, MOST) : LEAST;
        }
        handedOver = passedOn + count - octets.readableBytes();
        unheard = true;
    }
}
