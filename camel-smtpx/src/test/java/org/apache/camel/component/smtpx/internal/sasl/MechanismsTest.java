/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MechanismsTest {

    private static final String ALL = "LOGIN PLAIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512 SCRAM-SHA-1-PLUS"
                                      + " SCRAM-SHA-256-PLUS SCRAM-SHA-512-PLUS XOAUTH2 OAUTHBEARER EXTERNAL GSSAPI ANONYMOUS NTLM";
    private static final Credentials PASSWORD = Credentials.password("u", "p");

    // channel: clear, tls, bind (TLS with channel binding data), cert (TLS with a client certificate)
    @ParameterizedTest(name = "{0} / {1} / {2} / {3}")
    @CsvSource(nullValues = "-", value = {
            // offered, preference, credentials, channel, candidates
            "ALL, -, password, bind, SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 PLAIN LOGIN",
            "ALL, -, password, tls, SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 PLAIN LOGIN",
            "ALL, -, password, clear, SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5",
            "ALL, -, password, cert, SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 PLAIN LOGIN",
            "ALL, -, token, tls, OAUTHBEARER XOAUTH2",
            "ALL, -, token, clear, ''",
            "ALL, -, nameless-token, tls, OAUTHBEARER",
            "ALL, -, both, bind, OAUTHBEARER XOAUTH2 SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 PLAIN LOGIN",
            "ALL, -, user, tls, ''",
            "ALL, -, none, tls, ''",
            "ALL, -, none, clear, ''",
            "ALL, -, none, cert, EXTERNAL",
            // An authorization identity is not dropped silently
            "ALL, -, acting, tls, SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 PLAIN",
            "ALL, -, acting-token, tls, OAUTHBEARER",
            // The preference is a filter and an order
            "ALL, PLAIN SCRAM-SHA-256, password, tls, PLAIN SCRAM-SHA-256",
            "ALL, PLAIN SCRAM-SHA-256, password, clear, SCRAM-SHA-256",
            "ALL, login login, password, tls, LOGIN",
            "ALL, SCRAM-SHA-256-PLUS, password, tls, ''",
            "ALL, SCRAM-SHA-256-PLUS, password, bind, SCRAM-SHA-256-PLUS",
            "ALL, PLAIN, token, tls, ''",
            // Only what is named
            "ALL, ANONYMOUS, none, clear, ANONYMOUS",
            "ALL, ANONYMOUS, password, tls, ANONYMOUS",
            "ALL, EXTERNAL PLAIN, password, tls, EXTERNAL PLAIN",
            "ALL, GSSAPI, none, tls, GSSAPI",
            "ANONYMOUS, -, password, tls, ''",
            "ANONYMOUS, -, none, cert, ''",
            "EXTERNAL, -, password, tls, ''",
            "GSSAPI, -, none, tls, ''",
            // What the server says
            "plain Login, -, password, tls, PLAIN LOGIN",
            "PLAIN, SCRAM-SHA-256, password, tls, ''",
            "FROBNICATE, -, password, tls, ''",
            "'', -, password, tls, ''" })
    void choosesInOrder(String offered, String preference, String who, String channel, String expected) {
        Mechanisms mechanisms = new Mechanisms(preference == null ? List.of() : words(preference), false, null);
        Set<String> offers = new LinkedHashSet<>(words(offered.equals("ALL") ? ALL : offered));

        List<String> candidates = mechanisms.candidates(offers, credentials(who), !channel.equals("clear"),
                channel.equals("bind"), channel.equals("cert"));

        assertThat(candidates).isEqualTo(words(expected));
    }

    @Test
    void revealsThePasswordInClearOnlyIfAllowed() {
        Set<String> offered = Set.of("PLAIN", "LOGIN");

        assertThat(new Mechanisms(List.of(), false, null).candidates(offered, PASSWORD, false, false)).isEmpty();
        assertThat(new Mechanisms(List.of(), true, null).candidates(offered, PASSWORD, false, false))
                .containsExactly("PLAIN", "LOGIN");
    }

    @Test
    void neverBindsToAConnectionWithoutTls() {
        assertThat(new Mechanisms(List.of(), true, null).candidates(Set.of("SCRAM-SHA-1-PLUS"), PASSWORD, false, true))
                .isEmpty();
    }

    @Test
    void explainsWhyThereIsNone() {
        Mechanisms any = new Mechanisms(List.of(), false, null);

        assertThat(any.explain(Set.of("PLAIN", "XOAUTH2", "ANONYMOUS", "FOO\r\n"), PASSWORD, false, false, false)).isEqualTo(
                "ANONYMOUS must be named in authMechanisms, FOO\\u000D\\u000A is not known, PLAIN would reveal the secret without TLS, "
                                                                                                                             + "XOAUTH2 would reveal the secret without TLS");
        assertThat(any.explain(Set.of("XOAUTH2", "SCRAM-SHA-1-PLUS"), PASSWORD, true, false, false)).isEqualTo(
                "SCRAM-SHA-1-PLUS needs channel binding data of TLS, XOAUTH2 needs a username and an accessToken");
        assertThat(any.explain(Set.of(), PASSWORD, true, false, false)).isEqualTo("the server offers no mechanism");
        assertThat(new Mechanisms(List.of("LOGIN"), false, null).explain(Set.of("PLAIN"), PASSWORD, true, false, false))
                .isEqualTo("PLAIN is not among authMechanisms");
    }

    @Test
    void refusesToBeConfiguredWithAnUnknownName() {
        assertThatThrownBy(() -> new Mechanisms(List.of("PLAIN", "PLIAN"), false, null))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("authMechanisms: PLIAN is not known");
    }

    @Test
    void asksTheUsersFactoryFirst() throws Exception {
        Factory factory = new Factory("X-TICKET", "PLAIN");
        Mechanisms mechanisms = new Mechanisms(List.of(), false, factory);
        Set<String> offered = Set.of("PLAIN", "SCRAM-SHA-1", "x-ticket");

        assertThat(mechanisms.candidates(offered, PASSWORD, true, false)).containsExactly("X-TICKET", "SCRAM-SHA-1", "PLAIN");
        assertThat(mechanisms.client("X-TICKET", PASSWORD, "mx.example.org", null)).isSameAs(factory.made);
        assertThat(mechanisms.client("PLAIN", PASSWORD, "mx.example.org", null)).isSameAs(factory.made);
        assertThat(mechanisms.client("SCRAM-SHA-1", PASSWORD, "mx.example.org", null)).isInstanceOf(ScramClient.class);
        assertThat(factory.asked).containsExactly("X-TICKET smtp mx.example.org", "PLAIN smtp mx.example.org");
    }

    @Test
    void aUsersFactoryNeedsNoCredentialsOfOursButTheSameProtection() {
        Mechanisms mechanisms = new Mechanisms(List.of(), false, new Factory("OAUTHBEARER", "ANONYMOUS"));
        Set<String> offered = Set.of("OAUTHBEARER", "ANONYMOUS");

        assertThat(mechanisms.candidates(offered, Credentials.NONE, true, false)).containsExactly("OAUTHBEARER");
        assertThat(mechanisms.candidates(offered, Credentials.NONE, false, false)).isEmpty();
    }

    @Test
    void tellsAUsersFactoryWhenNothingMayBeRevealed() {
        Factory factory = new Factory("X-CLEARTEXT");

        assertThat(new Mechanisms(List.of(), false, factory).candidates(Set.of("X-CLEARTEXT"), PASSWORD, false, false))
                .isEmpty();
        assertThat(new Mechanisms(List.of(), true, factory).candidates(Set.of("X-CLEARTEXT"), PASSWORD, false, false))
                .containsExactly("X-CLEARTEXT");
    }

    @Test
    void makesItsOwnClientWhereTheUsersFactoryMakesNone() throws Exception {
        Factory factory = new Factory("LOGIN");
        factory.made = null;

        assertThat(new Mechanisms(List.of(), false, factory).client("LOGIN", PASSWORD, "h", null))
                .isInstanceOf(LoginClient.class);
    }

    private static Credentials credentials(String who) {
        return switch (who) {
            case "password" -> PASSWORD;
            case "token" -> Credentials.token("u", "t");
            case "nameless-token" -> new Credentials(null, null, "t", null);
            case "both" -> new Credentials("u", "p", "t", null);
            case "user" -> new Credentials("u", null, null, null);
            case "acting" -> new Credentials("u", "p", null, "boss");
            case "acting-token" -> new Credentials("u", null, "t", "boss");
            case "none" -> Credentials.NONE;
            default -> throw new IllegalArgumentException(who);
        };
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }

    /** A user's factory that obeys the policy "no plain text" for its X-CLEARTEXT. */
    private static final class Factory implements SaslClientFactory {

        private final List<String> names;
        private final List<String> asked = new ArrayList<>();
        private SaslClient made = new AnonymousClient();

        Factory(String... names) {
            this.names = List.of(names);
        }

        @Override
        public SaslClient createSaslClient(
                String[] mechanisms, String authorizationId, String protocol, String serverName, Map<String, ?> props,
                CallbackHandler cbh) {
            asked.add(String.join(",", mechanisms) + " " + protocol + " " + serverName);
            return made;
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> props) {
            Map<String, Object> known = new HashMap<>(props);
            List<String> allowed = new ArrayList<>(names);
            if ("true".equals(known.get(Sasl.POLICY_NOPLAINTEXT))) {
                allowed.remove("X-CLEARTEXT");
            }
            return allowed.toArray(String[]::new);
        }
    }
}
