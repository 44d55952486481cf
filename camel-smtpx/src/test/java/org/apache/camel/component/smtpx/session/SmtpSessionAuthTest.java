/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.sasl.ScramServer;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.security.ScriptedServer;
import org.apache.camel.component.smtpx.security.ServerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** AUTH of a session. */
class SmtpSessionAuthTest extends SessionTestBase {

    private SmtpSession clear(List<String> keywords, String... script) throws Exception {
        return session(settings -> settings.allowCleartextAuth(true), keywords, script);
    }

    @ParameterizedTest
    @CsvSource({
            "AUTH EXTERNAL PLAIN, AUTH PLAIN AHVzZXIAc2VjcmV0",
            "AUTH plain, AUTH PLAIN AHVzZXIAc2VjcmV0",
            "AUTH LOGIN PLAIN, AUTH LOGIN",
            "AUTH PLAIN LOGIN, AUTH PLAIN AHVzZXIAc2VjcmV0",
            "AUTH PLAIN LOGIN CRAM-MD5, AUTH CRAM-MD5" })
    void choosesAMechanismThatUsesThePassword(String keyword, String command) throws Exception {
        SmtpSession session = clear(List.of(keyword), "C: " + command, "S: 535 no", "C: QUIT", "S: 221 bye");

        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> session.auth("user", "secret"));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void prefersScram() throws Exception {
        SmtpSession session = clear(List.of("AUTH PLAIN CRAM-MD5 SCRAM-SHA-256"), "D: AUTH SCRAM-SHA-256 ", "!close");

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.auth("user", "secret"));
        assertThat(server.rest()).hasSize(1);
    }

    /** An old server that stores the key of 100 iterations. */
    private static void playScram(ServerSession session) throws Exception {
        write(session, "220 mx.test");
        session.hear();
        write(session, "250-mx.test\r\n250 AUTH SCRAM-SHA-256");
        String[] words = session.hear().split(" ");
        ScramServer scram = new ScramServer("SHA-256", "secret");
        write(session, "334 " + base64(scram.first(text(words[2]), 100)));
        String last = session.hear();
        if (last.equals("*")) {
            write(session, "501 5.7.0 cancelled");
        } else {
            write(session, "334 " + base64(scram.last(text(last), new byte[0])));
            session.hear();
            write(session, "235 2.7.0 welcome");
        }
    }

    private static void write(ServerSession session, String lines) throws IOException {
        session.write((lines + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    @Test
    void acceptsAsFewScramIterationsAsTheSettingsSay() throws Exception {
        try (ScriptedServer old = new ScriptedServer(SmtpSessionAuthTest::playScram)) {
            SessionSettings settings = SessionSettings.of("127.0.0.1:" + old.port()).hello("c.test").timeout(TIMEOUT);
            try (SmtpSession strict = open(settings)) {
                assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> strict.auth("user", "secret"))
                        .withMessageContaining("asks for 100 iterations");
            }
            try (SmtpSession lenient = open(settings.scramIterations(100))) {
                lenient.auth("user", "secret");
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SessionSettings.of("mx.test").scramIterations(0))
                .withMessageContaining("scramIterations must be 1 to 1000000");
    }

    @Test
    void readsBothSpellingsOfTheAuthKeyword() throws Exception {
        SmtpSession session = clear(List.of("AUTH PLAIN CRAM-MD5", "AUTH=LOGIN"), "C: AUTH CRAM-MD5", "S: 535 no");

        assertThat(session.supports("AUTH")).isEqualTo("PLAIN CRAM-MD5 LOGIN");
        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> session.auth("user", "secret"));
    }

    @ParameterizedTest
    @CsvSource({ "AUTH", "AUTH ANONYMOUS", "AUTH NTLM GSSAPI" })
    void failsWithoutAWordWhenNoMechanismWillDo(String keyword) throws Exception {
        SmtpSession session = clear(List.of(keyword), "C: MAIL FROM:<a@a.test>", "S: 250 ok", "C: QUIT", "S: 221 bye");

        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.auth("user", "secret"));
        session.mail("a@a.test");
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void triesTheNextMechanismWhenTheServerDoesNotTakeOne() throws Exception {
        SmtpSession session = clear(List.of("AUTH CRAM-MD5 PLAIN"), "C: AUTH CRAM-MD5", "S: 504 unknown",
                "C: AUTH PLAIN AHVzZXIAc2VjcmV0", "S: 235 ok");

        assertThat(session.auth("user", "secret").code()).isEqualTo(235);
    }

    @Test
    void revealsNothingInClear() throws Exception {
        SmtpSession session = session(List.of("AUTH PLAIN LOGIN"), "C: QUIT", "S: 221 bye");
        SaslClient plain = new Mechanisms(List.of(), true, null).client("PLAIN", Credentials.password("user", "secret"),
                "mx.test", null);

        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.auth("user", "secret"));
        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.auth(plain));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void cancelsWhatItHasNoAnswerTo() throws Exception {
        SmtpSession session = clear(List.of("AUTH LOGIN"), "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: dXNlcg==",
                "S: 334 UGFzc3dvcmQ6", "C: c2VjcmV0", "S: 334 UGFzc3dvcmQ6", "C: *", "S: 501 cancelled", "C: QUIT",
                "S: 221 bye");

        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> session.auth("user", "secret"))
                .satisfies(e -> assertThat(e.reply().code()).isEqualTo(501));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void cancelsAChallengeThatIsNotBase64() throws Exception {
        SmtpSession session = clear(List.of("AUTH CRAM-MD5"), "C: AUTH CRAM-MD5", "S: 334 <not base64>", "C: *", "S: 501 no");

        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> session.auth("user", "secret"));
    }

    @Test
    void sendsAnEmptyInitialResponseAsAnEqualsSign() throws Exception {
        SmtpSession session = session(List.of("AUTH PLAIN"), "C: AUTH EXTERNAL =", "S: 235 ok");
        SaslClient external = Sasl.createSaslClient(new String[] { "EXTERNAL" }, null, "smtp", "mx.test", null, null);

        assertThat(session.auth(external).code()).isEqualTo(235);
    }

    @Test
    void hidesSecretsInTheTranscript() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        SmtpSession session = session(settings -> settings.allowCleartextAuth(true).debug(lines::add),
                List.of("AUTH LOGIN"), "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: dXNlcg==", "S: 334 UGFzc3dvcmQ6",
                "C: c2VjcmV0", "S: 235 ok");

        session.auth("user", "secret");

        assertThat(lines).anyMatch(line -> line.contains("AUTH LOGIN"))
                .noneMatch(line -> line.contains("c2VjcmV0") || line.contains("dXNlcg") || line.contains("secret"));
    }

    @Test
    void takesAnEmptyPasswordButNoEmptyName() throws Exception {
        SmtpSession session = clear(List.of("AUTH LOGIN"), "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: dXNlcg==",
                "S: 334 UGFzc3dvcmQ6", "C: ", "S: 235 ok");

        assertThatIllegalArgumentException().isThrownBy(() -> session.auth("", "secret"));
        assertThat(session.auth("user", "").code()).isEqualTo(235);
    }
}
