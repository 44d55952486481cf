/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One BDAT chunk and its reply (RFC 3030). After an early reply the rest of the chunk is still sent, to keep the
 * connection in step.
 */
public final class BdatDialogue extends SessionDialogue {

    private final byte[] octets;
    private final boolean last;
    private boolean begun;
    private int offset;
    private @Nullable Reply early;

    public BdatDialogue(byte[] octets, boolean last, Consumer<Result> whenDone) {
        super(whenDone);
        this.octets = octets;
        this.last = last;
    }

    @Override
    public void advance(Wire wire) {
        if (!begun) {
            begun = true;
            send(Command.bdat(octets.length, last), wire);
        }
        offset = wire.contentWhileWritable(octets, offset, octets.length);
        if (early != null && offset == octets.length) {
            finishWith(early);
        }
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        if (offset == octets.length || reply.code() == 421) {
            finishWith(reply);
        } else {
            early = reply;
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
