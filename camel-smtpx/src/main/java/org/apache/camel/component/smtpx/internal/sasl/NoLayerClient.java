/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;

import org.jspecify.annotations.Nullable;

/** A client without a security layer, as all of this package: TLS protects the connection. */
abstract class NoLayerClient implements SaslClient {

    private final String mechanism;
    private boolean complete;

    NoLayerClient(String mechanism) {
        this.mechanism = mechanism;
    }

    /** Sets whether the server may now accept the login. */
    final void complete(boolean now) {
        complete = now;
    }

    @Override
    public final String getMechanismName() {
        return mechanism;
    }

    @Override
    public final boolean isComplete() {
        return complete;
    }

    @Override
    public final byte[] unwrap(byte[] incoming, int offset, int len) {
        throw new IllegalStateException(mechanism + " has no security layer");
    }

    @Override
    public final byte[] wrap(byte[] outgoing, int offset, int len) {
        throw new IllegalStateException(mechanism + " has no security layer");
    }

    @Override
    public final @Nullable Object getNegotiatedProperty(String propName) {
        if (!complete) {
            throw new IllegalStateException(mechanism + " is not complete");
        }
        return Sasl.QOP.equals(propName) ? "auth" : null;
    }

    @Override
    public final String toString() {
        return mechanism;
    }
}
