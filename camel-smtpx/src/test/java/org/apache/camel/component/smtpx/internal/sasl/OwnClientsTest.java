/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;

import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** LOGIN, XOAUTH2, OAUTHBEARER and ANONYMOUS, octet for octet. */
class OwnClientsTest {

    private static final byte[] NOTHING = {};

    @ParameterizedTest
    @ValueSource(strings = { "Username:", "User Name\0", "", "Password:", "OK. Continue authentication" })
    void loginAnswersUserThenPasswordWhateverThePromptsSay(String prompt) throws Exception {
        SaslClient login = new LoginClient("jürgen", "pässwörd");

        assertThat(login.hasInitialResponse()).isFalse();
        assertThat(text(login.evaluateChallenge(utf8(prompt)))).isEqualTo("jürgen");
        assertThat(login.isComplete()).isFalse();
        assertThat(text(login.evaluateChallenge(utf8(prompt)))).isEqualTo("pässwörd");
        assertThat(login.isComplete()).isTrue();
    }

    @Test
    void loginRefusesAThirdQuestionAndASuccessBehindIt() throws Exception {
        SaslClient login = new LoginClient("u", "p");
        login.evaluateChallenge(NOTHING);
        login.evaluateChallenge(NOTHING);

        assertThatThrownBy(() -> login.evaluateChallenge(utf8("Username:"))).isInstanceOf(SaslException.class)
                .hasMessage("LOGIN: the server asked for more than a user name and a password");
        assertThat(login.isComplete()).isFalse();
    }

    @Test
    void xoauth2SendsUserAndToken() throws Exception {
        SaslClient client = new XOAuth2Client("jürgen@example.org", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");

        assertThat(client.hasInitialResponse()).isTrue();
        assertThat(client.isComplete()).isFalse();
        assertThat(text(client.evaluateChallenge(NOTHING))).isEqualTo(
                "user=jürgen@example.org\u0001auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\u0001\u0001");
        assertThat(client.isComplete()).isTrue();
    }

    @Test
    void oauthBearerSendsTheIdentityTheHostAndTheToken() throws Exception {
        SaslClient client
                = new OAuthBearerClient("user@example.com", "server.example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");

        assertThat(text(client.evaluateChallenge(NOTHING))).isEqualTo(
                "n,a=user@example.com,\u0001host=server.example.com\u0001"
                                                                      + "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u0001\u0001");
        assertThat(client.isComplete()).isTrue();
    }

    @Test
    void oauthBearerEscapesTheIdentityAndCanDoWithoutOne() throws Exception {
        assertThat(text(new OAuthBearerClient("a,b=c", "h", "t").evaluateChallenge(NOTHING)))
                .startsWith("n,a=a=2Cb=3Dc,\u0001");
        assertThat(text(new OAuthBearerClient(null, "h", "t").evaluateChallenge(NOTHING)))
                .isEqualTo("n,,\u0001host=h\u0001auth=Bearer t\u0001\u0001");
    }

    @Test
    void xoauth2AnswersAnErrorReportWithNothingAndKeepsIt() throws Exception {
        BearerClient client = new XOAuth2Client("u", "t");
        client.evaluateChallenge(NOTHING);

        assertThat(client.serverError()).isNull();
        assertThat(client.evaluateChallenge(utf8("{\"status\":\"401\",\r\n\"scope\":\"mail é\"}"))).isEmpty();
        assertThat(client.serverError()).isEqualTo("{\"status\":\"401\",\\u000D\\u000A\"scope\":\"mail é\"}");
    }

    @Test
    void oauthBearerAnswersAnErrorReportWithTheOctetOne() throws Exception {
        BearerClient client = new OAuthBearerClient("u", "h", "t");
        client.evaluateChallenge(NOTHING);

        assertThat(client.evaluateChallenge(utf8("{\"status\":\"invalid_token\"}"))).containsExactly(1);
        assertThat(client.serverError()).isEqualTo("{\"status\":\"invalid_token\"}");
    }

    @Test
    void aSuccessBehindAnErrorReportIsNotBelievedNorASecondReport() throws Exception {
        BearerClient client = new XOAuth2Client("u", "t");
        client.evaluateChallenge(NOTHING);
        client.evaluateChallenge(NOTHING);

        assertThat(client.isComplete()).isFalse();
        assertThat(client.serverError()).isEmpty();
        assertThatThrownBy(() -> client.evaluateChallenge(NOTHING)).isInstanceOf(SaslException.class)
                .hasMessage("XOAUTH2: the server went on asking after it had reported an error");
    }

    @Test
    void capsALongErrorReport() throws Exception {
        BearerClient client = new XOAuth2Client("u", "t");
        client.evaluateChallenge(NOTHING);
        client.evaluateChallenge(utf8("x".repeat(1 << 20)));

        assertThat(client.serverError()).isEqualTo("x".repeat(500) + "...");
    }

    @Test
    void anonymousRevealsNothing() throws Exception {
        SaslClient client = new AnonymousClient();

        assertThat(client.hasInitialResponse()).isTrue();
        assertThat(client.evaluateChallenge(NOTHING)).isEmpty();
        assertThat(client.isComplete()).isTrue();
        assertThatThrownBy(() -> client.evaluateChallenge(NOTHING)).isInstanceOf(SaslException.class);
        assertThat(client.isComplete()).isFalse();
    }

    @Test
    void hasNoSecurityLayer() throws Exception {
        SaslClient client = new AnonymousClient();
        client.evaluateChallenge(NOTHING);

        assertThat(client.getNegotiatedProperty(Sasl.QOP)).isEqualTo("auth");
        assertThat(client.getNegotiatedProperty(Sasl.RAW_SEND_SIZE)).isNull();
        assertThatThrownBy(() -> client.wrap(NOTHING, 0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.unwrap(NOTHING, 0, 0)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Test
    void digestMd5WithoutUtf8RefusesWhatLatin1CannotExpress() throws Exception {
        DigestMd5Client client = new DigestMd5Client("ann", "\u20ACuro", null, "mx");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> client.evaluateChallenge(
                "realm=\"mx\",nonce=\"n\",qop=\"auth\",algorithm=md5-sess"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(javax.security.sasl.SaslException.class).hasMessageContaining("ISO-8859-1")
                .hasMessageNotContaining("uro");
    }
}
