/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class ScramClientTest {

    private static final int ITERATIONS = ScramClient.DEFAULT_MIN_ITERATIONS;
    private static final byte[] NOTHING = {};
    private static final byte[] HASH = "a certificate's hash".getBytes(StandardCharsets.US_ASCII);
    private static final ChannelBinding BINDING = new ChannelBinding(ChannelBinding.TLS_SERVER_END_POINT, HASH);

    @Test
    void playsTheExchangeOfRfc5802() throws Exception {
        SaslClient c
                = new ScramClient("SCRAM-SHA-1", "user", "pencil", null, null, ITERATIONS, () -> "fyko+d2lbbFgONRv9qkxdawL");

        assertThat(c.hasInitialResponse()).isTrue();
        assertThat(say(c, "")).isEqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        assertThat(say(c, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")).isEqualTo(
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        assertThat(c.isComplete()).isFalse();
        assertThat(say(c, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")).isEmpty();
        assertThat(c.isComplete()).isTrue();
    }

    @Test
    void playsTheExchangeOfRfc7677() throws Exception {
        SaslClient c = new ScramClient("SCRAM-SHA-256", "user", "pencil", null, null, ITERATIONS, () -> "rOprNGfwEbeRWgbNEkqO");

        assertThat(say(c, "")).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        assertThat(say(c, "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
                .isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                           + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(say(c, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).isEmpty();
        assertThat(c.isComplete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
            "SCRAM-SHA-1, SHA-1, false", "SCRAM-SHA-256, SHA-256, false", "SCRAM-SHA-512, SHA-512, false",
            "SCRAM-SHA-1-PLUS, SHA-1, true", "SCRAM-SHA-256-PLUS, SHA-256, true", "SCRAM-SHA-512-PLUS, SHA-512, true" })
    void logsInWithEveryMemberOfTheFamily(String mechanism, String hash, boolean plus) throws Exception {
        ScramServer server = new ScramServer(hash, "pencil");
        SaslClient c = client(mechanism, plus ? BINDING : null);

        String end = play(c, server, 4096, plus ? HASH : NOTHING);

        assertThat(end).startsWith("v=");
        assertThat(server.header).isEqualTo(plus ? "p=tls-server-end-point,," : "n,,");
        assertThat(say(c, end)).isEmpty();
        assertThat(c.isComplete()).isTrue();
        assertThat(c.getMechanismName()).isEqualTo(mechanism);
    }

    @Test
    void aServerBehindAManInTheMiddleSeesAnotherBinding() throws Exception {
        SaslClient c = client("SCRAM-SHA-256-PLUS", BINDING);

        String end = play(c, new ScramServer("SHA-256", "pencil"), 4096, new byte[] { 1, 2, 3 });

        assertThatThrownBy(() -> say(c, end)).isInstanceOf(SaslException.class)
                .hasMessage("SCRAM-SHA-256-PLUS: the server says channel-bindings-dont-match");
        assertThat(c.isComplete()).isFalse();
    }

    @Test
    void tellsThatItCouldBindIfTheServerOffersNoBinding() throws Exception {
        Credentials me = Credentials.password("user", "pencil");
        Mechanisms mechanisms = new Mechanisms(List.of(), false, null);
        String name = "SCRAM-SHA-256";

        assertThat(say(mechanisms.client(name, Set.of(name), me, "h", BINDING), "")).startsWith("y,,");
        assertThat(say(mechanisms.client(name, Set.of(name, name + "-PLUS"), me, "h", BINDING), "")).startsWith("n,,");
        assertThat(say(mechanisms.client(name, Set.of(name), me, "h", null), "")).startsWith("n,,");
        assertThat(say(mechanisms.client(name, me, "h", BINDING), "")).startsWith("n,,");
    }

    @Test
    void aClientThatCouldBindStillLogsIn() throws Exception {
        SaslClient c = client("SCRAM-SHA-256", BINDING);
        ScramServer server = new ScramServer("SHA-256", "pencil");

        String end = play(c, server, 4096, NOTHING);

        assertThat(server.header).isEqualTo("y,,");
        assertThat(say(c, end)).isEmpty();
        assertThat(c.isComplete()).isTrue();
    }

    @Test
    void preparesAndEscapesNamesAndPasswords() throws Exception {
        // SASLprep: a soft hyphen vanishes, the ligature and the Roman nine become letters (RFC 4013 §3)
        SaslClient c
                = new ScramClient("SCRAM-SHA-256", "jü\u00ADrgen,a=b", "\u2168 \uFB01n", "admin=1,2", null, ITERATIONS, null);
        ScramServer server = new ScramServer("SHA-256", "IX fin");

        String end = play(c, server, 4096, NOTHING);

        assertThat(server.header).isEqualTo("n,a=admin=3D1=2C2,");
        assertThat(server.name).isEqualTo("jürgen=2Ca=3Db");
        assertThat(say(c, end)).isEmpty();
    }

    @Test
    void refusesWhatSaslprepForbidsWithoutShowingIt() {
        assertThatThrownBy(() -> {
            SaslClient c = new ScramClient("SCRAM-SHA-256", "user", "canary\u0007", null, null, ITERATIONS, null);
            play(c, new ScramServer("SHA-256", "x"), 4096, NOTHING);
        }).isInstanceOf(SaslException.class).hasNoCause().message().doesNotContain("canary").contains("SASLprep");
        assertThatThrownBy(() -> {
            SaslClient c = new ScramClient("SCRAM-SHA-256", "canary\uE000", "p", null, null, ITERATIONS, null);
            say(c, "");
        }).isInstanceOf(SaslException.class).hasNoCause().message().doesNotContain("canary").contains("SASLprep");
    }

    @Test
    void refusesAServerThatDoesNotKnowThePassword() throws Exception {
        SaslClient c = client("SCRAM-SHA-256", null);
        play(c, new ScramServer("SHA-256", "pencil"), 4096, NOTHING);

        assertThatThrownBy(() -> say(c, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).isInstanceOf(SaslException.class)
                .hasMessage("SCRAM-SHA-256: the server could not prove that it knows the password");
        assertThat(c.isComplete()).isFalse();
    }

    @Test
    void reportsTheReplyToAWrongPassword() throws Exception {
        SaslClient c = client("SCRAM-SHA-256", null);

        String end = play(c, new ScramServer("SHA-256", "other"), 4096, NOTHING);

        assertThatThrownBy(() -> say(c, end)).isInstanceOf(SaslException.class)
                .hasMessage("SCRAM-SHA-256: the server says invalid-proof");
    }

    @ParameterizedTest
    @ValueSource(ints = { 1_000_001, Integer.MAX_VALUE })
    void refusesIterationsThatWouldBurnTheProcessor(int iterations) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            SaslClient c = client("SCRAM-SHA-512", null);
            String first = new ScramServer("SHA-512", "pencil").first(say(c, ""), iterations);

            assertThatThrownBy(() -> say(c, first)).isInstanceOf(SaslException.class).hasMessageContaining("iterations");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "r=NONCE", "r=NONCEx,s=QSXCR+Q6sek8bf92", "r=NONCEx,s=QSXCR+Q6sek8bf92,i=0", "r=NONCEx,s=QSXCR+Q6sek8bf92,i=-1",
            "r=NONCEx,s=QSXCR+Q6sek8bf92,i=99999999999", "r=NONCEx,s=!!!,i=4096", "r=NONCEx,s=,i=4096",
            "r=other,s=QSXCR+Q6sek8bf92,i=4096", "r=NONCE,s=QSXCR+Q6sek8bf92,i=4096",
            "m=ext,r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096",
            "e=other-error", "r=NONCE\r\nx,s=QSXCR+Q6sek8bf92,i=4096", "rubbish", ",,,,", "=" })
    void refusesAFirstMessageThatIsNone(String first) throws Exception {
        SaslClient c = new ScramClient("SCRAM-SHA-256", "user", "canary", null, null, ITERATIONS, () -> "NONCE");
        say(c, "");

        assertThatThrownBy(() -> say(c, first)).isInstanceOf(SaslException.class).hasNoCause().message()
                .doesNotContain("canary", "\r", "\n");
        assertThat(c.isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "v=", "v=!!", "x", "e=", "v=cm1GOXBxVjhTN3N1QW9aV2phNGRKUmtGc0tRPQ==" })
    void refusesAFinalMessageThatIsNone(String last) throws Exception {
        SaslClient c = client("SCRAM-SHA-256", null);
        play(c, new ScramServer("SHA-256", "pencil"), 4096, NOTHING);

        assertThatThrownBy(() -> say(c, last)).isInstanceOf(SaslException.class);
        assertThat(c.isComplete()).isFalse();
    }

    @Test
    void extensionsOfTheServerArePartOfTheProof() throws Exception {
        ScramServer server = new ScramServer("SHA-256", "pencil");
        SaslClient c = client("SCRAM-SHA-256", null);

        String end = server.last(say(c, server.first(say(c, ""), 4096, ",x=later,y=1")), NOTHING);

        assertThat(end).startsWith("v=");
        assertThat(say(c, end)).isEmpty();
        assertThat(c.isComplete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 1000, 4095 })
    void refusesFewerIterationsThanTheStandardWants(int iterations) throws Exception {
        SaslClient c = client("SCRAM-SHA-256", null);
        String first = new ScramServer("SHA-256", "pencil").first(say(c, ""), iterations);

        assertThatThrownBy(() -> say(c, first)).isInstanceOf(SaslException.class)
                .hasMessageContaining("asks for " + iterations + " iterations, fewer than scramIterations, which is 4096");
    }

    @Test
    void anOldServerMayAskForFewerIterationsWhereTheOptionSaysSo() throws Exception {
        ScramServer server = new ScramServer("SHA-256", "pencil");
        SaslClient c = new Mechanisms(List.of(), false, null, 1000)
                .client("SCRAM-SHA-256", Credentials.password("user", "pencil"), "h", null);

        assertThat(say(c, play(c, server, 1000, NOTHING))).isEmpty();
        assertThat(c.isComplete()).isTrue();
    }

    @Test
    void reportsThatTheServerBindsInAnotherWay() throws Exception {
        SaslClient c = client("SCRAM-SHA-256-PLUS", BINDING);
        play(c, new ScramServer("SHA-256", "pencil"), 4096, HASH);

        assertThatThrownBy(() -> say(c, "e=unsupported-channel-binding-type")).isInstanceOf(UnsupportedBindingException.class)
                .hasMessage("SCRAM-SHA-256-PLUS: the server says unsupported-channel-binding-type");
    }

    @Test
    void refusesToGoOnAfterTheEndAndAfterDisposal() throws Exception {
        SaslClient c = client("SCRAM-SHA-256", null);
        say(c, play(c, new ScramServer("SHA-256", "pencil"), 4096, NOTHING));

        assertThatThrownBy(() -> say(c, "more")).isInstanceOf(SaslException.class);
        assertThat(c.isComplete()).isFalse();
        c.dispose();
        assertThatThrownBy(() -> say(c, "")).isInstanceOf(SaslException.class);
    }

    private static SaslClient client(String mechanism, ChannelBinding binding) throws SaslException {
        return new ScramClient(mechanism, "user", "pencil", null, binding, ITERATIONS, null);
    }

    private static String play(SaslClient c, ScramServer server, int iterations, byte[] binding) throws Exception {
        return server.last(say(c, server.first(say(c, ""), iterations)), binding);
    }

    private static String say(SaslClient c, String challenge) throws SaslException {
        return new String(c.evaluateChallenge(challenge.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
