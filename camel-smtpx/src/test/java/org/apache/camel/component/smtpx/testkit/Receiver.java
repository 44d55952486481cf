/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** Decides about messages that a server has received as a whole. */
@FunctionalInterface
public interface Receiver {

    /**
     * Called on the thread of the connection, before the reply is sent; at the same time for several connections.
     *
     * @return             the reply; null to close the connection without one, so that the client does not know the
     *                     outcome
     * @throws IOException ends the connection without a reply too
     */
    @Nullable
    String receive(ReceivedMessage message) throws IOException;
}
