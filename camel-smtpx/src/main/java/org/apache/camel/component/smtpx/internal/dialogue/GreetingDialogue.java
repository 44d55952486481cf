/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/** Awaits the greeting (RFC 5321, section 3.1). */
public final class GreetingDialogue extends SessionDialogue {

    private static final Pattern LMTP = Pattern.compile("\\b(LMTP|LHLO)\\b");

    public GreetingDialogue(Consumer<Result> whenDone) {
        super(whenDone);
        owe();
    }

    /**
     * A hint for the error when the hello is refused as unknown: an LMTP server has neither EHLO nor HELO (RFC 2033,
     * section 4.1), an SMTP server no LHLO. Empty when nothing points to the other protocol.
     */
    public static String protocolHint(Protocol protocol, @Nullable Reply greeting, Reply refusal) {
        boolean unknownCommand = refusal.code() == 500 || refusal.code() == 502;
        if (protocol == Protocol.LMTP) {
            return unknownCommand ? "; is this an SMTP port? protocol=lmtp is set (RFC 2033)" : "";
        }
        boolean named = greeting != null && LMTP.matcher(greeting.toString()).find() || LMTP.matcher(refusal.toString()).find();
        return unknownCommand || named ? "; is this an LMTP port (RFC 2033)? Then set protocol=lmtp" : "";
    }

    @Override
    public void advance(Wire wire) {
        // The server sends first.
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
