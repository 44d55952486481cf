/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The mechanisms that the Java runtime brings: PLAIN, CRAM-MD5, DIGEST-MD5, EXTERNAL. */
class RuntimeMechanismsTest {

    private static final byte[] NOTHING = {};
    private final Mechanisms mechanisms = new Mechanisms(List.of(), false, null);

    @Test
    void plainSendsUtf8AndNoAuthorizationIdentity() throws Exception {
        SaslClient c = client("PLAIN", Credentials.password("jürgen", "пароль🔑"));

        assertThat(c.hasInitialResponse()).isTrue();
        assertThat(text(c.evaluateChallenge(NOTHING))).isEqualTo("\0jürgen\0пароль🔑");
        assertThat(c.isComplete()).isTrue();
    }

    @Test
    void plainSendsAnAuthorizationIdentityThatIsGiven() throws Exception {
        SaslClient c = client("PLAIN", new Credentials("tim", "tanstaaftanstaaf", null, "ursel"));

        assertThat(text(c.evaluateChallenge(NOTHING))).isEqualTo("ursel\0tim\0tanstaaftanstaaf");
    }

    @Test
    void cramMd5AnswersAsInRfc2195() throws Exception {
        SaslClient c = client("CRAM-MD5", Credentials.password("tim", "tanstaaftanstaaf"));

        assertThat(c.hasInitialResponse()).isFalse();
        assertThat(text(c.evaluateChallenge(utf8("<1896.697170952@postoffice.reston.mci.net>"))))
                .isEqualTo("tim b913a602c7eda7a495b4e6e7334d3890");
        assertThat(c.isComplete()).isTrue();
    }

