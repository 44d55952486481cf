/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.Reply;

/**
 * EHLO, or HELO (RFC 5321, section 4.1.1.1); in LMTP LHLO (RFC 2033, section 4.1). The earlier capabilities are
 * discarded.
 */
public final class HelloDialogue extends SessionDialogue {

    private final Command ehlo;
    private final Command helo;
    private final boolean lmtp;
    private final boolean fallback;
    private final IgnoredExtensions ignored;
    private boolean written;
    private boolean useHelo;

    /**
     * Creates the step.
     *
     * @param  protocol                 LMTP has LHLO, and no other hello
     * @param  esmtp                    EHLO first; false sends HELO at once
     * @param  fallback                 whether HELO follows a 5yz to EHLO
     * @param  ignored                  extensions that count as not offered
     * @throws IllegalArgumentException if the name is neither a domain nor an address literal
     */
    public HelloDialogue(Protocol protocol, String name, boolean esmtp, boolean fallback, IgnoredExtensions ignored,
                         Consumer<Result> whenDone) {
        super(whenDone);
        this.lmtp = protocol == Protocol.LMTP;
        this.fallback = fallback && !lmtp;
        this.ignored = ignored;
        this.ehlo = lmtp ? Command.lhlo(name) : Command.ehlo(name);
        this.helo = Command.helo(name);
        this.useHelo = !esmtp && !lmtp;
    }

    @Override
    public void advance(Wire wire) {
        if (!written && !done()) {
            written = true;
            send(useHelo ? helo : ehlo, wire);
        }
    }

    @Override
    protected void onReply(Reply reply, Wire wire) {
        wire.capabilities(
                !useHelo && reply.isCompleted() ? ignored.removedFrom(Capabilities.ofEhlo(reply)) : Capabilities.NONE);
        if (!useHelo && fallback && reply.isPermanent()) {
            useHelo = true;
            written = false;
        } else {
            finishWith(reply);
        }
    }

    @Override
    public TimeoutKind waitingFor() {
        return TimeoutKind.HELLO;
    }

    @Override
    public String toString() {
        return useHelo ? "HELO" : lmtp ? "LHLO" : "EHLO";
    }
}
