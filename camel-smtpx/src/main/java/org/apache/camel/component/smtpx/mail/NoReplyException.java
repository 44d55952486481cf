/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** A command has no reply: no connection could be opened, or it was lost. */
public final class NoReplyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Stage stage;
    private final transient @Nullable Reply reply;
    private final transient Failure failure;

    public NoReplyException(Stage stage, @Nullable Reply reply, Failure failure) {
        super(failure.text(), failure.cause());
        this.stage = stage;
        this.reply = reply;
        this.failure = failure;
    }

    /** The stage at which it ended. */
    public Stage stage() {
        return stage;
    }

    /** The reply that rejected the session, if there was one. */
    public @Nullable Reply reply() {
        return reply;
    }

    /** The reason. */
    public Failure failure() {
        return failure;
    }
}
