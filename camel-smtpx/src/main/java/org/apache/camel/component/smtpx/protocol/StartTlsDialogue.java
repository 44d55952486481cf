/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.protocol.CommandDialogue.Result;
import org.jspecify.annotations.Nullable;

/**
 * STARTTLS and the handshake (RFC 3207). Anything that the server sends in clear behind its 220 ends the connection,
 * and so does a handshake that fails. The result then has the 220 and the failure.
 */
public final class StartTlsDialogue extends StepDialogue {

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
            if (wire.midReply()) {
                inClear();
            } else {
                wire.capabilities(Capabilities.NONE);
                wire.startTls();
            }
        }
    }

    private void inClear() {
        finish(ready, Failure.of(Failure.Kind.TLS, "the server sent something in clear behind STARTTLS"), Verdict.CLOSE);
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        if (reply.code() == 220) {
            ready = reply;
        } else {
            answered(reply);
        }
    }

    @Override
    public void onUnasked(Reply reply, Wire wire) {
        inClear();
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
    public Wait waitingFor() {
        return ready == null ? Wait.STARTTLS : Wait.TLS;
    }

    @Override
    public String toString() {
        return "STARTTLS";
    }
}
