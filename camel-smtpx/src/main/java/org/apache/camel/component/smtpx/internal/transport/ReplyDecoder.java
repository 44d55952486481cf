/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.internal.wire.MalformedReplyException;
import org.apache.camel.component.smtpx.internal.wire.ReplyParser;
import org.apache.camel.component.smtpx.internal.wire.ReplySyntax;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/** Decodes received octets into replies and logs them. Confined to the connection's thread. */
public final class ReplyDecoder {

    private final ReplyParser parser;
    private final @Nullable WireLog log;

    public ReplyDecoder(ReplySyntax syntax, Secrets secrets, @Nullable WireLog log) {
        this.parser = new ReplyParser(syntax, secrets);
        this.log = log;
    }

    /** Whether a reply has arrived in part. */
    public boolean hasPartialReply() {
        return parser.hasPartialReply();
    }

    /** Passes on every reply that the octets at the beginning of an array complete. */
    public void decode(byte[] octets, int length, Consumer<Reply> replies) throws MalformedReplyException {
        if (log != null) {
            log.received(octets, length);
        }
        parser.feed(octets, 0, length, replies);
    }
}
