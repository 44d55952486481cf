/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;

import org.apache.camel.component.smtpx.mail.Reply;

/** The server answered, and the answer was not the one that means success. The session goes on, unless it was a 421. */
public final class SmtpReplyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    /**
     * @param command what was asked, without secrets
     * @param reply   the answer
     */
    public SmtpReplyException(String command, Reply reply) {
        this(reply, command + " was answered with " + reply);
    }

    SmtpReplyException(Reply reply, String message) {
        super(message);
        this.reply = reply;
    }

    /** The answer. */
    public Reply reply() {
        return reply;
    }
}
