/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.internal.pool.ScriptedServer;
import org.apache.camel.component.smtpx.internal.pool.TestCertificate;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** TLS of a session: from the beginning, and by STARTTLS. */
class SmtpSessionTlsTest extends SessionTestBase {

    private static final String[] HELLO
            = { "S: 220 mx.test", "C: EHLO c.test", "S: 250-mx.test", "S: 250-STARTTLS", "S: 250 DSN" };

    @TempDir
    static Path folder;
    private static TestCertificate good;
    private static TestCertificate named;
    private static TestCertificate nameless;

    @BeforeAll
    static void makeCertificates() throws Exception {
        good = TestCertificate.of(folder, "ip:127.0.0.1");
        named = TestCertificate.of(folder, "dns:mail.elsewhere.test");
        nameless = TestCertificate.of(folder, null);
    }

    private ScriptedServer secure(TestCertificate certificate, String... script) throws IOException {
        ScriptedServer playing = ScriptedServer.of(certificate.server(), script);
        closeLater(playing);
        return playing;
    }

    private ScriptedServer afterHello(TestCertificate certificate, String... script) throws IOException {
        List<String> whole = new ArrayList<>(List.of(HELLO));
        whole.addAll(List.of(script));
        return secure(certificate, whole.toArray(String[]::new));
    }

    private SessionSettings trusting(TestCertificate certificate, ScriptedServer... servers) {
        return settings(servers).tls(SessionTls.of(certificate.trusting()));
    }

    @Test
    void asksAgainAfterStartTlsAndForgetsWhatItKnew() throws Exception {
        server = afterHello(good, "C: STARTTLS", "S: 220 go", "!tls", "C: EHLO c.test", "S: 500 what", "C: HELO c.test",
                "S: 250 mx.test");
        SmtpSession session = open(trusting(good, server));
        assertThat(session.supports("DSN")).isEmpty();

        session.starttls();

        assertThat(session.supports("DSN")).isNull();
        assertThatIllegalStateException().isThrownBy(session::starttls);
    }

    @Test
    void goesToTheNextHostWhenTlsFailsButNeverWithLess() throws Exception {
        ScriptedServer stranger = secure(named, "!tls");
        server = secure(good, "!tls", "S: 220 two.test", "C: EHLO c.test", "S: 250 two.test");

        SmtpSession session = open(trusting(good, stranger, server).ssl(true));

        assertThat(session.domain()).isEqualTo("two.test");
        assertThat(stranger.rest()).isEmpty();
    }

    @Test
    void takesNoCertificateThatHasOnlyACommonName() throws Exception {
        server = secure(nameless, "!tls");

        assertThatExceptionOfType(NoReplyException.class)
                .isThrownBy(() -> open(trusting(nameless, server).ssl(true)
                        .tls(SessionTls.of(nameless.trusting()).withName("localhost"))))
                .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
    }

    @Test
    void verifiesTheHostNameWhateverTheSni() throws Exception {
        server = secure(named, "!tls", "S: 220 mx.test", "C: EHLO c.test", "S: 250 mx.test");
        open(trusting(named, server).ssl(true).tls(SessionTls.of(named.trusting()).withName("mail.elsewhere.test")));

        ScriptedServer other = secure(named, "!tls");
        assertThatExceptionOfType(NoReplyException.class)
                .isThrownBy(() -> open(settings(other).ssl(true).tls(
                        SessionTls.of(named.trusting()).withName("another.test").withSni("mail.elsewhere.test"))));
    }

    @Test
    void saysNothingMoreInClearWhenStartTlsIsNotOffered() throws Exception {
        SmtpSession session = session(List.of("DSN"), "C: QUIT", "S: 221 bye");

        assertThatExceptionOfType(NotOfferedException.class).isThrownBy(session::starttls);

        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.mail("a@a.test"));
        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.data("x\n"));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void closesAfterAFailedHandshake() throws Exception {
        server = afterHello(named, "C: STARTTLS", "S: 220 go", "!tls");
        SmtpSession session = open(trusting(named, server));

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(session::starttls)
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.TLS));

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.mail("a@a.test"));
        assertThat(server.rest()).noneMatch(line -> line.contains("MAIL") || line.contains("QUIT"));
    }

    @Test
    void takesBytesInClearBehindTheReplyToStartTlsForAnAttack() throws Exception {
        server = afterHello(good, "C: STARTTLS", "S: 220 go", "S: 250-evil.test", "S: 250 AUTH PLAIN");
        SmtpSession session = open(trusting(good, server));

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(session::starttls)
                .withMessageContaining("unencrypted input after STARTTLS");
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void readsRepliesOverTlsAsInClear() throws Exception {
        server = secure(good, "!tls", "S: 220 mx.test ready", "C: EHLO c.test", "S: 250-mx.test", "S: 250-SIZE 1000",
                "S: 250 ETRN");

        SmtpSession session = open(trusting(good, server).ssl(true));

        assertThat(session.banner()).isEqualTo("mx.test ready");
        assertThat(session.supports("SIZE")).isEqualTo("1000");
        assertThat(session.supports("ETRN")).isEmpty();
    }

    @Test
    void keepsDeadlinesOverTlsToo() throws Exception {
        server = secure(good, "!tls", "S: 220 mx.test", "C: EHLO c.test", "S: 250 mx.test", "C: NOOP");
        SmtpSession session = open(trusting(good, server).ssl(true).timeout(Duration.ofSeconds(2)));

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.command("NOOP"))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.TIMEOUT));
    }
}
