/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;

import org.apache.camel.component.smtpx.SmtpxComponent;
import org.apache.camel.component.smtpx.SmtpxConfiguration;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TLS of a route's connections: whom it trusts, what it demands, and that nothing is said in clear where it must not
 * be.
 */
class TlsTest {

    private static final String TRUST = "sslContextParameters=#tls";

    private static ScriptedServer startTls(TestCertificate certificate) throws Exception {
        return new ScriptedServer(new MailService().startTls(certificate.server()));
    }

    private static ScriptedServer implicitTls(TestCertificate certificate) throws Exception {
        return new ScriptedServer(new MailService().implicitTls(certificate.server()));
    }

    @Test
    void tlsBeginsWithTheConnectionWhenAsked() throws Exception {
        try (ScriptedServer server = implicitTls(TestCertificate.GOOD);
             MailRoute route = new MailRoute(server, "ssl=true&" + TRUST).bind("tls", TestCertificate.trusting())) {
            route.send("hello");

            assertThat(route.delivered().via().tlsProtocol()).isEqualTo("TLSv1.3");
            assertThat(route.outcome().via().cipherSuite()).startsWith("TLS_");
            assertThat(server.heard()).startsWith(ServerSession.TLS);
        }
    }

    @Test
    void startTlsPrecedesEveryOtherCommand() throws Exception {
        try (ScriptedServer server = startTls(TestCertificate.GOOD);
             MailRoute route = new MailRoute(server, TRUST).bind("tls", TestCertificate.trusting())) {
            route.send("hello");

            assertThat(route.delivered().via().tlsProtocol()).isEqualTo("TLSv1.3");
            assertThat(route.outcome().via().cipherSuite()).startsWith("TLS_");
            List<String> heard = server.session().heard();
            assertThat(heard.get(0)).startsWith("EHLO ");
            assertThat(heard.get(1)).isEqualTo("STARTTLS");
            assertThat(heard.get(2)).isEqualTo(ServerSession.TLS);
            assertThat(heard.get(3)).startsWith("EHLO ");
        }
    }

