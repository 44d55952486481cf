/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.security.TestCertificate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** TLS of a session: from the beginning, and by STARTTLS. */
class SmtpSessionTlsTest extends SessionTestBase {

    private static final String[] HELLO
            = { "S: 220 mx.test", "C: EHLO c.test", "S: 250-mx.test", "S: 250-STARTTLS", "S: 250 DSN" };

    private LineServer secure(TestCertificate certificate, String... script) throws Exception {
        LineServer playing = LineServer.of(certificate.server(), script);
        closeLater(playing);
        return playing;
    }

    private LineServer afterHello(TestCertificate certificate, String... script) throws Exception {
        List<String> whole = new ArrayList<>(List.of(HELLO));
        whole.addAll(List.of(script));
        return secure(certificate, whole.toArray(String[]::new));
    }

    private SessionSettings trusting(LineServer... servers) throws Exception {
        return settings(servers).tls(SessionTls.of(TestCertificate.client()));
    }

    @Test
    void asksAgainAfterStartTlsAndForgetsWhatItKnew() throws Exception {
        server = afterHello(TestCertificate.GOOD, "C: STARTTLS", "S: 220 go", "!tls", "C: EHLO c.test", "S: 500 what",
                "C: HELO c.test",
                "S: 250 mx.test");
        SmtpSession session = open(trusting(server));
        assertThat(session.supports("DSN")).isEmpty();

        session.starttls();

        assertThat(session.supports("DSN")).isNull();
        assertThatIllegalStateException().isThrownBy(session::starttls);
    }

    @Test
    void goesToTheNextHostWhenTlsFailsButNeverWithLess() throws Exception {
        LineServer stranger = secure(TestCertificate.OTHER_HOST, "!tls");
        server = secure(TestCertificate.GOOD, "!tls", "S: 220 two.test", "C: EHLO c.test", "S: 250 two.test");

        SmtpSession session = open(trusting(stranger, server).ssl(true));

        assertThat(session.domain()).isEqualTo("two.test");
        assertThat(stranger.rest()).isEmpty();
    }

    @Test
    void takesNoCertificateThatHasOnlyACommonName() throws Exception {
        server = secure(TestCertificate.COMMON_NAME_ONLY, "!tls");

        assertThatExceptionOfType(NoReplyException.class)
                .isThrownBy(() -> open(trusting(server).ssl(true)
                        .tls(SessionTls.of(TestCertificate.client()).withName("localhost"))))
                .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
    }

    @Test
    void verifiesTheHostNameWhateverTheSni() throws Exception {
        server = secure(TestCertificate.OTHER_HOST, "!tls", "S: 220 mx.test", "C: EHLO c.test", "S: 250 mx.test");
        open(trusting(server).ssl(true).tls(SessionTls.of(TestCertificate.client()).withName("elsewhere.test")));

        LineServer other = secure(TestCertificate.OTHER_HOST, "!tls");
        assertThatExceptionOfType(NoReplyException.class)
                .isThrownBy(() -> open(settings(other).ssl(true).tls(
                        SessionTls.of(TestCertificate.client()).withName("another.test").withSni("elsewhere.test"))));
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
        server = afterHello(TestCertificate.OTHER_HOST, "C: STARTTLS", "S: 220 go", "!tls");
        SmtpSession session = open(trusting(server));

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(session::starttls)
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.TLS));

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.mail("a@a.test"));
        assertThat(server.rest()).noneMatch(line -> line.contains("MAIL") || line.contains("QUIT"));
    }

    @Test
    void takesBytesInClearBehindTheReplyToStartTlsForAnAttack() throws Exception {
        server = afterHello(TestCertificate.GOOD, "C: STARTTLS", "S: 220 go", "S: 250-evil.test", "S: 250 AUTH PLAIN");
        SmtpSession session = open(trusting(server));

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(session::starttls)
                .withMessageContaining("unencrypted input after STARTTLS");
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void readsRepliesOverTlsAsInClear() throws Exception {
        server = secure(TestCertificate.GOOD, "!tls", "S: 220 mx.test ready", "C: EHLO c.test", "S: 250-mx.test",
                "S: 250-SIZE 1000",
                "S: 250 ETRN");

        SmtpSession session = open(trusting(server).ssl(true));

        assertThat(session.banner()).isEqualTo("mx.test ready");
        assertThat(session.supports("SIZE")).isEqualTo("1000");
        assertThat(session.supports("ETRN")).isEmpty();
    }

    @Test
    void keepsDeadlinesOverTlsToo() throws Exception {
        server = secure(TestCertificate.GOOD, "!tls", "S: 220 mx.test", "C: EHLO c.test", "S: 250 mx.test", "C: NOOP");
        SmtpSession session = open(trusting(server).ssl(true).timeout(Duration.ofSeconds(2)));

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.command("NOOP"))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.TIMEOUT));
    }
}
