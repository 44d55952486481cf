/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Reply;

/**
 * One BDAT chunk and its reply (RFC 3030). After an early reply the rest of the chunk is still sent, to keep the
 * connection in step. In LMTP the last chunk has a reply for each accepted recipient (RFC 2033, section 4.2).
 */
public final class BdatDialogue extends SessionDialogue {

    private final byte[] octets;
    private final boolean last;
    private final EndReplies replies;
    private boolean begun;
    private int offset;
    private boolean complete;

    /** @param replies collects the replies to this chunk */
    public BdatDialogue(byte[] octets, boolean last, EndReplies replies, Consumer<Result> whenDone) {
        super(whenDone);
        this.replies = replies;
        this.octets = octets;
        this.last = last;
    }

    @Override
    public void advance(Wire wire) {
        if (!begun) {
            begun = true;
            send(Command.bdat(octets.length, last), wire);
            for (int i = 1; i < replies.expected(); i++) {
                owe();
            }
        }
        offset = wire.contentWhileWritable(octets, offset, octets.length);
        if (complete && offset == octets.length) {
            finishWith(replies);
        }
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        boolean first = replies.all().isEmpty();
        complete = replies.add(reply);
        if (first && !complete && CommandReplies.refuseCommand(reply)) {
            // One reply to the command, or the first of several: the count is in doubt.
            finish(reply, null, Verdict.CLOSE);
        } else if (complete && offset == octets.length || reply.code() == 421 && offset < octets.length) {
            finishWith(replies);
        }
    }

    @Override
    public TimeoutKind waitingFor() {
        return last && offset == octets.length ? TimeoutKind.FINAL : TimeoutKind.BLOCK;
    }

    @Override
    public String toString() {
        return "chunk of " + octets.length + " octets";
    }
}
