/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import io.netty.buffer.ByteBuf;
import org.apache.camel.component.smtpx.internal.wire.CommandBuffer;
import org.jspecify.annotations.Nullable;

/** What is collected for a connection during a turn, and how much of everything written so far has left. */
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

    /** Octets given to this so far. */
    public final long writtenBytes() {
        ByteBuf open = pending;
        return submittedBytes + (open == null ? 0 : open.readableBytes()) + commands.length();
    }

    /** Octets that may have left: what lies beyond has certainly not. */
    public final long flushedBytes() {
        return flushedBytes;
    }

    /** Drops what has not been written. */
    public final void release() {
        ByteBuf open = pending;
        pending = null;
        commands.clear();
        if (open != null) {
            open.release();
        }
    }
}
