/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * STARTTLS and the handshake (RFC 3207). Unencrypted input after the 220 closes the connection, and so does a failed
 * handshake. The result then holds the 220 and the failure.
 */
public final class StartTlsDialogue extends SessionDialogue {

    private boolean written;
    private boolean begun;
    private @Nullable Reply ready;

    public StartTlsDialogue(Consumer<Result> whenDone) {
        super(whenDone);
    }

    @Override
    public void advance(Wire wire) {
        if (!written) {
            written = true;
            send(Command.startTls(), wire);
        } else if (ready != null && !begun) {
            begun = true;
            Failure failure = handshake(wire);
            if (failure != null) {
                finish(ready, failure, Verdict.CLOSE);
            }
        }
    }

    /** Starts the handshake and discards the capabilities; returns a failure if input follows the 220. */
    private static @Nullable Failure handshake(Wire wire) {
        if (wire.hasPartialReply()) {
            return inClear();
        }
        wire.capabilities(Capabilities.NONE);
        wire.startTls();
        return null;
    }

    private static Failure inClear() {
        return Failure.of(Failure.Kind.TLS, "the server sent unencrypted input after STARTTLS");
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        if (reply.code() == 220) {
            ready = reply;
        } else {
            finishWith(reply);
        }
    }

    @Override
    public void onUnsolicitedReply(Reply reply, Wire wire) {
        finish(ready, inClear(), Verdict.CLOSE);
    }

    @Override
    public void onSecured(Wire wire) {
        finish(ready, null, Verdict.KEEP);
    }

    @Override
    public void onLost(Failure failure, Wire wire) {
        finish(ready, failure, Verdict.CLOSE);
    }

    @Override
    public TimeoutKind waitingFor() {
        return ready == null ? TimeoutKind.STARTTLS : TimeoutKind.TLS;
    }

    @Override
    public String toString() {
        return "STARTTLS";
    }
}
