/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxAuthenticationException;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxException;
import org.apache.camel.component.smtpx.SmtpxLoginRefusedException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.TokenServer;
import org.apache.camel.component.smtpx.internal.sasl.ScramServer;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Logins that a server refuses, in whatever way, are counted: accounts are locked for less. */
@Timeout(60)
class RefusedLoginTest {

    /** How a server refuses a login. */
    private enum Way {
        REPLY {
            @Override
            void refuse(ServerSession session) throws Exception {
                session.say("535 5.7.8 wrong");
            }
        },
        REPLY_AND_CLOSE {
            @Override
            void refuse(ServerSession session) throws Exception {
                session.say("535 5.7.8 wrong");
                session.close();
            }
        },
        UNAVAILABLE {
            @Override
            void refuse(ServerSession session) throws Exception {
                session.say("421 4.7.0 too many failures");
                session.close();
            }
        },
        TEMPORARY {
            @Override
            void refuse(ServerSession session) throws Exception {
                session.say("454 4.7.0 temporary authentication failure");
            }
        },
        TRANSITION {
            @Override
            void refuse(ServerSession session) throws Exception {
                session.say("432 4.7.12 a password transition is needed");
            }
        },
        SILENT_CLOSE {
            @Override
            void refuse(ServerSession session) throws Exception {
                session.close();
            }
        };

        abstract void refuse(ServerSession session) throws Exception;
    }

    private static final class Refusing implements MailService.Login {
        private final Random random;
        private final List<Way> ways;
        private volatile boolean good;
        final AtomicInteger logins = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();

        Refusing(long seed, Way... ways) {
            this.random = new Random(seed);
            this.ways = List.of(ways);
        }

        @Override
        public void hold(ServerSession session, String mechanism, String initial) throws Exception {
            logins.incrementAndGet();
            if (good) {
                session.say("235 2.7.0 welcome");
                return;
            }
            refused.incrementAndGet();
            Way way;
            synchronized (random) {
                way = ways.get(random.nextInt(ways.size()));
            }
            way.refuse(session);
        }
    }

    /** Endpoints of one user that have a client each, all on one component. */
    private static final class Endpoints implements AutoCloseable {
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final int count;

