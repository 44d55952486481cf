/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import org.apache.camel.component.smtpx.mail.Failure;

/** Told what becomes of a connection, on the thread that has it; not for long. */
public interface ConnectionListener {

    /**
     * Runs what tells the owners of dialogues how they ended, one or several; whoever passes that on may do so in one
     * go.
     */
    default void batchCallbacks(Runnable all) {
        all.run();
    }

    /** A dialogue is over and the connection can take another. */
    void released(Connection connection);

    /** The connection takes nothing new: it is closed or about to be. Called once. */
    void closed(Connection connection, Failure why);
}
