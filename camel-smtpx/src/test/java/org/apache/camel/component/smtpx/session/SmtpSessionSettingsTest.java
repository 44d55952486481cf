/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Settings of a session, each by what a server sees of it. */
class SmtpSessionSettingsTest extends SessionTestBase {

    private SessionSettings to(LineServer server, String host) {
        int port = Integer.parseInt(server.host().substring(server.host().lastIndexOf(':') + 1));
        return SessionSettings.of(host).port(port).hello("c.test").timeout(TIMEOUT);
    }

    @Test
    void thePortCountsForHostsWithoutOne() throws Exception {
        LineServer first = play("S: 554 no", "C: QUIT", "S: 221 bye");
        server = play("S: 220 mx.test", "C: EHLO c.test", "S: 250 mx.test");

        assertThat(open(to(server, "127.0.0.1")).domain()).isEqualTo("mx.test");

        SessionSettings list = new SessionSettings(List.of(first.host(), "127.0.0.1"));
        LineServer third = play("S: 220 three.test", "C: EHLO c.test", "S: 250 three.test");
        list.port(Integer.parseInt(third.host().split(":")[1])).hello("c.test").timeout(TIMEOUT);
        assertThat(open(list).domain()).isEqualTo("three.test");
    }

    @Test
    void withoutSendHelloTheFirstCommandIsTheCallers() throws Exception {
        server = play("S: 220 mx.test", "C: MAIL FROM:<a@a.test>", "S: 250 ok");

        SmtpSession session = open(settings(server).sendHello(false));

        assertThat(session.mail("a@a.test").code()).isEqualTo(250);
        assertThat(session.esmtp()).isFalse();
    }

    @Test
    void withoutEsmtpItSendsHelo() throws Exception {
        server = play("S: 220 mx.test", "C: HELO c.test", "S: 250 mx.test");

        SmtpSession session = open(settings(server).esmtp(false));

        assertThat(session.supports("SIZE")).isNull();
        assertThat(session.domain()).isEqualTo("mx.test");
    }

    @Test
    void ignoredExtensionsCountAsNotOffered() throws Exception {
        server = play("S: 220 mx.test", "C: EHLO c.test", "S: 250-mx.test", "S: 250-Chunking", "S: 250 SIZE", "C: EHLO c.test",
                "S: 250-mx.test", "S: 250 CHUNKING");

        SmtpSession session = open(settings(server).ignoreExtensions("CHUNKING"));

        assertThat(session.supports("CHUNKING")).isNull();
        assertThat(session.supports("SIZE")).isEmpty();
        session.hello();
        assertThat(session.supports("CHUNKING")).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> settings(server).ignoreExtensions("SIZE 1"))
                .withMessageContaining("SIZE 1");
    }

    @Test
    void sendsTheConfiguredHelloName() throws Exception {
        SmtpSession session
                = session(List.of("DSN"), "C: EHLO other.test", "S: 250-mx.test", "S: 250 SIZE", "C: EHLO c.test",
                        "S: 250 again.test");

        assertThat(session.hello("other.test").code()).isEqualTo(250);
        assertThat(session.supports("DSN")).isNull();
        assertThat(session.supports("SIZE")).isEmpty();
        assertThat(session.hello().lines()).containsExactly("again.test");
    }

    @Test
    void comesFromTheLocalAddressAndPort() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            port = free.getLocalPort();
        }
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SessionSettings settings
                    = SessionSettings.of("127.0.0.1:" + listener.getLocalPort()).timeout(Duration.ofMillis(300))
                            .localAddress("127.0.0.2").localPort(port);
            assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> SmtpSession.open(settings));
            InetSocketAddress peer = (InetSocketAddress) listener.accept().getRemoteSocketAddress();
            assertThat(peer.getAddress().getHostAddress()).isEqualTo("127.0.0.2");
            assertThat(peer.getPort()).isEqualTo(port);
        }
    }

    @Test
    void takesAddressesOfTheFamilyOnly() throws Exception {
        server = play("S: 220 mx.test", "C: EHLO c.test", "S: 250 mx.test");

        assertThatExceptionOfType(NoReplyException.class)
                .isThrownBy(() -> open(to(server, "127.0.0.1").addressFamily(AddressFamily.IPV6)))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CONNECT))
                .withMessageContaining("ipv6");
        assertThat(open(to(server, "127.0.0.1").addressFamily(AddressFamily.IPV4)).domain()).isEqualTo("mx.test");
    }

    @Test
    void toCcAndBccAreRecipientsLikeAnyOther() throws Exception {
        SmtpSession session = session(List.of(), "C: RCPT TO:<a@a.test>", "S: 250 ok", "C: RCPT TO:<b@a.test>", "S: 250 ok",
                "C: RCPT TO:<c@a.test>", "S: 250 ok", "C: RCPT TO:<d@a.test>", "S: 250 ok");

        assertThat(session.to("a@a.test")).containsExactly("a@a.test");
        assertThat(session.cc("b@a.test", "Carl <c@a.test>")).containsExactly("b@a.test", "Carl <c@a.test>");
        assertThat(session.bcc("d@a.test")).containsExactly("d@a.test");
    }

    @Test
    void asksForSmtpUtf8WithoutAnAddressThatNeedsIt() throws Exception {
        SmtpSession session = session(List.of("SMTPUTF8"), "C: MAIL FROM:<a@a.test> SMTPUTF8", "S: 250 ok",
                "C: RCPT TO:<jos\u00E9@b.test>", "S: 250 ok");

        session.mail("a@a.test", MailOptions.NONE.smtpUtf8(true));
        assertThat(session.recipient("jos\u00E9@b.test")).hasSize(1);
    }

    @Test
    void sendsNothingAfterClose() throws Exception {
        SmtpSession session = session(List.of(), "C: MAIL FROM:<a@a.test>", "S: 250 ok");
        session.mail("a@a.test");

        session.close();

        assertThat(server.rest()).isEmpty();
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(session::quit);
    }
}