        Endpoints(ScriptedServer server, int count, String options, Object supplier) throws Exception {
            this.count = count;
            context.getRegistry().bind("me", supplier);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    for (int i = 0; i < count; i++) {
                        from("direct:mail" + i).to("smtpx:localhost:" + server.port()
                                                   + "?from=ann@example.test&to=bob@example.test&timeout=10000"
                                                   + "&allowCleartextAuth=true&loginPause=60000&maxPending=" + (500 + i) + "&"
                                                   + options);
                    }
                }
            });
            context.start();
        }

        List<Exchange> send(int mails) throws Exception {
            List<CompletableFuture<Exchange>> sends = new ArrayList<>();
            try (org.apache.camel.ProducerTemplate template = context.createProducerTemplate()) {
                for (int i = 0; i < mails; i++) {
                    sends.add(template.asyncSend(
                            "direct:mail" + i % count, exchange -> exchange.getMessage().setBody("hello")));
                }
                List<Exchange> sent = new ArrayList<>();
                for (CompletableFuture<Exchange> send : sends) {
                    sent.add(send.get(30, TimeUnit.SECONDS));
                }
                return sent;
            }
        }

        @Override
        public void close() {
            context.stop();
        }
    }

    private static void failedAtLogin(Exchange sent) {
        assertThat(sent.getException()).isInstanceOf(SmtpxTransientException.class);
        Outcome outcome = ((SmtpxException) sent.getException()).getOutcome();
        assertThat(outcome.stage()).isEqualTo(Stage.AUTH);
        assertThat(outcome.results()).allMatch(result -> result.fate() == Fate.FAILED);
    }

    private static Outcome outcome(Exchange sent) {
        return sent.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
    }

    private static CredentialsSupplier tokens() {
        AtomicInteger asked = new AtomicInteger();
        return () -> Credentials.token("ann", "token" + asked.incrementAndGet());
    }

    private static ScriptedServer server(MailService.Login login) throws Exception {
        return new ScriptedServer(new MailService().offers("AUTH PLAIN XOAUTH2").login(login));
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })
    void anAccountSeesOneLoginAndPauseHoweverItIsRefused(long seed) throws Exception {
        Random random = new Random(seed);
        boolean token = random.nextBoolean();
        boolean goodAtFirst = random.nextBoolean();
        int endpoints = 1 + random.nextInt(4);
        int mails = 10 + random.nextInt(20);
        String options = token ? "credentialsSupplier=#me" : "username=ann&password=secret";
        if (random.nextBoolean()) {
            options += "&synchronous=true";
        }
        // A connection carries one message, so that each mail needs a login
        options += "&maxMessagesPerConnection=1&maxConnections=" + (1 + random.nextInt(8));
        Refusing login = new Refusing(seed, Way.values());
        login.good = goodAtFirst;
        try (ScriptedServer server = server(login);
             Endpoints all = new Endpoints(server, endpoints, options, tokens())) {
            if (goodAtFirst) {
                assertThat(all.send(mails)).allSatisfy(sent -> assertThat(sent.getException()).isNull());
                login.good = false;
            }
            List<Exchange> sent = all.send(mails);

            assertThat(sent).allSatisfy(RefusedLoginTest::failedAtLogin);
            // One answered login, two of them with a token, and one that may have been lost with its connection
            assertThat(login.refused.get()).as(options).isBetween(1, token ? 3 : 2);
            assertThat(all.send(5)).allSatisfy(RefusedLoginTest::failedAtLogin).allSatisfy(later -> assertThat(
                    later.getException()).hasCauseInstanceOf(SmtpxAuthenticationException.class)
                    .hasMessageContaining("the next login is tried in"));
            assertThat(login.refused.get()).as(options).isLessThanOrEqualTo(token ? 3 : 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
            "REPLY,1", "REPLY_AND_CLOSE,1", "UNAVAILABLE,1", "TEMPORARY,1", "TRANSITION,1", "SILENT_CLOSE,2" })
    void aPasswordIsTriedOnce(Way way, int logins) throws Exception {
        Refusing login = new Refusing(1, way);
        try (ScriptedServer server = server(login);
             Endpoints all = new Endpoints(server, 12, "username=ann&password=secret", tokens())) {
            assertThat(all.send(40)).allSatisfy(RefusedLoginTest::failedAtLogin);
            all.send(10);
            assertThat(login.logins).hasValue(logins);
        }
    }

    @ParameterizedTest
    @CsvSource({ "false", "true" })
    void aFreshTokenIsTriedOnANewConnectionWhereTheServerCloses(boolean synchronous) throws Exception {
        MailService.Login login = (session, mechanism, initial) -> {
            if (SaslLogin.decode(initial).contains("token1\u0001")) {
                Way.REPLY_AND_CLOSE.refuse(session);
            } else {
                session.say("235 2.7.0 welcome");
            }
        };
        try (ScriptedServer server = server(login);
             Endpoints all = new Endpoints(server, 1, "credentialsSupplier=#me&synchronous=" + synchronous, tokens())) {
            List<Exchange> sent = all.send(5);

            assertThat(sent).allSatisfy(mail -> assertThat(mail.getException()).isNull());
            assertThat(outcome(sent.get(0))).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void aRefusalThatClosesTheConnectionIsReported() throws Exception {
        Refusing login = new Refusing(1, Way.REPLY_AND_CLOSE);
        try (ScriptedServer server = server(login);
             Endpoints all = new Endpoints(server, 1, "credentialsSupplier=#me", tokens())) {
            assertThat(all.send(10)).allSatisfy(RefusedLoginTest::failedAtLogin).allSatisfy(sent -> assertThat(
                    sent.getException()).hasCauseInstanceOf(SmtpxAuthenticationException.class)
                    .hasMessageContaining("535 5.7.8 wrong"));
            assertThat(login.logins.get()).isLessThanOrEqualTo(3);
        }
    }

    /** XOAUTH2 has a report of its own for a refused token: a connection that ends behind it was no accident. */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aTokenRefusedInAReportIsReplacedOnceHoweverTheConnectionEnds(boolean synchronous) throws Exception {
        AtomicInteger logins = new AtomicInteger();
        MailService.Login login = (session, mechanism, initial) -> {
            logins.incrementAndGet();
            SaslLogin.ask(session, "{\"status\":\"400\"}");
            session.close();
        };
        try (ScriptedServer server = server(login);
             Endpoints all = new Endpoints(server, 3, "credentialsSupplier=#me&synchronous=" + synchronous, tokens())) {
            assertThat(all.send(10)).allSatisfy(RefusedLoginTest::failedAtLogin).allSatisfy(sent -> assertThat(
                    sent.getException()).hasMessageContaining("{\"status\":\"400\"}"));
            assertThat(logins).hasValue(2);
        }
    }

    /** SCRAM names the refusal in its last message. */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aPasswordRefusedWithinScramIsTriedOnceHoweverTheConnectionEnds(boolean synchronous) throws Exception {
        AtomicInteger logins = new AtomicInteger();
        MailService.Login login = (session, mechanism, initial) -> {
            logins.incrementAndGet();
            SaslLogin.ask(session, new ScramServer("SHA-256", "other").first(SaslLogin.decode(initial), 4096));
            session.say("334 " + Base64.getEncoder().encodeToString("e=invalid-proof".getBytes(StandardCharsets.US_ASCII)));
            session.hear();
            session.close();
        };
        try (ScriptedServer server = new ScriptedServer(new MailService().offers("AUTH SCRAM-SHA-256").login(login));
             Endpoints all = new Endpoints(
                     server, 3, "username=ann&password=secret&synchronous=" + synchronous, tokens())) {
            assertThat(all.send(10)).allSatisfy(RefusedLoginTest::failedAtLogin).allSatisfy(sent -> assertThat(
                    sent.getException()).hasMessageContaining("invalid-proof"));
            assertThat(logins).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({ "400,invalid_grant,false", "400,invalid_grant,true", "503,later,false", "503,later,true" })
    void noConnectionIsOpenedWhileTheTokenEndpointHasAPause(int status, String error, boolean synchronous) throws Exception {
        try (TokenServer tokens = new TokenServer().answering(exchange -> {
            byte[] body = ("{\"error\":\"" + error + "\"}").getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().add("Retry-After", "60");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        });
             ScriptedServer server = server(new Refusing(1, Way.REPLY));
             Endpoints all = new Endpoints(
                     server, 1, "username=ann&oauthClientId=me&oauthRefreshToken=RAW(r3fresh)&oauthTokenEndpoint=RAW("
                                + tokens.uri() + ")&synchronous=" + synchronous,
                     tokens())) {
            for (int i = 0; i < 5; i++) {
                assertThat(all.send(1)).allSatisfy(RefusedLoginTest::failedAtLogin).allSatisfy(
                        sent -> assertThat(sent.getException()).hasMessageContaining(error));
                if (status == 503) {
                    assertThat(all.send(1)).noneSatisfy(sent -> assertThat(sent.getException())
                            .hasCauseInstanceOf(SmtpxLoginRefusedException.class));
                }
            }
            assertThat(server.sessions()).hasSize(1);
            assertThat(tokens.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aSupplierThatHangsBlocksOneThreadAndNoMailForLongerThanTheDeadline(boolean synchronous) throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        CredentialsSupplier hanging = () -> {
            blocked.incrementAndGet();
            released.await();
            return Credentials.password("ann", "secret");
        };
        Refusing login = new Refusing(1, Way.REPLY);
        login.good = true;
        try (ScriptedServer server = server(login);
             Endpoints all = new Endpoints(
                     server, 2, "credentialsSupplier=#me&commandTimeout=300&synchronous=" + synchronous, hanging)) {
            for (int i = 0; i < 3; i++) {
                assertThat(all.send(6)).allSatisfy(sent -> assertThat(sent.getException())
                        .isInstanceOf(SmtpxTransientException.class).hasMessageNotContaining("acquireTimeout"));
            }
            assertThat(blocked).hasValue(1);
            released.countDown();
            assertThat(all.send(2)).isNotEmpty();
        } finally {
            released.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void whateverASupplierThrowsIsReported(boolean synchronous) throws Exception {
        CredentialsSupplier broken = () -> {
            throw new NoClassDefFoundError("com/vault/Client");
        };
        try (ScriptedServer server = server(new Refusing(1, Way.REPLY));
             Endpoints all
                     = new Endpoints(server, 1, "credentialsSupplier=#me&synchronous=" + synchronous, broken)) {
            assertThat(all.send(3)).allSatisfy(RefusedLoginTest::failedAtLogin).allSatisfy(sent -> assertThat(
                    sent.getException()).hasMessageContaining("com/vault/Client"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void anErrorWithoutAMessageIsNamed(boolean synchronous) throws Exception {
        CredentialsSupplier broken = () -> {
            throw new UnsupportedOperationException();
        };
        try (ScriptedServer server = server(new Refusing(1, Way.REPLY));
             Endpoints all = new Endpoints(server, 1, "credentialsSupplier=#me&synchronous=" + synchronous, broken)) {
            assertThat(all.send(1)).allSatisfy(RefusedLoginTest::failedAtLogin).allSatisfy(sent -> assertThat(
                    sent.getException()).hasMessageContaining("could be had: UnsupportedOperationException"));
        }
    }

    /** Any command may be answered so (RFC 4954, section 6). */
    @ParameterizedTest
    @ValueSource(strings = { "RCPT", "DATA", "." })
    void aLoginThatTheServerForgotLaterRejectsNoMail(String command) throws Exception {
        MailService forgetful = new MailService().offers("AUTH PLAIN").answering(command, "530 5.7.0 log in first\r\n");
        try (ScriptedServer server = new ScriptedServer(forgetful);
             Endpoints all = new Endpoints(server, 1, "username=ann&password=secret", tokens())) {
            assertThat(all.send(1)).allSatisfy(sent -> {
                assertThat(sent.getException()).isInstanceOf(SmtpxTransientException.class);
                assertThat(((SmtpxException) sent.getException()).getOutcome().results())
                        .allMatch(result -> result.fate() == Fate.FAILED);
            });
            assertThat(server.sessions()).hasSize(2);
        }
    }

    @Test
    void aPasswordThatSaslPrepForbidsIsNotShownByAWeakerMechanism() throws Exception {
        Refusing login = new Refusing(1, Way.REPLY);
        login.good = true;
        try (ScriptedServer server = new ScriptedServer(
                new MailService().offers("AUTH PLAIN CRAM-MD5 SCRAM-SHA-256").login(login));
             Endpoints all = new Endpoints(
                     server, 1, "credentialsSupplier=#me",
                     CredentialsSupplier.of(Credentials.password("ann", "se\u0378cret\uFFF9")))) {
            assertThat(all.send(1)).allSatisfy(RefusedLoginTest::failedAtLogin).allSatisfy(sent -> assertThat(
                    sent.getException()).hasMessageContaining("SASLprep"));
            assertThat(login.logins).hasValue(0);
        }
    }

    @ParameterizedTest
    @CsvSource({ "530 5.7.0 Authentication required", "535 5.7.8 session expired" })
    void aLoginThatTheServerForgotIsTriedOnceMore(String refusal) throws Exception {
        AtomicInteger connections = new AtomicInteger();
        MailService forgetful = new MailService().offers("AUTH PLAIN").answering("MAIL", refusal + "\r\n");
        MailService sound = new MailService().offers("AUTH PLAIN");
        try (ScriptedServer server
                = new ScriptedServer(session -> (connections.incrementAndGet() == 1 ? forgetful : sound).play(session));
             Endpoints all = new Endpoints(server, 1, "username=ann&password=secret", tokens())) {
            assertThat(all.send(1)).allSatisfy(sent -> assertThat(sent.getException()).isNull());
            assertThat(connections).hasValue(2);
        }
        try (ScriptedServer server = new ScriptedServer(forgetful);
             Endpoints all = new Endpoints(server, 1, "username=ann&password=secret", tokens())) {
            assertThat(all.send(1)).allSatisfy(RefusedLoginTest::failedAtMail);
            assertThat(server.sessions()).hasSize(2);
        }
    }

    @Test
    void aServerThatWantsALoginSaysSoWithoutARejection() throws Exception {
        try (ScriptedServer server
                = new ScriptedServer(new MailService().answering("MAIL", "530 5.7.0 Authentication required\r\n"));
             Endpoints all = new Endpoints(server, 1, "maxInFlight=1", tokens())) {
            assertThat(all.send(1)).allSatisfy(RefusedLoginTest::failedAtMail).allSatisfy(sent -> assertThat(
                    sent.getException()).rootCause().hasMessageContaining("the server wants the client to log in first")
                    .hasMessageContaining("530 5.7.0"));
            assertThat(server.sessions()).hasSize(1);
        }
    }

    private static void failedAtMail(Exchange sent) {
        assertThat(sent.getException()).isInstanceOf(SmtpxTransientException.class)
                .hasCauseInstanceOf(SmtpxAuthenticationException.class);
        Outcome outcome = ((SmtpxException) sent.getException()).getOutcome();
        assertThat(outcome.stage()).isEqualTo(Stage.MAIL);
        assertThat(outcome.results()).allMatch(result -> result.fate() == Fate.FAILED);
    }
}
