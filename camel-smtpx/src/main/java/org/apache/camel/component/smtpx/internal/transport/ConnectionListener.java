/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import org.apache.camel.component.smtpx.mail.Failure;

/** Receives the state changes of a connection, on its own thread. Implementations must not block. */
public interface ConnectionListener {

    /**
     * Runs the completion callbacks of one turn. Override it to batch them.
     */
    default void batchCallbacks(Runnable all) {
        all.run();
    }

    /** A dialogue has completed and the connection accepts another. */
    void released(Connection connection);

    /** The connection accepts no further dialogue: it is closed or closing. Called once. */
    void closed(Connection connection, Failure why);
}