    @Test
    void digestMd5TakesTheRealmOfTheServerAndChecksItsAnswer() throws Exception {
        SaslClient c = client("DIGEST-MD5", Credentials.password("jürgen€", "пароль"));
        String answer = text(c.evaluateChallenge(utf8(
                "realm=\"a.example\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",charset=utf-8,algorithm=md5-sess")));

        assertThat(answer).contains("username=\"jürgen€\"", "realm=\"a.example\"", "digest-uri=\"smtp/mx.example.org\"",
                "response=" + digest(answer, "AUTHENTICATE:smtp/mx.example.org"));
        assertThat(c.isComplete()).isFalse();
        assertThat(c.evaluateChallenge(utf8("rspauth=" + digest(answer, ":smtp/mx.example.org")))).isNullOrEmpty();
        assertThat(c.isComplete()).isTrue();
    }

    @Test
    void digestMd5TakesTheFirstOfSeveralRealmsAndDoesWithoutOne() throws Exception {
        Credentials me = Credentials.password("u", "p");

        assertThat(text(client("DIGEST-MD5", me).evaluateChallenge(utf8(
                "realm=\"a\",realm=\"b\",nonce=\"x\",qop=\"auth\",algorithm=md5-sess")))).contains("realm=\"a\"");
        assertThat(text(client("DIGEST-MD5", me).evaluateChallenge(utf8("nonce=\"x\",algorithm=md5-sess"))))
                .doesNotContain("realm");
    }

    @Test
    void digestMd5TakesAnEmptyRealmForNone() throws Exception {
        Credentials me = Credentials.password("u", "p");

        for (String challenge : List.of("realm=\"\",nonce=\"x\",algorithm=md5-sess",
                "nonce=\"x\",algorithm=md5-sess,realm=\"\"",
                "nonce=\"x\", realm=\"\", algorithm=md5-sess")) {
            assertThat(text(client("DIGEST-MD5", me).evaluateChallenge(utf8(challenge)))).doesNotContain("realm")
                    .contains("nonce=\"x\"");
        }
    }

    @Test
    void digestMd5RefusesAServerThatDoesNotKnowThePassword() throws Exception {
        SaslClient c = client("DIGEST-MD5", Credentials.password("u", "canary"));
        c.evaluateChallenge(utf8("realm=\"a\",nonce=\"x\",qop=\"auth\",charset=utf-8,algorithm=md5-sess"));

        assertThatThrownBy(() -> c.evaluateChallenge(utf8("rspauth=" + "0".repeat(32)))).isInstanceOf(SaslException.class)
                .message().doesNotContain("canary");
    }

    @Test
    void externalSendsTheAuthorizationIdentityOrNothing() throws Exception {
        assertThat(client("EXTERNAL", Credentials.NONE).evaluateChallenge(NOTHING)).isEmpty();
        assertThat(text(client("EXTERNAL", new Credentials(null, null, null, "fred@example.org")).evaluateChallenge(NOTHING)))
                .isEqualTo("fred@example.org");
    }

    @Test
    void gssapiIsTheRuntimesForTheServiceSmtpAtTheHost() throws Exception {
        Provider first = new Provider("asked first", "1", "remembers what it was asked for") {
            private static final long serialVersionUID = 1;
        };
        first.put("SaslClientFactory.GSSAPI", Asked.class.getName());
        Security.insertProviderAt(first, 1);
        try {
            SaslClient made = client("GSSAPI", new Credentials(null, null, null, "fred"));
            assertThat(made).isInstanceOf(LoginClient.class);
            assertThat(Asked.last).isEqualTo("GSSAPI smtp mx.example.org fred auth");
        } finally {
            Security.removeProvider(first.getName());
        }
    }

    /** In the place of the JDK's factory. */
    public static final class Asked implements SaslClientFactory {
        static String last = "";

        @Override
        public SaslClient createSaslClient(
                String[] names, String authorizationId, String protocol, String server, Map<String, ?> properties,
                CallbackHandler callbacks) {
            last = String.join(" ", names[0], protocol, server, authorizationId, String.valueOf(properties.get(Sasl.QOP)));
            return new LoginClient("u", "p");
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> properties) {
            return new String[] { "GSSAPI" };
        }
    }

    @Test
    void saysWhatTheCredentialsLack() {
        assertThatThrownBy(() -> client("PLAIN", Credentials.token("u", "t"))).isInstanceOf(SaslException.class)
                .hasMessage("PLAIN needs a username and a password");
        assertThatThrownBy(() -> client("XOAUTH2", Credentials.password("u", "p"))).isInstanceOf(SaslException.class)
                .hasMessage("XOAUTH2 needs a username and an accessToken");
        assertThatThrownBy(() -> client("SCRAM-SHA-1-PLUS", Credentials.password("u", "p"))).isInstanceOf(SaslException.class)
                .hasMessage("SCRAM-SHA-1-PLUS needs channel binding data of TLS");
        assertThatThrownBy(() -> client("NTLM\r\n", Credentials.password("u", "p"))).isInstanceOf(SaslException.class)
                .hasMessage("NTLM\\u000D\\u000A is not known");
    }

    private SaslClient client(String mechanism, Credentials c) throws SaslException {
        return mechanisms.client(mechanism, c, "mx.example.org", null);
    }

    /** RFC 2831 §2.1.2.1. */
    private static String digest(String answer, String a2) throws Exception {
        byte[] secret = md5(utf8("jürgen€:a.example:пароль"));
        byte[] rest = utf8(":OA6MG9tEQGm2hh:" + field(answer, "cnonce=\"([^\"]+)\""));
        byte[] a1 = Arrays.copyOf(secret, secret.length + rest.length);
        System.arraycopy(rest, 0, a1, secret.length, rest.length);
        String middle
                = ":OA6MG9tEQGm2hh:" + field(answer, "nc=([0-9]+)") + ":" + field(answer, "cnonce=\"([^\"]+)\"") + ":auth:";
        return hex(md5(utf8(hex(md5(a1)) + middle + hex(md5(utf8(a2))))));
    }

    private static String field(String answer, String pattern) {
        Matcher m = Pattern.compile(pattern).matcher(answer);
        assertThat(m.find()).isTrue();
        return m.group(1);
    }

    private static byte[] md5(byte[] octets) throws Exception {
        return MessageDigest.getInstance("MD5").digest(octets);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
