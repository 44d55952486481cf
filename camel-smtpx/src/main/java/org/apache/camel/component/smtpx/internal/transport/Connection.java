/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;

import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server. An event loop or the submitting thread performs its I/O, depending on the implementation.
 * Thread-safe.
 */
public interface Connection {

    /** Queues a dialogue. On a closed connection its {@link Dialogue#onLost} is called. */
    default void submit(Dialogue dialogue) {
        submit(dialogue, Runnable::run);
    }

    /**
     * As {@link #submit(Dialogue)}.
     *
     * @param waking runs the wake-up of the event loop, if one is needed; dialogues submitted before it runs share this
     *               one's write
     */
    void submit(Dialogue dialogue, Executor waking);

    /**
     * Sends QUIT after the queued dialogues, awaits the reply for {@link TimeoutKind#QUIT}, and closes. Never blocks.
     */
    void quit();

    /** Closes the connection now and fails its unfinished dialogues. Never blocks. */
    void close(Failure why);

    /**
     * Schedules a check whether the server has closed an idle connection. Needed only where no event loop reads it.
     * Never blocks.
     */
    default void checkIdle() {
    }

    /** The extensions offered in the last reply to EHLO. */
    Capabilities capabilities();

    /** The negotiated TLS parameters; null without TLS. */
    @Nullable
    TlsInfo tls();

    /**
     * The last lines sent and received, redacted, if they are kept. Call it only from a callback of a dialogue or of
     * the listener.
     */
    List<String> lastLines();

    /** The local address. */
    SocketAddress localAddress();
}
