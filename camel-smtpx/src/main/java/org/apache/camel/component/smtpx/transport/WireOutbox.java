/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import io.netty.buffer.ByteBuf;
import org.apache.camel.component.smtpx.protocol.CommandBuffer;
import org.jspecify.annotations.Nullable;

/** What is collected for a connection during a turn, and how much of everything written so far has left. */
abstract class WireOutbox {

    final @Nullable WireLog log;
    final CommandBuffer commands = new CommandBuffer();
    @Nullable
    ByteBuf pending;
    long passedOn;
    long handedOver;

    WireOutbox(@Nullable WireLog log) {
        this.log = log;
    }

    final CommandBuffer commands() {
        return commands;
    }

    /** Octets given to this so far. */
    final long written() {
        ByteBuf open = pending;
        return passedOn + (open == null ? 0 : open.readableBytes()) + commands.length();
    }

    /** Octets that may have left: what lies beyond has certainly not. */
    final long handedOver() {
        return handedOver;
    }

    /** Drops what has not been written. */
    final void release() {
        ByteBuf open = pending;
        pending = null;
        commands.clear();
        if (open != null) {
            open.release();
        }
    }
}
