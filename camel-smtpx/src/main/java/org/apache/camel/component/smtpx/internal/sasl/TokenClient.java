/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * XOAUTH2 and OAUTHBEARER. The initial response holds everything. A challenge after it is an error report, which gets a
 * fixed response; then the server rejects the login. After a report the client is not complete, so that a later 235
 * does not count as success.
 */
abstract sealed class TokenClient extends NoLayerClient implements BearerClient permits XOAuth2Client, OAuthBearerClient {

    static final char SEPARATOR = '\u0001';

    private final byte[] initialResponse;
    private final byte[] answerToError;
    private boolean sent;
    private @Nullable String serverError;

    TokenClient(String mechanism, byte[] initialResponse, byte[] answerToError) {
        super(mechanism);
        this.initialResponse = initialResponse;
        this.answerToError = answerToError;
    }

    @Override
    public final @Nullable String serverError() {
        return serverError;
    }

    @Override
    public final boolean hasInitialResponse() {
        return true;
    }

    @Override
    public final byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        if (!sent) {
            sent = true;
            complete(true);
            return initialResponse.clone();
        }
        complete(false);
        if (serverError != null) {
            throw new SaslException(getMechanismName() + ": the server went on asking after it had reported an error");
        }
        serverError = Printable.line(new String(challenge, StandardCharsets.UTF_8));
        return answerToError.clone();
    }

    @Override
    public final void dispose() {
        Arrays.fill(initialResponse, (byte) 0);
    }
}
