/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.wire.MalformedReplyException;
import org.apache.camel.component.smtpx.internal.wire.ReplyParser;
import org.apache.camel.component.smtpx.internal.wire.ReplySyntax;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/** Decodes received octets into replies and logs them. Confined to the connection's thread. */
public final class ReplyDecoder {

    private static final int MAX_READ = 16 * 1024;

    private final ReplyParser parser;
    private final @Nullable WireLog log;
    private byte[] input = new byte[512];

    public ReplyDecoder(ReplySyntax syntax, Secrets secrets, @Nullable WireLog log) {
        this.parser = new ReplyParser(syntax, secrets);
        this.log = log;
    }

    /** Whether a reply has arrived in part. */
    public boolean hasPartialReply() {
        return parser.hasPartialReply();
    }

    /** Passes on every reply that these octets complete. */
    public void decode(ByteBuf octets, Consumer<Reply> replies) throws MalformedReplyException {
        while (octets.isReadable()) {
            int length = Math.min(octets.readableBytes(), MAX_READ);
            if (input.length < length) {
                input = new byte[Math.min(MAX_READ, Math.max(length, 2 * input.length))];
            }
            octets.readBytes(input, 0, length);
            decode(input, length, replies);
        }
    }

    /** As {@link #decode(ByteBuf, Consumer)}, with the octets at the beginning of an array. */
    public void decode(byte[] octets, int length, Consumer<Reply> replies) throws MalformedReplyException {
        if (log != null) {
            log.received(octets, length);
        }
        parser.feed(octets, 0, length, replies);
    }
}
