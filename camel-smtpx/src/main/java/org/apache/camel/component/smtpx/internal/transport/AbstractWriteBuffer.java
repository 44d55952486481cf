/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import io.netty.buffer.ByteBuf;
import org.apache.camel.component.smtpx.internal.wire.CommandBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the octets of a turn for one write, and counts what the socket has accepted. Unsent octets are certainly
 * unknown to the server, which decides between FAILED and UNKNOWN.
 */
public abstract class AbstractWriteBuffer {

    public final @Nullable WireLog log;
    public final CommandBuffer commands = new CommandBuffer();
    public @Nullable ByteBuf pending;
    public long submittedBytes;
    public long flushedBytes;

    public AbstractWriteBuffer(@Nullable WireLog log) {
        this.log = log;
    }

    public final CommandBuffer commands() {
        return commands;
    }

    /** Octets written to this buffer since the connection began. */
    public final long writtenBytes() {
        ByteBuf open = pending;
        return submittedBytes + (open == null ? 0 : open.readableBytes()) + commands.length();
    }

    /** Octets the socket may have accepted. Later octets have certainly not been sent. */
    public final long flushedBytes() {
        return flushedBytes;
    }

    /** Discards octets that have not been written to the socket. */
    public final void release() {
        ByteBuf open = pending;
        pending = null;
        commands.clear();
        if (open != null) {
            open.release();
        }
    }
}
