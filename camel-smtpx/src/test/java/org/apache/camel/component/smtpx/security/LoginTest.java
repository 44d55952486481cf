/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxAuthenticationException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.TokenServer;
import org.apache.camel.component.smtpx.internal.sasl.ScramServer;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Logging in through a route: which mechanism, what is said, and how it ends when it does not succeed. */
class LoginTest {

    private static final String ME = "username=ann&password=secret";
    private static final String PLUS = " SCRAM-SHA-256-PLUS";

    private static SaslLogin known(String... tokens) throws Exception {
        return new SaslLogin("ann", "secret", TestCertificate.GOOD.certificate(), tokens);
    }

    private static ScriptedServer server(String mechanisms, MailService.Login login) throws Exception {
        return new ScriptedServer(
                new MailService().startTls(TestCertificate.GOOD.server()).offersUnderTls("AUTH " + mechanisms).login(login));
    }

    private static MailRoute route(ScriptedServer server, String options) throws Exception {
        return route(server, options, TestCertificate.trusting());
    }

    private static MailRoute route(ScriptedServer server, String options, SSLContextParameters tls) {
        return new MailRoute(server, "sslContextParameters=#tls&" + options).bind("tls", tls);
    }

    private static List<String> auth(ScriptedServer server) {
        List<String> after = new ArrayList<>();
        server.heard().stream().dropWhile(line -> !line.startsWith("AUTH"))
                .takeWhile(line -> !line.startsWith("EHLO") && !line.equals("QUIT")).forEach(after::add);
        return after;
    }

    private static SmtpxAuthenticationException authenticationFailed(MailRoute route) {
        SmtpxTransientException failure = route.failed(Stage.AUTH);
        assertThat(failure).hasCauseInstanceOf(SmtpxAuthenticationException.class);
        return (SmtpxAuthenticationException) failure.getCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512-PLUS" })
    void aPasswordLogsInWithEveryMechanism(String mechanism) throws Exception {
        SaslLogin login = known();
        try (ScriptedServer server = server(mechanism, login); MailRoute route = route(server, ME)) {
            route.send("hello");

            route.delivered();
            assertThat(login.mechanisms).containsExactly(mechanism);
            assertThat(login.identities).containsOnly("ann");
            assertThat(server.heard()).filteredOn(line -> line.startsWith("EHLO")).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
            "XOAUTH2,username=ann&accessToken=t0ken,user=ann", "OAUTHBEARER,username=ann&accessToken=t0ken,'n,a=ann,'",
            "OAUTHBEARER,accessToken=t0ken,'n,,'" })
    void aTokenLogsIn(String mechanism, String options, String said) throws Exception {
        SaslLogin login = known("t0ken");
        try (ScriptedServer server = server(mechanism, login); MailRoute route = route(server, options)) {
            route.send("hello");
            route.delivered();
            assertThat(login.identities).containsExactly(said);
        }
    }

    @ParameterizedTest
    @CsvSource({ "PLAIN,ann as boss", "SCRAM-SHA-256,ann", "DIGEST-MD5,ann" })
    void oneActsAsAnother(String mechanism, String identity) throws Exception {
        SaslLogin login = known();
        try (ScriptedServer server = server(mechanism, login); MailRoute route = route(server, ME + "&authorizationId=boss")) {
            route.send("hello");
            route.delivered();
            assertThat(login.identities).contains(identity);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "PLAIN", "LOGIN", "SCRAM-SHA-256", "CRAM-MD5" })
    void namesAndPasswordsMayBeUnicode(String mechanism) throws Exception {
        SaslLogin login = new SaslLogin("j\u00F6rg\u20AC", "\u00FCber", null);
        try (ScriptedServer server = server(mechanism, login);
             MailRoute route = route(server, "credentialsSupplier=#me")
                     .bind("me", CredentialsSupplier.of(Credentials.password("j\u00F6rg\u20AC", "\u00FCber")))) {
            route.send("hello");
            route.delivered();
        }
    }

    @ParameterizedTest
    @CsvSource({
            "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-256,SCRAM-SHA-256", "LOGIN PLAIN CRAM-MD5,CRAM-MD5", "LOGIN PLAIN,PLAIN",
            "login plain scram-sha-1 scram-sha-256-plus,SCRAM-SHA-256-PLUS", "ANONYMOUS EXTERNAL GSSAPI LOGIN,LOGIN" })
    void theStrongestMechanismIsTaken(String offered, String taken) throws Exception {
        SaslLogin login = known();
        try (ScriptedServer server = server(offered, login); MailRoute route = route(server, ME)) {
            route.send("hello");
            route.delivered();
            assertThat(login.mechanisms).containsExactly(taken);
        }
    }

    @Test
    void onlyWhatIsConfiguredIsTakenAndInThatOrder() throws Exception {
        SaslLogin login = known();
        try (ScriptedServer server = server("SCRAM-SHA-256 PLAIN LOGIN", login);
             MailRoute route = route(server, ME + "&authMechanisms=LOGIN,PLAIN")) {
            route.send("hello");
            route.delivered();
            assertThat(login.mechanisms).containsExactly("LOGIN");
        }
        try (ScriptedServer server = server("SCRAM-SHA-256 PLAIN", known());
             MailRoute route = route(server, ME + "&authMechanisms=CRAM-MD5")) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("no mechanism can be used")
                    .hasMessageContaining("SCRAM-SHA-256 is not among authMechanisms");
            assertThat(auth(server)).isEmpty();
        }
    }

