/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Our clients of the MD5 mechanisms against the JDK's servers, and against servers that are none. */
class JdkServersTest {

    private static SaslClient client(String mechanism, String user, String password, String authorizationId) throws Exception {
        return new Mechanisms(List.of(), false, null).client(
                mechanism, Set.of(), new Credentials(user, password, null, authorizationId), "mx.example.org", null);
    }

    @ParameterizedTest
    @CsvSource({
            "CRAM-MD5,tim,secret,", "DIGEST-MD5,tim,secret,", "DIGEST-MD5,tim,secret,boss", "DIGEST-MD5,j\u00FCrgen,gr\u00FCn,",
            "DIGEST-MD5,\u0439\u20AC,\u043F\u0430\u0440,", "DIGEST-MD5,a\"b\\c,x\"\\y," })
    void logIn(String mechanism, String user, String password, String authorizationId) throws Exception {
        SaslClient client = client(mechanism, user, password, authorizationId);
        String[] acting = new String[1];
        SaslServer server = Sasl.createSaslServer(mechanism, "smtp", "mx.example.org",
                Map.of("com.sun.security.sasl.digest.realm", "a.example b.example"), callbacks -> {
                    for (Callback callback : callbacks) {
                        if (callback instanceof NameCallback name) {
                            name.setName(name.getDefaultName());
                        } else if (callback instanceof PasswordCallback secret) {
                            secret.setPassword(password.toCharArray());
                        } else if (callback instanceof RealmCallback realm) {
                            realm.setText(realm.getDefaultText());
                        } else if (callback instanceof AuthorizeCallback authorize) {
                            acting[0] = authorize.getAuthorizationID();
                            authorize.setAuthorized(authorize.getAuthenticationID().equals(user));
                        }
                    }
                });
        byte[] challenge = server.evaluateResponse(new byte[0]);
        while (!server.isComplete()) {
            challenge = server.evaluateResponse(client.evaluateChallenge(challenge));
        }
        if (challenge != null) {
            client.evaluateChallenge(challenge);
        }

        assertThat(client.isComplete()).isTrue();
        assertThat(acting[0]).isEqualTo(authorizationId == null ? user : authorizationId);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "nonce", "nonce=\"x", "nonce=x", "nonce=x,algorithm=md5", "algorithm=md5-sess",
            "nonce=x,nonce=y,algorithm=md5-sess", "nonce=x,algorithm=md5-sess,qop=\"auth-conf\"" })
    void aChallengeThatIsNoneEndsTheLogin(String challenge) throws Exception {
        assertThatThrownBy(() -> client("DIGEST-MD5", "u", "p", null).evaluateChallenge(challenge.getBytes()))
                .isInstanceOf(SaslException.class).hasMessageStartingWith("DIGEST-MD5: ");
        assertThatThrownBy(() -> client("DIGEST-MD5", "u", "p", null).evaluateChallenge(new byte[3000]))
                .isInstanceOf(SaslException.class);
        assertThatThrownBy(() -> client("CRAM-MD5", "u", "p", null).evaluateChallenge(new byte[0]))
                .isInstanceOf(SaslException.class).hasMessageStartingWith("CRAM-MD5: ");
    }
}
