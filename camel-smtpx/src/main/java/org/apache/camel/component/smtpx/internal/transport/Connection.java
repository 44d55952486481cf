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
 * One connection to a server, whoever moves its octets: an event loop, or the thread that wants something of it. May be
 * used from any thread.
 */
public interface Connection {

    /** Carries a dialogue. It is told when the connection is lost, also when that has happened already. */
    default void submit(Dialogue dialogue) {
        submit(dialogue, Runnable::run);
    }

    /**
     * As {@link #submit(Dialogue)}.
     *
     * @param waking wakes another thread, if that has to be woken: dialogues that come before it does leave with this
     *               one
     */
    void submit(Dialogue dialogue, Executor waking);

    /** Says QUIT when everything before it is answered, waits for the reply a moment, and closes. Never blocks. */
    void quit();

    /** Closes the connection at once; dialogues that are not over are told. Never blocks. */
    void close(Failure why);

    /** Finds out soon whether the server has closed a connection that lies idle, if nobody notices. Never blocks. */
    default void checkIdle() {
    }

    /** What the server offers. */
    Capabilities capabilities();

    /** What TLS protects the connection with; null when none does. */
    @Nullable
    TlsInfo tls();

    /**
     * The last lines sent and received, secrets hidden, if they are kept. Only where a dialogue or the listener is
     * told.
     */
    List<String> lastLines();

    /** The address of this end. */
    SocketAddress localAddress();
}
