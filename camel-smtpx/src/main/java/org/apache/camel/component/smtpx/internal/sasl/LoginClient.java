/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.security.sasl.SaslException;

/**
 * LOGIN, which no RFC defines: the user name answers the first challenge and the password the second.
 *
 * <p>
 * The text of the challenges is ignored: servers send {@code Username:}, {@code User Name} with a NUL, or nothing.
 * There is no initial response, since some servers reject one. No authorization identity.
 */
final class LoginClient extends NoLayerClient {

    private final byte[] username;
    private final byte[] password;
    private int answered;

    LoginClient(String username, String password) {
        super("LOGIN");
        this.username = username.getBytes(StandardCharsets.UTF_8);
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean hasInitialResponse() {
        return false;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        answered++;
        complete(answered == 2);
        return switch (answered) {
            case 1 -> username.clone();
            case 2 -> password.clone();
            default -> throw new SaslException("LOGIN: the server asked for more than a user name and a password");
        };
    }

    @Override
    public void dispose() {
        Arrays.fill(password, (byte) 0);
    }
}