    @Test
    void anonymousLoginIsNeverImplicit() throws Exception {
        try (ScriptedServer server = server("ANONYMOUS EXTERNAL", known()); MailRoute route = route(server, ME)) {
            route.send("hello");
            authenticationFailed(route);
            assertThat(auth(server)).isEmpty();
        }
        try (ScriptedServer server = server("ANONYMOUS", known());
             MailRoute route = route(server, "authMechanisms=ANONYMOUS")) {
            route.send("hello");
            route.delivered();
        }
    }

    @Test
    void gssapiWithoutATicketFailsBeforeAuth() throws Exception {
        try (ScriptedServer server = server("PLAIN GSSAPI", known());
             MailRoute route = route(server, "authMechanisms=GSSAPI")) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageStartingWith("GSSAPI: ")
                    .matches(e -> e.getMessage().matches(".*(realm|tgt|ticket|credentials).*"), "tells what Kerberos misses");
            server.settle();
            assertThat(auth(server)).isEmpty();
            assertThat(server.heard()).last().asString().startsWith("EHLO");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "authMechanisms=EXTERNAL", "credentialsSupplier=#nothing", "authMechanisms=EXTERNAL&authorizationId=boss",
            "authorizationId=boss" })
    void aClientCertificateLogsIn(String options) throws Exception {
        SaslLogin login = known();
        try (ScriptedServer server = server("PLAIN EXTERNAL", login);
             MailRoute route = route(server, options, TestCertificate.CLIENT.trustingWithThis())
                     .bind("nothing", CredentialsSupplier.of(Credentials.NONE))) {
            route.send("hello");
            route.delivered();
            assertThat(login.mechanisms).containsExactly("EXTERNAL");
            assertThat(login.identities).containsExactly(options.contains("boss") ? "boss" : "");
            assertThat(auth(server)).first().isEqualTo(
                    options.contains("boss") ? "AUTH EXTERNAL " + base64("boss") : "AUTH EXTERNAL =");
        }
    }

    @Test
    void externalNeedsACertificateOrCredentials() throws Exception {
        try (ScriptedServer server = server("PLAIN EXTERNAL", known());
             MailRoute route = route(server, "credentialsSupplier=#nothing")
                     .bind("nothing", CredentialsSupplier.of(Credentials.NONE))) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("EXTERNAL must be named in authMechanisms");
        }
    }

    @Test
    void aRefusedPasswordFailsAndIsTriedWithNoOtherMechanism() throws Exception {
        SaslLogin login = new SaslLogin("ann", "other", null);
        try (ScriptedServer server = server("PLAIN LOGIN CRAM-MD5", (session, mechanism, initial) -> {
            login.mechanisms.add(mechanism);
            if (mechanism.equals("CRAM-MD5")) {
                SaslLogin.ask(session, "<1@mx>");
            }
            session.say("535 5.7.8 wrong password");
        }); MailRoute route = route(server, ME)) {
            route.send("hello");

            assertThat(authenticationFailed(route)).hasMessage(
                    "the server refused to authenticate with CRAM-MD5: 535 5.7.8 wrong password");
            assertThat(route.outcome().reply().code()).isEqualTo(535);
            server.settle();
            assertThat(login.mechanisms).containsExactly("CRAM-MD5");
            assertThat(server.heard()).last().isEqualTo("QUIT");
        }
    }

    @Test
    void aTemporaryFailureIsTriedWithNoOtherMechanism() throws Exception {
        try (ScriptedServer server = server("PLAIN LOGIN", (session, mechanism, initial) -> session.say("454 4.7.0 later"));
             MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("454 4.7.0 later");
            assertThat(auth(server)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "504 5.5.4 unknown mechanism", "534 5.7.9 too weak" })
    void aMechanismThatTheServerDoesNotWantIsFollowedByTheNext(String refusal) throws Exception {
        SaslLogin login = known();
        try (ScriptedServer server = server("PLAIN LOGIN SCRAM-SHA-256", (session, mechanism, initial) -> {
            if (mechanism.equals("LOGIN")) {
                login.hold(session, mechanism, initial);
            } else {
                login.mechanisms.add(mechanism);
                session.say(refusal);
            }
        }); MailRoute route = route(server, ME)) {
            route.send("hello");
            route.delivered();
            assertThat(login.mechanisms).containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
        }
    }

    @Test
    void aServerThatTakesNothingItOffersEndsTheSession() throws Exception {
        try (ScriptedServer server = server("PLAIN LOGIN", (session, mechanism, initial) -> session.say("504 5.5.4 unknown"));
             MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("504 5.5.4 unknown");
        }
    }

    @Test
    void rejectionAfterAChallengeIsNotFollowedByAWeakerMechanism() throws Exception {
        try (ScriptedServer server = server("PLAIN SCRAM-SHA-256", (session, mechanism, initial) -> {
            session.say("334 " + base64("rubbish"));
            session.hear();
            session.say("504 5.5.4 try something else");
        }); MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("SCRAM-SHA-256: bad first message of the server");
            assertThat(auth(server)).noneMatch(line -> line.startsWith("AUTH PLAIN")).last().isEqualTo("*");
        }
    }

    @Test
    void aRefusedChannelBindingIsNotFollowedByALoginWithoutOne() throws Exception {
        // The JDK exports nothing under TLS 1.2, so that the certificate is bound to
        SaslLogin other = new SaslLogin("ann", "secret", TestCertificate.OTHER_HOST.certificate());
        try (ScriptedServer server = server("PLAIN SCRAM-SHA-256" + PLUS, other);
             MailRoute route = route(server, ME, onlyTls12())) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("SCRAM-SHA-256-PLUS").hasMessageContaining("535");
            assertThat(other.mechanisms).containsExactly("SCRAM-SHA-256-PLUS");
        }
    }

    @Test
    void anotherTlsConnectionBehindAManInTheMiddleIsNoticed() throws Exception {
        assumeTrue(SaslLogin.exports(), "this Java runtime has no tls-exporter");
        List<String> verdicts = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server("PLAIN SCRAM-SHA-256" + PLUS, (session, mechanism, initial) -> {
            ScramServer scram = new ScramServer("SHA-256", "secret");
            byte[] other = SaslLogin.exporter(session.tls());
            other[0] ^= 1;
            verdicts.add(scram.last(SaslLogin.ask(session, scram.first(SaslLogin.decode(initial), 4096)), other));
            session.say("535 5.7.8 no");
        }); MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("SCRAM-SHA-256-PLUS").hasMessageContaining("535");
            assertThat(verdicts).containsExactly("e=channel-bindings-dont-match");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "false", "true" })
    void aLoginIsBoundToItsTlsConnection(String synchronous) throws Exception {
        assumeTrue(SaslLogin.exports(), "this Java runtime has no tls-exporter");
        List<String> flags = new CopyOnWriteArrayList<>();
        List<String> bindings = new CopyOnWriteArrayList<>();
        SaslLogin login = known();
        // Nothing but tls-exporter: each connection has its own, also where it resumes the TLS session of another
        try (ScriptedServer server = server("PLAIN SCRAM-SHA-256" + PLUS, (session, mechanism, initial) -> {
            flags.add(SaslLogin.decode(initial).split(",")[0]);
            bindings.add(base64(new String(SaslLogin.exporter(session.tls()), StandardCharsets.ISO_8859_1)));
            login.hold(session, mechanism, initial);
        }); MailRoute route = route(server, ME + "&maxMessagesPerConnection=1&synchronous=" + synchronous)) {
            route.send("hello");
            route.delivered();
            route.send("again");
            route.delivered();
            assertThat(flags).containsExactly("p=tls-exporter", "p=tls-exporter");
            assertThat(bindings).doesNotHaveDuplicates();
            assertThat(login.mechanisms).containsOnly("SCRAM-SHA-256-PLUS");
        }
    }

    @ParameterizedTest
    @CsvSource({
            "e=unsupported-channel-binding-type,", "e=channel-binding-not-supported,", "535 5.7.8 no", "501 5.5.4 cannot" })
    void aServerThatBindsToTheExporterOnlyIsLoggedInTo(String refusal) throws Exception {
        SaslLogin login = known();
        List<String> flags = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server("PLAIN SCRAM-SHA-256" + PLUS, (session, mechanism, initial) -> {
            String flag = SaslLogin.decode(initial).split(",")[0];
            flags.add(flag);
            if (flag.equals("p=tls-exporter") || flag.equals("n")) {
                login.hold(session, mechanism, initial);
            } else if (refusal.startsWith("e=")) {
                refuseBinding(session, initial, refusal);
            } else {
                session.say(refusal);
            }
        }); MailRoute route = route(server, ME + "&maxMessagesPerConnection=1")) {
            route.send("hello");
            route.delivered();
            route.send("again");
            route.delivered();
            // Java before 25 says that it cannot bind as the server does, and remembers that
            assertThat(flags).isEqualTo(SaslLogin.exports()
                    ? List.of("p=tls-exporter", "p=tls-exporter") : List.of("p=tls-server-end-point", "n", "n"));
        }
    }

    @Test
    void aServerThatBindsToItsCertificateOnlyIsLoggedInTo() throws Exception {
        SaslLogin login = known();
        List<String> flags = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server("PLAIN SCRAM-SHA-256" + PLUS, (session, mechanism, initial) -> {
            String flag = SaslLogin.decode(initial).split(",")[0];
            flags.add(flag);
            if (flag.equals("p=tls-server-end-point")) {
                login.hold(session, mechanism, initial);
            } else {
                refuseBinding(session, initial, "e=unsupported-channel-binding-type");
            }
        }); MailRoute route = route(server, ME + "&maxMessagesPerConnection=1")) {
            route.send("hello");
            route.delivered();
            route.send("again");
            route.delivered();
            assertThat(flags).filteredOn(flag -> flag.equals("p=tls-server-end-point")).hasSize(2);
            assertThat(flags).hasSize(SaslLogin.exports() ? 3 : 2);
        }
    }

    @Test
    void aWrongPasswordIsTriedWithoutBindingInVainAndThePauseFollows() throws Exception {
        try (ScriptedServer server = server("PLAIN SCRAM-SHA-256" + PLUS,
                (session, mechanism, initial) -> session.say("535 5.7.8 no"));
             MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("535");
            route.send("again");
            authenticationFailed(route);
            assertThat(server.heard()).filteredOn(line -> line.startsWith("AUTH")).hasSize(SaslLogin.exports() ? 3 : 2)
                    .allMatch(line -> line.startsWith("AUTH SCRAM-"));
        }
    }

    private static void refuseBinding(ServerSession session, String initial, String error) throws Exception {
        ScramServer scram = new ScramServer("SHA-256", "secret");
        SaslLogin.ask(session, scram.first(SaslLogin.decode(initial), 4096));
        session.say("334 " + base64(error));
        session.hear();
        session.say("535 5.7.8 no");
    }

    private static SSLContextParameters onlyTls12() throws Exception {
        SSLContextParameters tls = TestCertificate.trusting();
        SecureSocketProtocolsParameters only = new SecureSocketProtocolsParameters();
        only.setSecureSocketProtocol(List.of("TLSv1.2"));
        tls.setSecureSocketProtocols(only);
        return tls;
    }

    @Test
    void aMechanismWithBindingThatIsUnknownAfterAllIsNotForgottenSilently() throws Exception {
        // Whoever stands between says that the server does not know what it offered; the flag tells the real server
        List<String> said = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server("SCRAM-SHA-256" + PLUS, (session, mechanism, initial) -> {
            said.add(SaslLogin.decode(initial).substring(0, 2));
            session.say("504 5.5.4 unknown mechanism");
        }); MailRoute route = route(server, ME)) {
            route.send("hello");
            authenticationFailed(route);
            assertThat(said).containsExactly("p=", "y,");
        }
    }

    @Test
    void aServerThatDoesNotProveItselfIsNotBelieved() throws Exception {
        try (ScriptedServer server = server("SCRAM-SHA-256 PLAIN", (session, mechanism, initial) -> {
            ScramServer scram = new ScramServer("SHA-256", "not it");
            SaslLogin.ask(session, scram.first(SaslLogin.decode(initial), 4096));
            SaslLogin.ask(session, "v=" + base64("0123456789abcdef0123456789abcdef"));
            session.say("235 2.7.0 welcome");
        }); MailRoute route = route(server, ME)) {
            route.send("hello");

            assertThat(route.failed(Stage.AUTH)).hasMessageContaining("SCRAM-SHA-256: ").hasMessageContaining("server");
            server.settle();
            assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("AUTH PLAIN"));
        }
    }

    @Test
    void scramServerErrorIsReported() throws Exception {
        try (ScriptedServer server = server("SCRAM-SHA-256", (session, mechanism, initial) -> {
            ScramServer scram = new ScramServer("SHA-256", "not it");
            SaslLogin.ask(session, scram.first(SaslLogin.decode(initial), 4096));
            session.say("334 " + base64("e=unknown-user"));
            session.hear();
            session.say("501 5.5.4 cancelled");
        }); MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("unknown-user")
                    .hasCauseInstanceOf(SaslException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "250 ok", "220 hi", "354 go", "221 bye" })
    void onlyTheRightCodeIsASuccess(String reply) throws Exception {
        try (ScriptedServer server = server("PLAIN", (session, mechanism, initial) -> session.say(reply));
             MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("AUTH was answered with " + reply);
            server.settle();
            assertThat(server.heard()).last().asString().startsWith("AUTH PLAIN");
        }
    }

    @Test
    void aSuccessBeforeThePasswordIsNotBelieved() throws Exception {
        try (ScriptedServer server = server("LOGIN", (session, mechanism, initial) -> session.say("235 2.7.0 welcome"));
             MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessage("the server said 235 before LOGIN was complete");
            server.settle();
            assertThat(server.heard()).last().isEqualTo("AUTH LOGIN");
        }
    }

    @Test
    void unsolicitedSuccessClosesTheConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.say("220 mx.example.test");
            session.expect("EHLO");
            session.say("250-mx.example.test", "250 AUTH PLAIN", "235 welcome");
        }); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            assertThat(route.outcome().delivered()).isEmpty();
            server.settle();
            assertThat(server.heard()).noneMatch(line -> line.startsWith("DATA"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "334 *?*", "334 =", "334 \u00FC", "334 " })
    void aChallengeThatIsNoneIsCancelled(String challenge) throws Exception {
        try (ScriptedServer server = server("CRAM-MD5", (session, mechanism, initial) -> {
            session.say(challenge);
            session.hear();
            session.say("501 5.5.4 cancelled");
        }); MailRoute route = route(server, ME)) {
            route.send("hello");
            authenticationFailed(route);
            if (!challenge.equals("334 ")) {
                assertThat(auth(server)).containsExactly("AUTH CRAM-MD5", "*");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "LOGIN", "CRAM-MD5", "PLAIN", "XOAUTH2", "SCRAM-SHA-256" })
    void aServerThatAsksForEverIsLeft(String mechanism) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server = server(mechanism, (session, name, initial) -> {
            do {
                session.say("334 " + base64("<" + asked.incrementAndGet() + "@mx>"));
            } while (asked.get() < 1000 && session.hear() != null);
        }); MailRoute route = route(server, mechanism.equals("XOAUTH2") ? "username=ann&accessToken=t" : ME)) {
            route.send("hello");
            authenticationFailed(route);
            server.settle();
            assertThat(asked.get()).isLessThan(12);
            assertThat(auth(server)).contains("*");
        }
    }

    @Test
    void aChallengeTooLongEndsTheConnection() throws Exception {
        try (ScriptedServer server
                = server("CRAM-MD5", (session, mechanism, initial) -> session.say("334 " + "A".repeat(1 << 20)));
             MailRoute route = route(server, ME)) {
            route.send("hello");
            assertThat(route.failed(Stage.AUTH)).hasMessageContaining("no SMTP reply");
        }
    }

    @Test
    void aLongInitialResponseWaitsForTheServersGoAhead() throws Exception {
        String token = "x".repeat(600);
        SaslLogin login = known(token);
        try (ScriptedServer server = server("OAUTHBEARER", login); MailRoute route = route(server, "accessToken=" + token)) {
            route.send("hello");
            route.delivered();
            assertThat(auth(server)).first().isEqualTo("AUTH OAUTHBEARER");
        }
    }

    @Test
    void aTokenThatFitsNoLineIsRefusedHere() throws Exception {
        try (ScriptedServer server = server("OAUTHBEARER", known());
             MailRoute route = route(server, "credentialsSupplier=#me")
                     .bind("me", CredentialsSupplier.of(Credentials.token("ann", "x".repeat(20_000))))) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("OAUTHBEARER")
                    .hasMessageContaining("longer than any line")
                    .hasMessageNotContaining("xxxx");
            assertThat(auth(server)).isEmpty();
        }
    }

    @Test
    void aFreshTokenIsAskedForOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CredentialsSupplier tokens = () -> Credentials.token("ann", "token" + asked.incrementAndGet());
        SaslLogin second = known("token2");
        try (ScriptedServer server = server("XOAUTH2", second);
             MailRoute route = route(server, "credentialsSupplier=#tokens").bind("tokens", tokens)) {
            route.send("hello");
            route.delivered();
            assertThat(asked).hasValue(2);
        }
        asked.set(10);
        SaslLogin none = known();
        try (ScriptedServer server = server("OAUTHBEARER", none);
             MailRoute route = route(server, "credentialsSupplier=#tokens").bind("tokens", tokens)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("535")
                    .hasMessageContaining("{\"status\":\"invalid_token\",\"scope\":\"mail\"}");
            assertThat(none.mechanisms).hasSize(2);
            assertThat(asked).hasValue(12);
        }
    }

    @Test
    void aTokenRefusedWithoutAReportIsReplacedOnceAsWell() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CredentialsSupplier tokens = () -> Credentials.token("ann", "token" + asked.incrementAndGet());
        try (ScriptedServer server = server("XOAUTH2", (session, mechanism, initial) -> session.say(
                SaslLogin.decode(initial).contains("token2") ? "235 2.7.0 welcome" : "535 5.7.8 expired"));
             MailRoute route = route(server, "credentialsSupplier=#tokens").bind("tokens", tokens)) {
            route.send("hello");
            route.delivered();
            assertThat(asked).hasValue(2);
            assertThat(server.session().heard()).filteredOn(line -> line.startsWith("AUTH")).hasSize(2);
        }
    }

    @Test
    void theSameTokenIsNotTriedTwice() throws Exception {
        SaslLogin none = known();
        try (ScriptedServer server = server("XOAUTH2", none); MailRoute route = route(server, "username=ann&accessToken=t")) {
            route.send("hello");
            authenticationFailed(route);
            assertThat(none.mechanisms).hasSize(1);
        }
    }

    @Test
    void aRefusedPasswordAsksForNoFreshToken() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CredentialsSupplier both = () -> new Credentials("ann", "wrong", "token" + asked.incrementAndGet(), null);
        SaslLogin login = known();
        try (ScriptedServer server = server("PLAIN", login);
             MailRoute route = route(server, "credentialsSupplier=#both").bind("both", both)) {
            route.send("hello");
            authenticationFailed(route);
            assertThat(login.mechanisms).containsExactly("PLAIN");
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void theSupplierIsAskedAtEveryNewConnection() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CredentialsSupplier rotating = () -> {
            asked.incrementAndGet();
            return Credentials.password("ann", "secret");
        };
        try (ScriptedServer server = server("PLAIN", known());
             MailRoute route = route(server, "credentialsSupplier=#me&maxMessagesPerConnection=2").bind("me", rotating)) {
            for (int i = 0; i < 4; i++) {
                route.send("hello");
                route.delivered();
            }
            assertThat(server.sessions()).hasSize(2);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void failingSupplierIsReportedWithItsReason() throws Exception {
        CredentialsSupplier broken = () -> {
            throw new IllegalStateException("the vault is locked\r\n" + "x".repeat(10_000));
        };
        try (ScriptedServer server = server("PLAIN", known());
             MailRoute route = route(server, "credentialsSupplier=#me").bind("me", broken)) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("no credentials could be had: the vault is locked")
                    .matches(e -> e.getMessage().length() < 600);
            route.send("hello");
            assertThat(server.sessions()).hasSize(2);
        }
    }

    @Test
    void tokensComeFromTheEndpointOfTheOptions() throws Exception {
        SaslLogin login = known("second");
        try (TokenServer tokens = new TokenServer().answering(200, "{\"access_token\":\"first\",\"expires_in\":3600}")
                .answering(200, "{\"access_token\":\"second\",\"expires_in\":3600}");
             ScriptedServer server = server("XOAUTH2 OAUTHBEARER", login);
             MailRoute route = route(server, "username=ann&oauthTokenEndpoint=RAW(" + tokens.uri()
                                             + ")&oauthClientId=me&oauthClientSecret=RAW(cl1ent)&oauthScope=mail"
                                             + "&maxMessagesPerConnection=1")) {
            route.send("hello");
            route.delivered();
            route.send("hello");
            route.delivered();

            assertThat(tokens.requests).hasSize(2).allMatch(request -> request.contains("grant_type=client_credentials"))
                    .allMatch(request -> request.contains("scope=mail"));
            assertThat(login.mechanisms).containsExactly("OAUTHBEARER", "OAUTHBEARER", "OAUTHBEARER");
        }
    }

    @Test
    void endpointsOfAnAccountShareItsTokensAndARouteStartedAgainGoesOnWithThem() throws Exception {
        try (TokenServer tokens = new TokenServer()
                .answering(200, "{\"access_token\":\"first\",\"refresh_token\":\"rotated\"}")
                .answering(200, "{\"access_token\":\"second\"}");
             ScriptedServer server = server("OAUTHBEARER", known("first"));
             MailRoute route = route(server, "oauthTokenEndpoint=RAW(" + tokens.uri()
                                             + ")&oauthClientId=me&oauthRefreshToken=RAW(r3fresh)"
                                             + "&oauthParameters=RAW(audience=mail&resource=x)"
                                             + "&oauthClientAuthentication=basic&oauthClientSecret=RAW(cl1ent)")) {
            route.send("hello");
            route.delivered();
            String id = route.context.getRoutes().get(0).getRouteId();
            route.context.getRouteController().stopRoute(id);
            route.context.getRouteController().startRoute(id);
            route.send("hello");
            route.delivered();

            assertThat(tokens.requests).hasSize(1).first().asString().contains("audience=mail").contains("resource=x")
                    .contains("refresh_token=r3fresh").doesNotContain("cl1ent");
        }
    }

    @Test
    void scramWithoutBindingFollowsWhereTheServerBindsInAnotherWay() throws Exception {
        SaslLogin login = known();
        List<String> flags = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server("PLAIN SCRAM-SHA-256" + PLUS, (session, mechanism, initial) -> {
            flags.add(SaslLogin.decode(initial).substring(0, 2));
            if (mechanism.endsWith("PLUS")) {
                refuseBinding(session, initial, "e=unsupported-channel-binding-type");
            } else {
                login.hold(session, mechanism, initial);
            }
        }); MailRoute route = route(server, ME)) {
            route.send("hello");
            route.delivered();
            assertThat(flags).isEqualTo(SaslLogin.exports() ? List.of("p=", "p=", "n,") : List.of("p=", "n,"));
            assertThat(login.mechanisms).containsExactly("SCRAM-SHA-256");
        }
    }

    @Test
    void aRefreshTokenIsTheOtherGrant() throws Exception {
        try (TokenServer tokens = new TokenServer().answering(200, "{\"access_token\":\"first\"}");
             ScriptedServer server = server("OAUTHBEARER", known("first"));
             MailRoute route = route(server, "oauthTokenEndpoint=RAW(" + tokens.uri()
                                             + ")&oauthClientId=me&oauthRefreshToken=RAW(r3fresh)")) {
            route.send("hello");
            route.delivered();
            assertThat(tokens.requests).hasSize(1).allMatch(request -> request.contains("grant_type=refresh_token"));
        }
    }

    @Test
    void anEndpointWithoutATokenFailsTheSend() throws Exception {
        try (TokenServer tokens = new TokenServer().answering(400, "{\"error\":\"invalid_client\"}");
             ScriptedServer server = server("OAUTHBEARER", known());
             MailRoute route = route(server, "oauthTokenEndpoint=RAW(" + tokens.uri()
                                             + ")&oauthClientId=me&oauthRefreshToken=RAW(r3fresh)")) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("invalid_client").hasMessageNotContaining("r3fresh")
                    .hasMessageNotContaining("canary");
        }
    }

    @ParameterizedTest
    @CsvSource({ "PLAIN LOGIN,username=ann&password=secret", "XOAUTH2 OAUTHBEARER,username=ann&accessToken=t" })
    void nothingRevealsASecretInClear(String offered, String options) throws Exception {
        try (ScriptedServer server = new ScriptedServer(new MailService().offers("AUTH " + offered));
             MailRoute route = new MailRoute(server, options + "&starttls=never")) {
            route.send("hello");
            assertThat(authenticationFailed(route)).hasMessageContaining("would reveal the secret without TLS");
            server.settle();
            assertThat(server.heard()).hasSize(1).first().asString().startsWith("EHLO");
        }
        try (ScriptedServer server = new ScriptedServer(
                new MailService().offers("AUTH " + offered).login(known("t")));
             MailRoute route = new MailRoute(server, options + "&allowCleartextAuth=true")) {
            route.send("hello");
            route.delivered();
        }
    }

    @Test
    void nonRevealingMechanismMayRunInClearWhenTlsIsRefused() throws Exception {
        SaslLogin login = known();
        try (ScriptedServer server = new ScriptedServer(
                new MailService().offers("AUTH PLAIN SCRAM-SHA-256").login(login));
             MailRoute route = new MailRoute(server, ME + "&starttls=never")) {
            route.send("hello");
            route.delivered();
            assertThat(login.mechanisms).containsExactly("SCRAM-SHA-256");
        }
    }

    @Test
    void rejectedLoginIsNotRetriedDuringThePause() throws Exception {
        SaslLogin login = new SaslLogin("ann", "other", null);
        try (ScriptedServer server = server("PLAIN", login); MailRoute route = route(server, ME + "&loginPause=60000")) {
            route.send("hello");
            authenticationFailed(route);
            for (int i = 0; i < 3; i++) {
                route.send("hello");
                assertThat(authenticationFailed(route)).hasMessageContaining("535 5.7.8 no")
                        .hasMessageContaining("the next login is tried in");
            }
            assertThat(login.mechanisms).hasSize(1);
            assertThat(server.sessions()).hasSize(1);
        }
    }

    @Test
    void afterThePauseALoginIsTriedAgain() throws Exception {
        SaslLogin login = new SaslLogin("ann", "other", null);
        try (ScriptedServer server = server("PLAIN", login); MailRoute route = route(server, ME + "&loginPause=0")) {
            route.send("hello");
            route.send("hello");
            authenticationFailed(route);
            assertThat(login.mechanisms).hasSize(2);
        }
    }

    @Test
    void manySendsAtOnceAreOneLogin() throws Exception {
        SaslLogin login = new SaslLogin("ann", "other", null);
        try (ScriptedServer server = server("PLAIN", login); MailRoute route = route(server, ME)) {
            route.send(exchange -> {
                throw new IllegalStateException("only starts the route");
            });
            List<CompletableFuture<Exchange>> sends = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sends.add(route.context.createProducerTemplate().asyncSend("direct:mail",
                        exchange -> exchange.getMessage().setBody("hello")));
            }
            for (CompletableFuture<Exchange> send : sends) {
                assertThat(send.get().getException()).isInstanceOf(SmtpxTransientException.class)
                        .hasCauseInstanceOf(SmtpxAuthenticationException.class);
            }
            assertThat(login.mechanisms).hasSize(1);
        }
    }

    @Test
    void aMechanismOfTheUsersIsTaken() throws Exception {
        SaslClientFactory factory = new SaslClientFactory() {
            @Override
            public SaslClient createSaslClient(
                    String[] mechanisms, String authorizationId, String protocol, String server, Map<String, ?> props,
                    javax.security.auth.callback.CallbackHandler handler) {
                return new OwnClient();
            }

            @Override
            public String[] getMechanismNames(Map<String, ?> props) {
                return new String[] { "X-OURS" };
            }
        };
        try (ScriptedServer server = server("PLAIN X-OURS", (session, mechanism, initial) -> session.say(
                mechanism.equals("X-OURS") && SaslLogin.decode(initial).equals("open sesame") ? "235 in" : "535 out"));
             MailRoute route = route(server, ME + "&saslClientFactory=#ours").bind("ours", factory)) {
            route.send("hello");
            route.delivered();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "sendHello=false&username=ann&password=pw | sendHello", "authMechanisms=NTLM&username=a&password=b | NTLM",
            "starttls=sometimes | starttls",
            "oauthTokenEndpoint=http://elsewhere.test/token&oauthClientId=a&oauthClientSecret=b | https" })
    void nonsenseIsRefusedWhenTheRouteStarts(String options, String named) throws Exception {
        try (ScriptedServer server = new ScriptedServer(new MailService()); MailRoute route = new MailRoute(server, options)) {
            assertThatThrownBy(() -> route.send("hello")).hasStackTraceContaining(named);
        }
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class OwnClient implements SaslClient {
        private boolean complete;

        @Override
        public String getMechanismName() {
            return "X-OURS";
        }

        @Override
        public boolean hasInitialResponse() {
            return true;
        }

        @Override
        public byte[] evaluateChallenge(byte[] challenge) {
            complete = true;
            return "open sesame".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int len) {
            return incoming;
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int len) {
            return outgoing;
        }

        @Override
        public Object getNegotiatedProperty(String name) {
            return null;
        }

        @Override
        public void dispose() {
            complete = false;
        }
    }
}
