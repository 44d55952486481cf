/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.component.smtpx.auth.OAuth2Settings.ClientAuthentication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class OAuth2TokenSupplierTest {

    private static final String USER = "jürgen@example.org";
    private final HttpClient http = HttpClient.newHttpClient();
    private final SetClock clock = new SetClock();
    private TokenServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TokenServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksWithTheClientCredentialsGrant() throws Exception {
        server.answering(200, token("t1", 3600));
        CredentialsSupplier supplier = supplier(
                OAuth2Settings.clientCredentials(server.uri(), "my id", "s&cret=é").withScope("mail.send offline")
                        .withParameter("audience", "https://mail"));

        assertThat(supplier.get()).isEqualTo(Credentials.token(USER, "t1"));
        assertThat(server.requests).containsExactly("audience=https%3A%2F%2Fmail&grant_type=client_credentials"
                                                    + "&scope=mail.send+offline&client_id=my+id&client_secret=s%26cret%3D%C3%A9");
        assertThat(server.authorizations).containsExactly("null");
    }

    @Test
    void authenticatesTheClientWithBasicIfConfigured() throws Exception {
        server.answering(200, token("t1", 3600));

        supplier(clientCredentials().withClientAuthentication(ClientAuthentication.BASIC)).get();

        assertThat(server.requests).containsExactly("grant_type=client_credentials");
        assertThat(server.authorizations)
                .containsExactly("Basic " + Base64.getEncoder().encodeToString("id:canary%2Bsecret".getBytes()));
    }

    @Test
    void asksWithTheRefreshTokenAndTakesTheNewOne() throws Exception {
        server.answering(200, "{\"access_token\":\"t1\",\"expires_in\":100,\"refresh_token\":\"r2\"}")
                .answering(200, token("t2", 100)).answering(200, token("t3", 100));
        CredentialsSupplier supplier = supplier(OAuth2Settings.refreshToken(server.uri(), "id", null, "r1"));

        assertThat(supplier.get().accessToken()).isEqualTo("t1");
        clock.forward(90);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
        clock.forward(90);
        assertThat(supplier.get().accessToken()).isEqualTo("t3");
        assertThat(server.requests).containsExactly("grant_type=refresh_token&refresh_token=r1&client_id=id",
                "grant_type=refresh_token&refresh_token=r2&client_id=id",
                "grant_type=refresh_token&refresh_token=r2&client_id=id");
    }

    @ParameterizedTest
    @CsvSource({ "3600, 3540", "600, 540", "300, 270", "10, 9", "86400, 86340", "999999999, 86340" })
    void keepsATokenUntilShortlyBeforeItsEnd(long life, long kept) throws Exception {
        server.answering(200, token("t1", life)).answering(200, token("t2", life));
        CredentialsSupplier supplier = supplier(clientCredentials());
        Credentials first = supplier.get();

        clock.forward(kept - 1);
        assertThat(supplier.get()).isSameAs(first);
        clock.forward(1);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void keepsATokenWithoutAStatedLifeForAShortWhile() throws Exception {
        server.answering(200, "{\"access_token\":\"t1\"}").answering(200, token("t2", 100));
        CredentialsSupplier supplier = supplier(clientCredentials());
        supplier.get();

        clock.forward(269);
        assertThat(supplier.get().accessToken()).isEqualTo("t1");
        clock.forward(1);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
    }

    @Test
    void doesNotKeepATokenThatEndsAtOnce() throws Exception {
        server.answering(200, token("t1", 0)).answering(200, token("t2", 0));
        CredentialsSupplier supplier = supplier(clientCredentials());

        assertThat(supplier.get().accessToken()).isEqualTo("t1");
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
    }

    @Test
    void dropsATokenThatAServerRefusedButNotItsSuccessor() throws Exception {
        server.answering(200, token("t1", 3600)).answering(200, token("t2", 3600));
        CredentialsSupplier supplier = supplier(clientCredentials());
        Credentials first = supplier.get();

        supplier.rejected(first);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
        supplier.rejected(first);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void concurrentCallersShareOneTokenRequest() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        server.answering(exchange -> {
            reached.countDown();
            go.await();
            byte[] body = token("t1", 3600).getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
        CredentialsSupplier supplier = supplier(clientCredentials());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Credentials>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(supplier::get));
            }
            reached.await();
            go.countDown();
            for (Future<Credentials> one : all) {
                assertThat(one.get().accessToken()).isEqualTo("t1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void anInterruptedThreadDoesNotSpoilItForTheOthers() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        server.answering(exchange -> {
            reached.countDown();
            new CountDownLatch(1).await();
        }).answering(200, token("t2", 3600));
        CredentialsSupplier supplier = supplier(clientCredentials());
        CompletableFuture<Object> interrupted = new CompletableFuture<>();
        Thread first = new Thread(() -> {
            try {
                interrupted.complete(supplier.get());
            } catch (Exception e) {
                interrupted.complete(e);
            }
        });
        first.start();
        reached.await();
        CompletableFuture<Object> waited = new CompletableFuture<>();
        Thread second = new Thread(() -> {
            try {
                waited.complete(supplier.get());
            } catch (Exception e) {
                waited.complete(e);
            }
        });
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        first.interrupt();

        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(waited.get(30, TimeUnit.SECONDS)).isEqualTo(Credentials.token(USER, "t2"));
    }

    @Test
    void tellsWhyTheServerRefusedAndAsksAgainNextTime() throws Exception {
        server.answering(401, "{\"error\":\"invalid_client\",\"error_description\":\"no such\\r\\nclient\"}")
                .answering(200, token("t2", 3600));
        CredentialsSupplier supplier = supplier(clientCredentials());

        assertThatThrownBy(supplier::get).isInstanceOfSatisfying(OAuth2Exception.class, e -> {
            assertThat(e).hasMessageStartingWith("token endpoint http://127.0.0.1:")
                    .hasMessageEndingWith("/token: answered 401 invalid_client: no such\\u000D\\u000Aclient");
            assertThat(e.status()).isEqualTo(401);
            assertThat(e.error()).isEqualTo("invalid_client");
        });
        clock.forward(30);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
    }

    @Test
    void doesNotRepeatASecretThatTheServerQuotes() throws Exception {
        server.answering(400,
                "{\"error\":\"bad canary+secret\",\"error_description\":\"in client_secret=canary%2Bsecret, canaryrefresh\"}");
        CredentialsSupplier supplier
                = supplier(OAuth2Settings.refreshToken(server.uri(), "id", "canary+secret", "canaryrefresh"));

        assertThatThrownBy(supplier::get).isInstanceOf(OAuth2Exception.class)
                .hasMessageEndingWith("answered 400 bad ***: in client_secret=***, ***").message().doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "200 | <html>canary</html> | the answer is not a JSON object at character 0",
            "200 | {\"token\":\"canary\"} | the answer has no access_token",
            "500 | canary | answered 500: with a body that is not a JSON object at character 0",
            "503 | {} | answered 503",
            "302 | {} | answered 302",
            "204 | `` | answered 204: with a body that is not a JSON object at character 0" })
    void refusesGarbageAndQuotesNothingOfIt(int status, String body, String message) throws Exception {
        server.answering(status, body);

        assertThatThrownBy(supplier(clientCredentials())::get).isInstanceOf(OAuth2Exception.class)
                .hasMessageEndingWith("/token: " + message);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void takesAnAnswerOf64KibAndNoMore() throws Exception {
        String open = "{\"access_token\":\"t1\",\"x\":\"";
        String fits = open + "x".repeat(64 * 1024 - open.length() - 2) + "\"}";
        server.answering(200, fits).answering(200, fits + " ");
        CredentialsSupplier supplier = supplier(clientCredentials());

        Credentials first = supplier.get();
        assertThat(first.accessToken()).isEqualTo("t1");
        supplier.rejected(first);
        assertThatThrownBy(supplier::get).isInstanceOf(OAuth2Exception.class)
                .hasMessageContaining("the answer is longer than 65536 octets");
    }

    @Test
    void givesUpOnAnAnswerWithoutEnd() throws Exception {
        server.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(8192).getBytes();
            while (true) {
                exchange.getResponseBody().write(blanks);
            }
        });

        assertThatThrownBy(supplier(clientCredentials())::get).isInstanceOf(OAuth2Exception.class)
                .hasMessageContaining("the answer is longer than 65536 octets");
    }

    @Test
    void givesUpOnABodyThatNeverEnds() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.answering(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            never.await();
        });
        CredentialsSupplier supplier
                = new OAuth2TokenSupplier(
                        clientCredentials(), USER, null, TokenHttp.of(http), clock, Duration.ofMillis(300));

        assertThatThrownBy(supplier::get).isInstanceOf(OAuth2Exception.class).hasMessageEndingWith("no answer within 300 ms");
    }

    @Test
    void reportsAnUnreachableTokenEndpoint() {
        OAuth2Settings settings = clientCredentials();
        server.close();

        assertThatThrownBy(supplier(settings)::get).isInstanceOf(OAuth2Exception.class)
                .hasMessageContaining("ConnectException").message().doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "429 | {\"error\":\"slow_down\"} | 120 | 120", "503 | {} | `` | 1", "500 | {} | 99999 | 300",
            "503 | {} | Thu, 01 Jan 2026 00:00:40 GMT | 40", "400 | {\"error\":\"invalid_grant\"} | `` | 30",
            "200 | {\"error\":\"invalid_client\"} | `` | 30" })
    void asksNotAgainBeforeThePauseIsOver(int status, String body, String retryAfter, long seconds) throws Exception {
        server.answering(exchange -> {
            byte[] octets = body.getBytes();
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
        }).answering(200, token("t2", 3600));
        CredentialsSupplier supplier = supplier(clientCredentials());
        assertThatThrownBy(supplier::get).hasMessageContaining("answered " + status);
        clock.forward(seconds - 1);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(supplier::get).isInstanceOf(OAuth2Exception.class).hasMessageContaining("answered " + status)
                    .hasMessageContaining("asked again in 1 s");
        }
        assertThat(server.requests).hasSize(1);
        clock.forward(1);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
    }

    @Test
    void thePauseIsDoubledWithEachFailure() throws Exception {
        CredentialsSupplier supplier = supplier(clientCredentials());
        for (long pause : new long[] { 30, 60, 120, 240, 300, 300 }) {
            server.answering(400, "{\"error\":\"invalid_grant\"}");
            int before = server.requests.size();
            assertThatThrownBy(supplier::get).hasMessageContaining("invalid_grant");
            clock.forward(pause - 1);
            assertThatThrownBy(supplier::get).hasMessageContaining("asked again in 1 s");
            assertThat(server.requests).hasSize(before + 1);
            clock.forward(1);
        }
    }

    /** Has these octets for an answer to each request, and counts the requests. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final AtomicInteger requests = new AtomicInteger();

        RawServer(String... answers) throws IOException {
            Thread thread = new Thread(() -> {
                for (String answer : answers) {
                    try (Socket socket = listener.accept()) {
                        socket.getInputStream().read(new byte[4096]);
                        requests.incrementAndGet();
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/token");
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    @Test
    void aKeptConnectionThatDiedIsReplacedOnce() throws Exception {
        String token = token("t1", 3600);
        try (RawServer dead = new RawServer(
                "", "HTTP/1.1 200 OK\r\nContent-Length: " + token.length() + "\r\nConnection: close\r\n\r\n" + token)) {
            assertThat(supplier(OAuth2Settings.clientCredentials(dead.uri(), "id", "secret")).get().accessToken())
                    .isEqualTo("t1");
            assertThat(dead.requests).hasValue(2);
        }
    }

    /** The HTTP client quotes what it cannot read. A provider takes a refresh token once, so nothing is repeated. */
    @ParameterizedTest
    @ValueSource(strings = {
            "HTTP/1.1 canarysecret canaryrefresh\r\n\r\n", "canarysecret canaryrefresh\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: canarysecret\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncanarysecret canaryrefresh: x\r\n\r\n" })
    void anAnswerThatIsNoHttpIsNeitherQuotedNorAskedForAgain(String answer) throws Exception {
        try (RawServer broken = new RawServer(answer, answer)) {
            CredentialsSupplier supplier
                    = supplier(OAuth2Settings.refreshToken(broken.uri(), "id", "canarysecret", "canaryrefresh"));
            assertThatThrownBy(supplier::get).isInstanceOf(OAuth2Exception.class).hasMessageContaining("***")
                    .hasMessageNotContaining("canary").rootCause().isInstanceOf(OAuth2Exception.class)
                    .hasMessageNotContaining("canary");
            assertThat(broken.requests).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({ "3600.5, 3540", "\"3600\", 3540", "\"3599.99\", 3539" })
    void aLifeMayBeADecimalOrText(String life, long kept) throws Exception {
        server.answering(200, "\uFEFF{\"access_token\":\"t1\",\"expires_in\":" + life + "}").answering(200, token("t2", 10));
        CredentialsSupplier supplier = supplier(clientCredentials());

        supplier.get();
        clock.forward(kept - 1);
        assertThat(supplier.get().accessToken()).isEqualTo("t1");
        clock.forward(1);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
    }

    @Test
    void parametersThatTheServerQuotesAreNotShown() throws Exception {
        server.answering(200, "{\"error\":\"invalid_request\",\"error_description\":\"bad assertion canary-assertion\"}");

        assertThatThrownBy(supplier(clientCredentials().withParameter("assertion", "canary-assertion"))::get)
                .hasMessageEndingWith("answered 200 invalid_request: bad assertion ***");
    }

    @Test
    void aNewRefreshTokenOutlivesARestartInItsStore() throws Exception {
        List<String> stored = new ArrayList<>();
        RefreshTokenStore store = new RefreshTokenStore() {
            @Override
            public String load() {
                return stored.isEmpty() ? null : stored.get(stored.size() - 1);
            }

            @Override
            public void store(String refreshToken) {
                stored.add(refreshToken);
            }
        };
        OAuth2Settings settings = OAuth2Settings.refreshToken(server.uri(), "id", null, "r1");
        server.answering(200, "{\"access_token\":\"t1\",\"expires_in\":100,\"refresh_token\":\"r2\"}")
                .answering(200, "{\"access_token\":\"t2\",\"expires_in\":100,\"refresh_token\":\"r3\"}");
        for (int start = 0; start < 2; start++) {
            new OAuth2TokenSupplier(settings, USER, store, TokenHttp.of(http), clock, Duration.ofSeconds(10)).get();
        }
        assertThat(server.requests).containsExactly("grant_type=refresh_token&refresh_token=r1&client_id=id",
                "grant_type=refresh_token&refresh_token=r2&client_id=id");
        assertThat(stored).containsExactly("r2", "r3");
    }

    @Test
    void aTokenThatCannotBeStoredIsUsedAndStoredLater() throws Exception {
        List<String> stored = new ArrayList<>();
        RefreshTokenStore store = new RefreshTokenStore() {
            private boolean broken = true;

            @Override
            public String load() {
                return null;
            }

            @Override
            public void store(String refreshToken) throws IOException {
                if (broken) {
                    broken = false;
                    throw new IOException("the disk is full");
                }
                stored.add(refreshToken);
            }
        };
        server.answering(200, "{\"access_token\":\"t1\",\"expires_in\":100,\"refresh_token\":\"r2\"}")
                .answering(200, token("t2", 100));
        CredentialsSupplier supplier = new OAuth2TokenSupplier(
                OAuth2Settings.refreshToken(server.uri(), "id", null, "r1"), USER, store, TokenHttp.of(http), clock,
                Duration.ofSeconds(10));

        assertThat(supplier.get().accessToken()).isEqualTo("t1");
        clock.forward(100);
        assertThat(supplier.get().accessToken()).isEqualTo("t2");
        assertThat(server.requests).last().asString().contains("refresh_token=r2");
        assertThat(stored).containsExactly("r2");
    }

    @Test
    void refusesAnUnfitUserNameAtOnceAndShowsNothingOfItself() {
        assertThatThrownBy(() -> new OAuth2TokenSupplier(clientCredentials(), "canary\n"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("username contains a control character");
        assertThat(new OAuth2TokenSupplier(clientCredentials(), USER)).hasToString("OAuth2TokenSupplier");
    }

    private OAuth2Settings clientCredentials() {
        return OAuth2Settings.clientCredentials(server.uri(), "id", "canary+secret");
    }

    private CredentialsSupplier supplier(OAuth2Settings settings) {
        return new OAuth2TokenSupplier(settings, USER, http, clock);
    }

    private static String token(String token, long expiresIn) {
        return "{\"token_type\":\"Bearer\",\"access_token\":\"" + token + "\",\"expires_in\":" + expiresIn + "}";
    }

    /** A clock that goes when it is told to. */
    private static final class SetClock extends Clock {

        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void forward(long seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
