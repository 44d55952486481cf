/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import org.apache.camel.component.smtpx.mail.Failure;

/** Receives the result of one attempt to connect; {@link #connected} or {@link #failed} is called, once. */
public interface ConnectCallback<C extends Connection> {

    /** The connection is open, with TLS if it begins with that. */
    void connected(C connection);

    /** TCP is connected, and a TLS handshake begins before the greeting; one of the others follows. */
    default void securing() {
    }

    /** No connection could be opened. */
    void failed(Failure failure);
}
