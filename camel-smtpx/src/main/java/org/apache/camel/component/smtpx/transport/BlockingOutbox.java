/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.apache.camel.component.smtpx.protocol.CommandBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written on a blocking connection: commands and octets of messages, in order, in one write for all of a
 * turn; only large content is written as it comes. After a write has failed the rest is dropped.
 */
final class BlockingOutbox {

    private static final int BUFFER = 64 * 1024;

    private final BlockingSocket socket;
    private final @Nullable WireLog log;
    private final Runnable beforeWrite;
    private final CommandBuffer commands = new CommandBuffer();
    private byte[] pending = new byte[2048];
    private int length;
    private long passedOn;
    private long handedOver;
    private boolean unheard;
    private @Nullable IOException failure;

    /**
     * An empty one.
     *
     * @param beforeWrite called before each write, which may take long
     */
    BlockingOutbox(BlockingSocket socket, @Nullable WireLog log, Runnable beforeWrite) {
        this.socket = socket;
        this.log = log;
        this.beforeWrite = beforeWrite;
    }

    CommandBuffer commands() {
        return commands;
    }

    void content(byte[] octets, int offset, int count) {
        if (count == 0) {
            return;
        }
        collect();
        if (log != null) {
            log.content(count);
        }
        if (length + count > BUFFER) {
            writePending();
        }
        if (count >= BUFFER) {
            write(octets, offset, count);
        } else {
            append(octets, offset, count);
        }
    }

    /** Writes what has been collected. */
    void flush() {
        collect();
        writePending();
    }

    /** Octets given to this so far. */
    long written() {
        return passedOn + length + commands.length();
    }

    /** Octets that may have left. */
    long handedOver() {
        return handedOver;
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

    private void collect() {
        if (commands.length() > 0) {
            if (log != null) {
                log.sent(commands);
            }
            append(commands.array(), 0, commands.length());
            commands.clear();
        }
    }

    private void append(byte[] octets, int offset, int count) {
        if (count > pending.length - length) {
            pending = Arrays.copyOf(pending, Math.max(length + count, 2 * pending.length));
        }
        System.arraycopy(octets, offset, pending, length, count);
        length += count;
    }

    private void writePending() {
        int count = length;
        length = 0;
        if (count > 0) {
            write(pending, 0, count);
        }
    }

    private void write(byte[] octets, int offset, int count) {
        if (failure == null) {
            beforeWrite.run();
            if (log != null) {
                log.flushed();
            }
            ByteBuffer buffer = ByteBuffer.wrap(octets, offset, count);
            try {
                socket.write(buffer);
            } catch (IOException e) {
                failure = e;
            }
            handedOver = passedOn + buffer.position() - offset;
            unheard = true;
        }
        passedOn += count;
    }
}
