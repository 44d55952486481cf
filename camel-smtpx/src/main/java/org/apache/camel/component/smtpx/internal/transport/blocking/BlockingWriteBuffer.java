/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.blocking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.camel.component.smtpx.internal.transport.AbstractWriteBuffer;
import org.apache.camel.component.smtpx.internal.transport.WireLog;
import org.jspecify.annotations.Nullable;

/**
 * Collects commands and content of a turn for one blocking write; large content is written as it comes. After a failed
 * write, further octets are dropped.
 */
final class BlockingWriteBuffer extends AbstractWriteBuffer {

    private static final int MIN_BUFFER = 2 * 1024;
    /** From this size on, content is written from its own array. */
    static final int LARGE_CONTENT = 64 * 1024;
    private static final long PROMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final byte[] NO_OCTETS = {};

    private final BlockingSocket socket;
    private final Runnable beforeWrite;
    private final LongSupplier clock;
    private byte[] collected = new byte[MIN_BUFFER];
    private int length;
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

    @Override
    public void content(byte[] octets, int offset, int count) {
        if (count == 0) {
            return;
        }
        collectCommands();
        if (log != null) {
            log.content(count);
        }
        int at = offset;
        int end = offset + count;
        while (length + end - at >= LARGE_CONTENT) {
            int next = Math.min(end - at, Math.max(0, window.size() - length));
            write(octets, at, next);
            at += next;
        }
        collect(octets, at, end - at);
    }

    /** Writes the collected octets to the socket. */
    void flush() {
        collectCommands();
        if (length > 0) {
            write(NO_OCTETS, 0, 0);
        }
    }

    /** Octets of one write. */
    int writeSize() {
        return window.size();
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

    @Override
    protected int collectedBytes() {
        return length;
    }

    @Override
    public void release() {
        super.release();
        length = 0;
    }

    private void collectCommands() {
        if (commands.length() > 0) {
            if (log != null) {
                log.sent(commands);
            }
            collect(commands.array(), 0, commands.length());
            commands.clear();
        }
    }

    private void collect(byte[] octets, int offset, int count) {
        if (count > collected.length - length) {
            collected = Arrays.copyOf(collected, Math.max(length + count, 2 * collected.length));
        }
        System.arraycopy(octets, offset, collected, length, count);
        length += count;
    }

    /** Writes the collected octets, then these. */
    private void write(byte[] octets, int offset, int count) {
        ByteBuffer first = ByteBuffer.wrap(collected, 0, length);
        ByteBuffer second = ByteBuffer.wrap(octets, offset, count);
        int total = length + count;
        length = 0;
        if (failure == null) {
            writeNow(first, second, total);
        }
        submittedBytes += total;
        if (collected.length > LARGE_CONTENT) {
            collected = new byte[MIN_BUFFER];
        }
    }

    private void writeNow(ByteBuffer first, ByteBuffer second, int total) {
        beforeWrite.run();
        if (log != null) {
            log.flushed();
        }
        boolean full = total >= window.size();
        long begun = full ? clock.getAsLong() : 0;
        try {
            socket.write(first, second);
        } catch (IOException e) {
            failure = e;
        }
        if (full) {
            window.adjust(clock.getAsLong() - begun < PROMPT_NANOS);
        }
        flushedBytes = submittedBytes + total - first.remaining() - second.remaining();
        writtenSinceRead = true;
    }
}
