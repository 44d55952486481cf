/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.protocol.CommandDialogue.Result;

/** The wait for the server's first words (RFC 5321, section 3.1). */
public final class GreetingDialogue extends StepDialogue {

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
        answered(reply);
    }

    @Override
    public Wait waitingFor() {
        return Wait.GREETING;
    }

    @Override
    public String toString() {
        return "greeting";
    }
}
