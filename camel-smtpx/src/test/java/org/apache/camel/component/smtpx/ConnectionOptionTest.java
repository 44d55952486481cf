/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which server is spoken to, and how it is greeted. */
class ConnectionOptionTest extends SmtpxTestSupport {

    @RegisterExtension
    final SmtpxTestServer second = new SmtpxTestServer();

    @Test
    void takesTheNextServerWhenOneDoesNotAnswer() {
        String gone;
        try (SmtpxTestServer closed = new SmtpxTestServer()) {
            gone = closed.address();
        }
        Exchange exchange = request("smtpx:" + gone + "," + second.address());
        assertThat(exchange.getException()).isNull();
        assertThat(header(exchange, SmtpxConstants.HOST)).isEqualTo(second.address());
        assertThat(second.messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "421 4.3.2 not now", "554 5.3.2 not today" })
    void takesTheNextServerWhenOneRefusesTheSession(String greeting) {
        server.onGreeting().closeWith(greeting);
        Exchange exchange = request("smtpx:" + server.address() + "," + second.address());
        assertThat(exchange.getException()).isNull();
        assertThat(second.messages()).hasSize(1);
    }

    @Test
    void takesTheFirstServerWhileItAnswers() {
        Exchange exchange = request("smtpx:" + server.address() + "," + second.address());
        assertThat(header(exchange, SmtpxConstants.HOST)).isEqualTo(server.address());
        assertThat(second.connections()).isZero();
    }

    @Test
    void aRefusedRecipientIsNoReasonToAskAnotherServer() {
        server.on("RCPT").reply("550 5.1.1 nobody");
        Exchange exchange = request("smtpx:" + server.address() + "," + second.address());
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(second.connections()).isZero();
    }

    @Test
    void namesTheLastServerWhenNoneAnswers() {
        server.onGreeting().closeWith("421 4.3.2 first");
        second.onGreeting().closeWith("421 4.3.2 second");
        Exchange exchange = request("smtpx:" + server.address() + "," + second.address());
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).hasMessageContaining("second");
    }

    @Test
    void greetsWithTheNameOfTheOption() {
        deliver("raw=true&hello=mail.example.com&" + ENVELOPE, MAIL);
        assertThat(server.commands().get(0)).isEqualTo("EHLO mail.example.com");
    }

    @Test
    void greetsWithTheAsciiFormOfAName() {
        deliver("raw=true&hello=mail.faß.example&" + ENVELOPE, MAIL);
        assertThat(server.commands().get(0)).isEqualTo("EHLO mail.xn--fa-hia.example");
    }

    @Test
    void greetsWithANameOfItsOwn() {
        deliver("raw=true&" + ENVELOPE, MAIL);
        assertThat(server.commands().get(0)).matches("EHLO ([A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+|\\[127\\.0\\.0\\.1])");
    }

    @Test
    void esmtpFalseSendsHeloFirst() {
        deliver("raw=true&esmtp=false&" + ENVELOPE, MAIL);
        assertThat(server.commands().get(0)).startsWith("HELO ");
        assertThat(server.commands("EHLO")).isEmpty();
        assertThat(server.message().chunks()).isZero();
    }

    @Test
    void saysHeloWhenEhloIsRefused() {
        server.on("EHLO").reply("502 5.5.1 what");
        deliver("raw=true&" + ENVELOPE, MAIL);
        assertThat(server.commands()).element(1).asString().startsWith("HELO ");
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void sendHelloFalseSendsNeither() {
        server.withoutHello();
        deliver("raw=true&sendHello=false&" + ENVELOPE, MAIL);
        assertThat(server.commands().get(0)).startsWith("MAIL FROM:<ann@example.com>");
        assertThat(server.message().parameters()).isEmpty();
    }

    @Test
    void neitherPipelinesNorChunksWhenDisabled() {
        deliver("raw=true&pipelining=never&chunking=never&" + ENVELOPE, MAIL);
        assertThat(server.message().chunks()).isZero();
        deliver("raw=true&pipelining=never&" + ENVELOPE, MAIL);
        assertThat(server.messages().get(1).chunks()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void ignoredExtensionsCountAsNotOffered(boolean synchronous) {
        server.offers("PIPELINING", "CHUNKING", "SIZE 1000", "DSN");
        Exchange exchange = deliver("raw=true&ignoreExtensions=chunking, DSN&dsnNotify=NEVER&synchronous=" + synchronous + "&"
                                    + ENVELOPE,
                MAIL);
        assertThat(server.message().chunks()).isZero();
        assertThat(server.message().parameters()).containsExactly("SIZE=74");
        assertThat(server.message().recipients().get(0).parameters()).isEmpty();
        assertThat(header(exchange, SmtpxConstants.DROPPED)).asString().contains("NOTIFY");
    }

    @Test
    void anIgnoredExtensionThatIsNeededFails() {
        server.authenticates("ann", "sesame");
        Exchange exchange = send(
                "raw=true&ignoreExtensions=AUTH&username=ann&password=sesame&allowCleartextAuth=true&" + ENVELOPE, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxException.class).hasMessageContaining("offers no AUTH");
    }

    @Test
    void givesUpAServerThatDoesNotAnswerInTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.onContent().hold(never);
        Exchange exchange = send("raw=true&commandTimeout=10s&finalTimeout=300&" + ENVELOPE, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
        never.countDown();
    }

    @Test
    void givesUpAServerThatDoesNotGreetInTime() {
        CountDownLatch never = new CountDownLatch(1);
        server.onGreeting().hold(never);
        long start = System.nanoTime();
        Exchange exchange = send("raw=true&greetingTimeout=300&" + ENVELOPE, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
        never.countDown();
    }

    @Test
    void oneTimeoutCountsForEveryWait() {
        CountDownLatch never = new CountDownLatch(1);
        server.on("MAIL").hold(never);
        Exchange exchange = send("raw=true&timeout=500&" + ENVELOPE, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).hasMessageContaining("500 ms");
        never.countDown();
    }

    @Test
    void comesFromTheLocalAddressAndPort() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            port = free.getLocalPort();
        }
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Exchange exchange = template.request(
                    "smtpx:127.0.0.1:" + listener.getLocalPort() + "?raw=true&timeout=300&localAddress=127.0.0.2&localPort="
                                                 + port
                                                 + "&" + ENVELOPE,
                    mail -> mail.getMessage().setBody(MAIL));
            assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class);
            InetSocketAddress peer = (InetSocketAddress) listener.accept().getRemoteSocketAddress();
            assertThat(peer.getAddress().getHostAddress()).isEqualTo("127.0.0.2");
            assertThat(peer.getPort()).isEqualTo(port);
        }
    }

    @Test
    void takesAddressesOfTheFamilyOnly() {
        Exchange exchange = template.request(
                "smtpx:127.0.0.1:" + server.port() + "?raw=true&addressFamily=ipv6&" + ENVELOPE,
                mail -> mail.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).hasMessageContaining("ipv6");
        assertThat(server.connections()).isZero();
        template.sendBody("smtpx:127.0.0.1:" + server.port() + "?raw=true&addressFamily=ipv4&" + ENVELOPE, MAIL);
        assertThat(server.messages()).hasSize(1);
    }

    private Exchange request(String uri) {
        return template.request(uri + "?raw=true&" + ENVELOPE, exchange -> exchange.getMessage().setBody(MAIL));
    }
}