    @Test
    void startTlsIsUsedWhereOfferedByDefault() throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(TestCertificate.trusting().createSSLContext(null));
        try (ScriptedServer server = startTls(TestCertificate.GOOD); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.delivered();
            assertThat(server.heard()).contains(ServerSession.TLS);
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void startTlsIsNotUsedWhenForbidden() throws Exception {
        try (ScriptedServer server = startTls(TestCertificate.GOOD);
             MailRoute route = new MailRoute(server, "starttls=never")) {
            route.send("hello");
            assertThat(route.delivered().via().tlsProtocol()).isNull();
            assertThat(server.heard()).doesNotContain("STARTTLS");
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestCertificate.class, names = { "OTHER_HOST", "COMMON_NAME_ONLY", "SELF_SIGNED", "EXPIRED" })
    void failedHandshakeClosesTheConnectionEvenIfTlsIsOptional(TestCertificate certificate) throws Exception {
        try (ScriptedServer server = startTls(certificate); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");

            assertThat(route.failed(Stage.TLS)).hasMessageContaining("the TLS handshake with localhost failed");
            server.settle();
            assertThat(server.sessions()).allSatisfy(session -> assertThat(session.heard())
                    .hasSize(3).doesNotContain(ServerSession.TLS).last().asString().endsWith("Exception>"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "OTHER_HOST | localhost | No subject alternative DNS name matching localhost found",
            "COMMON_NAME_ONLY | localhost | subjectAltName",
            "SELF_SIGNED | localhost | unable to find valid certification path",
            "EXPIRED | localhost | NotAfter",
            "NO_ADDRESS | 127.0.0.1 | 127.0.0.1",
            "WILDCARD | localhost | localhost" })
    void aCertificateThatIsNotTheServersEndsTheConnection(TestCertificate certificate, String host, String reason)
            throws Exception {
        for (boolean implicit : new boolean[] { true, false }) {
            try (ScriptedServer server = implicit ? implicitTls(certificate) : startTls(certificate);
                 MailRoute route = new MailRoute(host + ":" + server.port(), TRUST + "&ssl=" + implicit)
                         .bind("tls", TestCertificate.trusting())) {
                route.send("hello");

                assertThat(route.failed(Stage.TLS)).hasMessageContaining("the TLS handshake with " + host + " failed")
                        .hasMessageContaining(reason);
                server.settle();
                assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("QUIT"));
                if (implicit) {
                    assertThat(server.heard()).noneMatch(line -> line.startsWith("EHLO"));
                } else {
                    assertThat(server.heard()).filteredOn(line -> line.startsWith("EHLO")).hasSize(1);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "GOOD | localhost | ''",
            "GOOD | 127.0.0.1 | ''",
            "GOOD | 127.0.0.1 | &tlsServerName=mx.example.test",
            "WILDCARD | localhost | &tlsServerName=mx.example.test",
            "OTHER_HOST | localhost | &tlsServerName=elsewhere.test",
            "OTHER_HOST | localhost | &hostnameVerification=false",
            "COMMON_NAME_ONLY | localhost | &hostnameVerification=false" })
    void aCertificateOfTheServersNameIsTaken(TestCertificate certificate, String host, String options) throws Exception {
        try (ScriptedServer server = startTls(certificate);
             MailRoute route = new MailRoute(host + ":" + server.port(), TRUST + options)
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            route.delivered();
        }
    }

    @Test
    void disabledNameVerificationStillVerifiesTheChain() throws Exception {
        try (ScriptedServer server = startTls(TestCertificate.SELF_SIGNED);
             MailRoute route = new MailRoute(server, TRUST + "&hostnameVerification=false")
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            assertThat(route.failed(Stage.TLS)).hasMessageContaining("certification path");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "localhost | '' | localhost",
            "localhost | &tlsServerName=mx.example.test | mx.example.test",
            "localhost | &tlsServerName=mx.example.test. | mx.example.test",
            "127.0.0.1 | '' | ",
            "127.0.0.1 | &tlsServerName=mx.example.test | mx.example.test" })
    void sniHoldsNamesButNoAddresses(String host, String options, String told) throws Exception {
        try (ScriptedServer server = startTls(TestCertificate.GOOD);
             MailRoute route = new MailRoute(host + ":" + server.port(), TRUST + options)
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            route.delivered();
            assertThat(server.session().toldNames()).isEqualTo(told == null ? List.of() : List.of(told));
        }
    }

    @Test
    void hostsWithUnderscoreFinalDotOrUmlautAreLookedUpAndVerified(@TempDir Path folder) throws Exception {
        String said = HostNames.run(folder);
        assertThat(said).endsWith("ended with 0");
        for (String options : List.of("\n", "&ssl=true\n", "&synchronous=true\n")) {
            assertThat(said).contains(
                    "delivered to my_host.example.test" + options, "delivered to mx.example.test." + options,
                    "delivered to fa\u00DF.example.test" + options)
                    .containsPattern("certificate is not for my_host.elsewhere.test[^\n&]*" + options);
        }
    }

    @Test
    void hostNameUnfitForSniIsStillVerified() throws Exception {
        try (ScriptedServer server = implicitTls(TestCertificate.GOOD);
             MailRoute route = new MailRoute(server, TRUST + "&ssl=true&tlsServerName=mx_1.example.test.")
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            assertThat(route.failed(Stage.TLS)).hasMessageContaining("mx_1.example.test");
        }
    }

    @Test
    void theComponentsParametersCountWhereTheEndpointHasNone() throws Exception {
        try (ScriptedServer server = startTls(TestCertificate.GOOD); MailRoute route = new MailRoute(server, "")) {
            SmtpxConfiguration defaults = new SmtpxConfiguration();
            defaults.setSslContextParameters(TestCertificate.trusting());
            route.context.getComponent("smtpx", SmtpxComponent.class).setConfiguration(defaults);
            route.send("hello");
            assertThat(route.delivered().via().tlsProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void theGlobalParametersCountWhenAllowed() throws Exception {
        try (ScriptedServer server = startTls(TestCertificate.GOOD); MailRoute route = new MailRoute(server, "")) {
            route.context.setSSLContextParameters(TestCertificate.trusting());
            route.context.getComponent("smtpx", SmtpxComponent.class).setUseGlobalSslContextParameters(true);
            route.send("hello");
            assertThat(route.delivered().via().tlsProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void theGlobalParametersDoNotCountUnasked() throws Exception {
        try (ScriptedServer server = startTls(TestCertificate.GOOD); MailRoute route = new MailRoute(server, "")) {
            route.context.setSSLContextParameters(TestCertificate.trusting());
            route.send("hello");
            route.failed(Stage.TLS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void parametersDecideOnCertificateAndProtocolInBothKindsOfTls(boolean implicit) throws Exception {
        SSLContextParameters parameters = TestCertificate.CLIENT.trustingWithThis();
        SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
        protocols.setSecureSocketProtocol(List.of("TLSv1.2"));
        parameters.setSecureSocketProtocols(protocols);
        try (ScriptedServer server = implicit ? implicitTls(TestCertificate.GOOD) : startTls(TestCertificate.GOOD);
             MailRoute route = new MailRoute(server, TRUST + "&ssl=" + implicit).bind("tls", parameters)) {
            route.send("hello");

            assertThat(route.delivered().via().tlsProtocol()).isEqualTo("TLSv1.2");
            assertThat(server.session().tls().getPeerCertificates()[0]).isEqualTo(TestCertificate.CLIENT.certificate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "starttls=required", TRUST, "username=ann&password=pw", "accessToken=t", "credentialsSupplier=#none",
            "username=ann&password=pw&authMechanisms=CRAM-MD5" })
    void aStrippedStartTlsEndsTheSession(String options) throws Exception {
        MailService stripped = new MailService().offers("AUTH PLAIN CRAM-MD5 XOAUTH2", "XXXXXXXX");
        try (ScriptedServer server = new ScriptedServer(stripped);
             MailRoute route = new MailRoute(server, options).bind("tls", TestCertificate.trusting()).bind("none",
                     (org.apache.camel.component.smtpx.auth.CredentialsSupplier) () -> {
                         throw new AssertionError("asked for credentials");
                     })) {
            route.send("hello");

            assertThat(route.failed(Stage.HELLO))
                    .hasMessageContaining("TLS is required and the server does not offer STARTTLS");
            server.settle();
            assertThat(server.session().heard()).hasSize(2).last().isEqualTo("QUIT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "250 ok", "221 bye", "235 welcome", "334 ", "354 go on", "421 later", "454 no TLS", "500 what",
            "502 no", "rubbish" })
    void anyOtherReplyToARequiredStartTlsClosesTheConnection(String answer) throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.say("220 mx.example.test");
            session.expect("EHLO");
            session.say("250-mx.example.test", "250-AUTH PLAIN", "250 STARTTLS");
            session.expect("STARTTLS");
            session.say(answer);
        });
             MailRoute route = new MailRoute(server, "username=ann&password=pw")) {
            route.send("hello");

            SmtpxTransientException failure = route.failed(Stage.STARTTLS);
            assertThat(failure).hasMessageContaining(answer.strip());
            server.settle();
            assertThat(server.session().heard()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "250 ok", "354 go on", "421 later", "rubbish" })
    void unexpectedStartTlsReplyClosesTheConnectionEvenIfTlsIsOptional(String answer) throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.say("220 mx.example.test");
            session.expect("EHLO");
            session.say("250-mx.example.test", "250 STARTTLS");
            session.expect("STARTTLS");
            session.say(answer);
        });
             MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.failed(Stage.STARTTLS);
            server.settle();
            assertThat(server.session().heard()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "220 go\r\n250 forged\r\n", "220 go\r\n250-mx\r\n250 AUTH PLAIN\r\n", "220 go\r\n2", "220 go\r\n235 welcome\r\n",
            "220 go\r\n\r\n" })
    void inputInjectedAfterStartTlsReplyClosesTheConnection(String injected) throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.say("220 mx.example.test");
            session.expect("EHLO");
            session.say("250-mx.example.test", "250 STARTTLS");
            session.expect("STARTTLS");
            session.write(injected.getBytes(StandardCharsets.US_ASCII));
        });
             MailRoute route = new MailRoute(server, "starttls=required")) {
            route.send("hello");

            assertThat(route.outcome().stage()).isIn(Stage.STARTTLS, Stage.TLS);
            assertThat(route.failed(route.outcome().stage()).getMessage()).containsAnyOf("unsolicited", "after STARTTLS",
                    "no SMTP reply");
            server.settle();
            assertThat(server.session().heard()).hasSize(2);
        }
    }

    @Test
    void inputInjectedIntoTheHandshakeIsNotRead() throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.say("220 mx.example.test");
            session.expect("EHLO");
            session.say("250-mx.example.test", "250 STARTTLS");
            session.expect("STARTTLS");
            session.say("220 go");
            session.take(5);
            session.say("250-mx.example.test", "250 AUTH PLAIN");
        });
             MailRoute route = new MailRoute(server, "username=ann&password=pw")) {
            route.send("hello");
            assertThat(route.failed(Stage.TLS)).hasMessageContaining("answered without TLS");
        }
    }

    @Test
    void nothingLearntBeforeTlsCounts() throws Exception {
        MailService service = new MailService().startTls(TestCertificate.GOOD.server())
                .offers("AUTH PLAIN LOGIN", "SIZE 1", "DSN", "PIPELINING", "CHUNKING").offersUnderTls("STARTTLS");
        try (ScriptedServer server = new ScriptedServer(service);
             MailRoute route = new MailRoute(server, TRUST + "&dsnNotify=NEVER").bind("tls", TestCertificate.trusting())) {
            route.send("hello");

            assertThat(route.delivered().via().dropped()).containsExactly("NOTIFY/ORCPT");
            assertThat(route.outcome().via().plan()).isEqualTo("LOCK_STEP");
            assertThat(server.heard()).filteredOn(line -> line.equals("STARTTLS")).hasSize(1);
        }
        try (ScriptedServer server = new ScriptedServer(service);
             MailRoute route = new MailRoute(server, TRUST + "&username=ann&password=pw")
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            route.failed(Stage.HELLO);
            assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    @Test
    void theNextServerIsTriedUnderTheSameTermsOnly() throws Exception {
        try (ScriptedServer wrong = startTls(TestCertificate.OTHER_HOST);
             ScriptedServer clear = new ScriptedServer(new MailService());
             MailRoute route = new MailRoute("localhost:" + wrong.port() + ",localhost:" + clear.port(), TRUST)
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            assertThat(route.failed(Stage.HELLO)).hasMessageContaining("TLS is required");
            assertThat(clear.heard()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void theNextServerIsTriedAfterAFailedHandshake(boolean implicit) throws Exception {
        try (ScriptedServer wrong = implicit ? implicitTls(TestCertificate.OTHER_HOST) : startTls(TestCertificate.OTHER_HOST);
             ScriptedServer good = implicit ? implicitTls(TestCertificate.GOOD) : startTls(TestCertificate.GOOD);
             MailRoute route
                     = new MailRoute("localhost:" + wrong.port() + ",localhost:" + good.port(), TRUST + "&ssl=" + implicit)
                             .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            assertThat(route.delivered().via().tlsProtocol()).isEqualTo("TLSv1.3");
            assertThat(wrong.heard()).noneMatch(line -> line.startsWith("MAIL"));
            assertThat(good.session().messages()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
    void sessionsResume(String protocol) throws Exception {
        AtomicInteger handshakes = new AtomicInteger();
        SSLContext counting = TestCertificate.context(
                new KeyManager[] { new CountingKeys((X509KeyManager) TestCertificate.GOOD.keyManagers()[0], handshakes) });
        SSLContextParameters parameters = TestCertificate.trusting();
        SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
        protocols.setSecureSocketProtocol(List.of(protocol));
        parameters.setSecureSocketProtocols(protocols);
        try (ScriptedServer server = new ScriptedServer(new MailService().startTls(counting));
             MailRoute route = new MailRoute(server, TRUST + "&maxMessagesPerConnection=1").bind("tls", parameters)) {
            for (int i = 0; i < 3; i++) {
                route.send("hello");
                assertThat(route.delivered().via().tlsProtocol()).isEqualTo(protocol);
            }
            assertThat(server.sessions()).hasSize(3);
            assertThat(handshakes).hasValue(1);
        }
    }

    @Test
    void aHandshakeThatDoesNotEndIsGivenUp() throws Exception {
        for (boolean implicit : new boolean[] { true, false }) {
            try (ScriptedServer server = new ScriptedServer(session -> {
                if (!implicit) {
                    session.say("220 mx.example.test");
                    session.expect("EHLO");
                    session.say("250-mx.example.test", "250 STARTTLS");
                    session.expect("STARTTLS");
                    session.say("220 go");
                }
            });
                 MailRoute route = new MailRoute(server, TRUST + "&tlsTimeout=300&ssl=" + implicit)
                         .bind("tls", TestCertificate.trusting())) {
                route.send("hello");
                assertThat(route.failed(Stage.TLS)).hasMessageContaining("300");
            }
        }
    }

    @Test
    void clearTextServerIsRecognizedByATlsClient() throws Exception {
        try (ScriptedServer server = new ScriptedServer(new MailService());
             MailRoute route = new MailRoute(server, TRUST + "&ssl=true").bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            assertThat(route.failed(Stage.TLS)).hasMessageContaining("answered without TLS");
        }
    }

    @Test
    void tlsServerIsRecognizedByAClearTextClient() throws Exception {
        try (ScriptedServer server = implicitTls(TestCertificate.GOOD);
             MailRoute route = new MailRoute(server, TRUST + "&greetingTimeout=500").bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            assertThat(route.failed(Stage.GREETING)).hasMessageContaining("ssl=true");
        }
    }

    /** Counts full handshakes: a resumed one needs no key. */
    private static final class CountingKeys extends ForwardingKeys {
        private final AtomicInteger asked;

        CountingKeys(X509KeyManager keys, AtomicInteger asked) {
            super(keys);
            this.asked = asked;
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            String alias = super.chooseServerAlias(type, issuers, socket);
            if (alias != null) {
                asked.incrementAndGet();
            }
            return alias;
        }
    }
}
