/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import org.apache.camel.component.smtpx.mail.Failure;

/** Receives the result of one connection attempt: {@link #connected} or {@link #failed} is called exactly once. */
public interface ConnectCallback<C extends Connection> {

    /** The connection is open; with implicit TLS the handshake has succeeded. */
    void connected(C connection);

    /** TCP is connected and the implicit TLS handshake begins; {@link #connected} or {@link #failed} follows. */
    default void securing() {
    }

    /** The attempt failed on every address. */
    void failed(Failure failure);
}
