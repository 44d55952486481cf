/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue.Result;
import org.apache.camel.component.smtpx.mail.Reply;

/** The wait for the server's first words (RFC 5321, section 3.1). */
public final class GreetingDialogue extends SessionDialogue {

    public GreetingDialogue(Consumer<Result> whenDone) {
        super(whenDone);
        owe();
    }

    @Override
    public void advance(Wire wire) {
        // The server speaks first.
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        finishWith(reply);
    }

    @Override
    public TimeoutKind waitingFor() {
        return TimeoutKind.GREETING;
    }

    @Override
    public String toString() {
        return "greeting";
    }
}
