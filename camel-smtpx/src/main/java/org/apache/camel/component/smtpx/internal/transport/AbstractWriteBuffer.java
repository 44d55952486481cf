/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import org.apache.camel.component.smtpx.internal.wire.CommandBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the octets of a turn for one write, and counts what the socket has accepted. Unsent octets are certainly
 * unknown to the server, which decides between FAILED and UNKNOWN.
 */
public abstract class AbstractWriteBuffer {

    protected final @Nullable WireLog log;
    protected final CommandBuffer commands = new CommandBuffer();
    protected final WriteWindow window = new WriteWindow();
    /** Octets passed to the socket. */
    protected long submittedBytes;
    /** Octets that the socket may have accepted. */
    protected long flushedBytes;

    protected AbstractWriteBuffer(@Nullable WireLog log) {
        this.log = log;
    }

    /** The buffer of commands, which are written before later content. */
    public final CommandBuffer commands() {
        return commands;
    }

    /** Appends content after the commands. The octets are copied or written. */
    public abstract void content(byte[] octets, int offset, int length);

    /** Octets collected and not passed to the socket, commands not counted. */
    protected abstract int collectedBytes();

    /** Octets written to this buffer since the connection began. */
    public final long writtenBytes() {
        return submittedBytes + collectedBytes() + commands.length();
    }

    /** Octets the socket may have accepted. Later octets have certainly not been sent. */
    public final long flushedBytes() {
        return flushedBytes;
    }

    /** Discards octets that have not been passed to the socket. */
    public void release() {
        commands.clear();
    }
}
