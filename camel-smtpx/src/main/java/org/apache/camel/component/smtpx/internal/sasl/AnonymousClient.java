/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import javax.security.sasl.SaslException;

/** ANONYMOUS (RFC 4505) with empty trace information. */
final class AnonymousClient extends NoLayerClient {

    AnonymousClient() {
        super("ANONYMOUS");
    }

    @Override
    public boolean hasInitialResponse() {
        return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        if (isComplete()) {
            complete(false);
            throw new SaslException("ANONYMOUS: the server asked for more than trace information");
        }
        complete(true);
        return new byte[0];
    }

    @Override
    public void dispose() {
        // Nothing is held
    }
}
