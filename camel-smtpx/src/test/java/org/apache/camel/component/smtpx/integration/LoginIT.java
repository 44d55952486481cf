/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Every mechanism that Dovecot offers, itself and through Postfix and Exim, and those of aiosmtpd. */
@ExtendWith(ServerTally.class)
class LoginIT {

    private static final String[] PASSWORD_MECHANISMS
            = { "PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256" };

    static Stream<Arguments> passwordMechanisms() {
        return Stream.concat(
                Stream.of("postfix", "exim", "dovecot")
                        .flatMap(name -> Stream.of(PASSWORD_MECHANISMS).map(m -> arguments(name, m))),
                Stream.of(arguments("aiosmtpd", "PLAIN"), arguments("aiosmtpd", "LOGIN")));
    }

    static Stream<Arguments> tokenMechanisms() {
        return Stream.of("postfix", "exim", "dovecot")
                .flatMap(name -> Stream.of("XOAUTH2", "OAUTHBEARER").map(m -> arguments(name, m)));
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource("passwordMechanisms")
    void aPasswordIsTaken(String name, String mechanism) throws IOException {
        logsIn(name, Credentials.password("user", "secret"), mechanism);
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource("tokenMechanisms")
    void anAccessTokenIsTaken(String name, String mechanism) throws IOException {
        logsIn(name, Credentials.token("user", AccessToken.valid()), mechanism);
    }

    private static void logsIn(String name, Credentials credentials, String mechanism) throws IOException {
        DebianServer server = DebianServer.named(name);
        String to = TestClient.fresh("login");
        try (TestClient client = TestClient.of(server.port()).startTls(StartTls.REQUIRED).login(credentials, mechanism)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), to);
            assertThat(outcome.delivered()).as(outcome + "\n" + client.lastLines(30)).hasSize(1);
            assertThat(client.transcript()).anyMatch(line -> line.contains("C: AUTH " + mechanism));
        }
        String received = new String(server.mails().arrived(to).octets(), ISO_8859_1);
        if (!name.equals("aiosmtpd")) {
            assertThat(received).containsAnyOf("(Authenticated sender: user)", "with esmtpsa", "with ESMTPSA");
        }
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource("passwordMechanisms")
    void aWrongPasswordIsRefused(String name, String mechanism) throws IOException {
        isRefused(DebianServer.named(name), Credentials.password("user", "wrong"), mechanism);
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource("tokenMechanisms")
    void anExpiredTokenIsRefused(String name, String mechanism) throws IOException {
        isRefused(DebianServer.named(name), Credentials.token("user", AccessToken.expired()), mechanism);
    }

    private static void isRefused(DebianServer server, Credentials credentials, String mechanism) throws IOException {
        try (TestClient client = TestClient.of(server.port()).startTls(StartTls.REQUIRED).login(credentials, mechanism)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), TestClient.fresh("login"));
            assertThat(outcome.results().get(0).fate()).isEqualTo(Fate.FAILED);
            assertThat(outcome.stage()).isEqualTo(Stage.AUTH);
            assertThat(outcome.reply()).as(outcome.toString()).isNotNull();
            assertThat(outcome.reply().code()).isEqualTo(535);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim", "aiosmtpd" })
    void aLoginThatIsOfferedUnderTlsOnlyIsFoundThere(String name) throws IOException {
        DebianServer server = DebianServer.named(name);
        Credentials credentials = Credentials.password("user", "secret");
        String to = TestClient.fresh("login");
        try (TestClient client = TestClient.of(server.strictPort()).startTls(StartTls.AUTO).login(credentials)) {
            assertThat(client.send(Sample.PLAIN.source(), to).delivered()).hasSize(1);
            assertThat(client.transcript()).anyMatch(line -> line.matches(".*C: AUTH (SCRAM-SHA-256|PLAIN).*"));
        }
        try (TestClient client = TestClient.of(server.strictPort()).startTls(StartTls.NEVER).login(credentials)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), to);
            assertThat(outcome.stage()).isEqualTo(Stage.HELLO);
            assertThat(outcome.failure()).hasToString("there are credentials and the server offers no AUTH without TLS");
        }
    }

    @Test
    void authenticatedClientMayRelay() throws IOException {
        String to = "someone@elsewhere.invalid";
        DebianServer server = DebianServer.postfix();
        try (TestClient stranger = TestClient.of(server.port())) {
            assertThat(stranger.send(Sample.PLAIN.source(), to).results().get(0).fate()).isEqualTo(Fate.REJECTED);
        }
        try (TestClient user = TestClient.of(server.port()).login(Credentials.password("user", "secret"), "SCRAM-SHA-256")) {
            assertThat(user.send(Sample.PLAIN.source(), to).delivered()).hasSize(1);
        }
        server.mails().arrived(to);
    }
}
