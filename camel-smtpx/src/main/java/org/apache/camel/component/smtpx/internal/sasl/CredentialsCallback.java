/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.RealmChoiceCallback;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.jspecify.annotations.Nullable;

/** Supplies the callbacks of the JDK's and a user's mechanisms. The realm is the one that the server proposes. */
final class CredentialsCallback implements CallbackHandler {

    private final Credentials credentials;

    CredentialsCallback(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            String username = credentials.username();
            if (callback instanceof NameCallback name && username != null) {
                name.setName(username);
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword(secret(callback));
            } else if (callback instanceof RealmCallback realm) {
                realm.setText(realm.getDefaultText());
            } else if (callback instanceof RealmChoiceCallback realm) {
                realm.setSelectedIndex(realm.getDefaultChoice());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    /** The password; without one, the token. */
    private char[] secret(Callback asking) throws UnsupportedCallbackException {
        @Nullable
        String secret = credentials.password() != null ? credentials.password() : credentials.accessToken();
        if (secret == null) {
            throw new UnsupportedCallbackException(asking, "there is no password");
        }
        return secret.toCharArray();
    }
}
