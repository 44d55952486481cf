/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.ScriptedProxy.Kind;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
import org.apache.camel.component.smtpx.session.SessionSettings;
import org.apache.camel.component.smtpx.session.SmtpSession;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Connections through a proxy, on both transports: the name of the server is known to the proxy alone. */
@Timeout(60)
class ProxyTest extends SmtpxTestSupport {

    private static final String SERVER = "mx.example.org:25";
    private static final String SYNCHRONOUS = "&synchronous=";
    /** Replies of SOCKS5 that stay until settings change. */
    private static final Set<Integer> SETTINGS = Set.of(2, 7, 8);
    private static final String WIRE = "org.apache.camel.component.smtpx.wire";

    @RegisterExtension
    final SmtpxTestServer secure = new SmtpxTestServer().implicitTls();

    private final List<ScriptedProxy> proxies = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (ScriptedProxy proxy : proxies) {
            proxy.close();
        }
    }

    private ScriptedProxy proxy(Kind kind) {
        return kept(ScriptedProxy.of(kind, server.port()));
    }

    private ScriptedProxy kept(ScriptedProxy proxy) {
        proxies.add(proxy);
        return proxy;
    }

    private Exchange sendTo(String servers, String options) {
        return template.request("smtpx:" + servers + "?raw=true&" + ENVELOPE + "&" + options,
                one -> one.getMessage().setBody(MAIL));
    }

    private void arrivesThrough(ScriptedProxy proxy, String options) {
        Exchange exchange = sendTo(SERVER, "proxy=" + proxy.uri() + options);
        assertThat(exchange.getException()).isNull();
        assertThat(server.message().to()).containsExactly("bob@example.org");
        assertThat(header(exchange, SmtpxConstants.OUTCOME, Outcome.class).via().server()).isEqualTo(SERVER);
    }

    private static String failure(Exchange exchange) {
        assertThat(exchange.getException()).as("the send").isNotNull();
        return exchange.getException().getMessage();
    }

    static Stream<Arguments> kindsAndTransports() {
        return Stream.of(Kind.SOCKS5, Kind.HTTP).flatMap(
                kind -> Stream.of(false, true).map(synchronous -> Arguments.of(kind, synchronous)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void theProxyLooksUpTheName(Kind kind, boolean synchronous) {
        ScriptedProxy proxy = proxy(kind);
        arrivesThrough(proxy, SYNCHRONOUS + synchronous);
        assertThat(proxy.requested()).containsExactly(kind == Kind.SOCKS5 ? "name " + SERVER : SERVER);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void anAnswerInPiecesIsUnderstood(Kind kind, boolean synchronous) {
        arrivesThrough(proxy(kind).inPieces(), SYNCHRONOUS + synchronous);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void aGreetingThatArrivesWithTheAnswerIsRead(Kind kind, boolean synchronous) {
        arrivesThrough(proxy(kind).withGreeting(), SYNCHRONOUS + synchronous);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void manyConnectionsGoThroughTheProxy(Kind kind, boolean synchronous) {
        ScriptedProxy proxy = proxy(kind).withGreeting();
        for (int i = 0; i < 7; i++) {
            sendTo(SERVER, "maxMessagesPerConnection=1&proxy=" + proxy.uri() + SYNCHRONOUS + synchronous);
        }
        assertThat(server.messages()).hasSize(7);
        assertThat(proxy.requested()).hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void theLoginIsSentToTheProxyAndNeverShown(Kind kind, boolean synchronous) {
        String login = "&debug=true&proxyUsername=b\u00F6b-canary&proxyPassword=RAW(%se\u00E7ret-canary)" + SYNCHRONOUS
                       + synchronous;
        ScriptedProxy proxy = proxy(kind).login("b\u00F6b-canary", "%se\u00E7ret-canary");
        try (LogCapture log = new LogCapture(WIRE, Level.TRACE)) {
            arrivesThrough(proxy, login);
            assertThat(log.lines()).hasSizeGreaterThan(5).noneMatch(line -> line.contains("canary"));
        }
        server.reset();
        try (LogCapture log = new LogCapture("org.apache.camel.component.smtpx.pool", Level.TRACE)) {
            arrivesThrough(proxy, login + "&maxConnections=1");
            assertThat(log.lines()).anyMatch(line -> line.contains("to " + SERVER + " through " + proxy.uri()))
                    .noneMatch(line -> line.contains("canary"));
        }
        assertThat(context.getEndpoints()).noneMatch(endpoint -> endpoint.toString().contains("canary"));
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void tlsIsWithTheServerAndNotWithTheProxy(Kind kind, boolean synchronous) {
        context.getRegistry().bind("trust", TestkitTlsTest.trusting(secure));
        ScriptedProxy proxy = kept(ScriptedProxy.of(kind, secure.port()));
        String options = "ssl=true&sslContextParameters=#trust&proxy=" + proxy.uri() + SYNCHRONOUS + synchronous;
        Exchange sent = sendTo("localhost:25", options);
        assertThat(sent.getException()).isNull();
        assertThat(secure.message().to()).containsExactly("bob@example.org");

        // The certificate is for localhost, which is the name of the proxy, too.
        assertThat(failure(sendTo(SERVER, options))).contains("TLS handshake with mx.example.org failed");
        assertThat(secure.messages()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void startTlsIsWithTheServerAndNotWithTheProxy(Kind kind, boolean synchronous) {
        server.startTls();
        context.getRegistry().bind("trust", TestkitTlsTest.trusting(server));
        ScriptedProxy proxy = proxy(kind).inPieces();
        String options = "starttls=required&sslContextParameters=#trust&proxy=" + proxy.uri() + SYNCHRONOUS + synchronous;
        assertThat(sendTo("localhost:25", options).getException()).isNull();
        assertThat(failure(sendTo(SERVER, options))).contains("TLS handshake with mx.example.org failed");
        assertThat(server.messages()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void addressesReachTheProxyAsTheyAre(Kind kind, boolean synchronous) {
        ScriptedProxy proxy = proxy(kind);
        String options = "maxConnections=1&proxy=" + proxy.uri() + SYNCHRONOUS + synchronous;
        assertThat(sendTo("192.0.2.7:587", options).getException()).isNull();
        assertThat(sendTo("[2001:db8::7]:587", options).getException()).isNull();
        assertThat(proxy.requested()).containsExactly(
                "192.0.2.7:587", kind == Kind.SOCKS5 ? "[2001:db8:0:0:0:0:0:7]:587" : "[2001:db8::7]:587");
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void theProxyMayHaveAnIpv6Address(Kind kind, boolean synchronous) throws Exception {
        ScriptedProxy proxy = kept(ScriptedProxy.of(kind, server.port(), Inet6Address.getByName("::1")));
        assertThat(proxy.uri()).contains("[0:0:0:0:0:0:0:1]");
        arrivesThrough(proxy, SYNCHRONOUS + synchronous);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void eachServerOfAListIsTriedThroughTheProxy(Kind kind, boolean synchronous) {
        ScriptedProxy proxy = proxy(kind);
        server.onGreeting().times(1).reply("554 5.3.2 closed for repair");
        Exchange exchange = sendTo("mx1.example.org,mx2.example.org:2525", "proxy=" + proxy.uri() + SYNCHRONOUS + synchronous);
        assertThat(header(exchange, SmtpxConstants.OUTCOME, Outcome.class).via().tried()).singleElement().asString()
                .startsWith("mx1.example.org:25: the greeting was 554");
        assertThat(proxy.requested()).hasSize(2).last().asString().endsWith("mx2.example.org:2525");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "1 | has failed (SOCKS5 reply 1)", "2 | does not allow this connection (SOCKS5 reply 2)",
            "3 | cannot reach the network of the server (SOCKS5 reply 3)",
            "4 | cannot reach the server, or does not know its name (SOCKS5 reply 4)",
            "5 | was refused the connection by the server (SOCKS5 reply 5)",
            "6 | had no answer from the server in time (SOCKS5 reply 6)",
            "7 | does not support connections to servers (SOCKS5 reply 7)",
            "8 | does not support this type of address (SOCKS5 reply 8)",
            "9 | has failed for an unknown reason (SOCKS5 reply 9)",
            "255 | has failed for an unknown reason (SOCKS5 reply 255)" })
    void eachErrorOfSocksIsASentence(int code, String sentence) {
        for (boolean synchronous : new boolean[] { false, true }) {
            ScriptedProxy proxy = proxy(Kind.SOCKS5).answering(new byte[] { 5, 0 }, new byte[] { 5, (byte) code });
            Exchange exchange = sendTo(SERVER, "proxy=" + proxy.uri() + SYNCHRONOUS + synchronous);
            assertThat(failure(exchange))
                    .contains("no connection to " + SERVER + ": the proxy " + proxy.uri() + " " + sentence);
            assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).cause()
                    .isInstanceOf(SETTINGS.contains(code) ? SmtpxSetupException.class : ConnectException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "05FF | requires a login", "0502 | chose a login that was not offered: 2",
            "0501 | chose a login that was not offered: 1",
            "0400 | does not speak SOCKS5: its answer begins with 0x04",
            "323230206D78 | does not speak SOCKS5: its answer begins with 0x32",
            "485454502F312E3120343030 | does not speak SOCKS5: its answer begins with 0x48",
            "05 | closed the connection", "'' | closed the connection",
            "0500 | closed the connection", "05000500 | closed the connection",
            "050005000009000000000000 | sent a malformed SOCKS5 reply: address type 9",
            "05000400 | does not speak SOCKS5: its answer begins with 0x04" })
    void aSocksProxyThatMisbehavesIsReported(String hex, String sentence) {
        for (boolean synchronous : new boolean[] { false, true }) {
            ScriptedProxy proxy = proxy(Kind.SOCKS5).answering(octets(hex));
            assertThat(failure(sendTo(SERVER, "proxy=" + proxy.uri() + SYNCHRONOUS + synchronous)))
                    .contains("no connection to " + SERVER + ": the proxy " + proxy.uri() + " " + sentence);
        }
    }

    private static byte[] octets(String hex) {
        byte[] octets = new byte[hex.length() / 2];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return octets;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "HTTP/1.1 407 Proxy Authentication Required | requires a login: 407 Proxy Authentication Required",
            "HTTP/1.0 401 Unauthorized | requires a login: 401 Unauthorized",
            "HTTP/1.1 403 Forbidden | does not connect: 403 Forbidden", "HTTP/1.0 503 no DNS | does not connect: 503 no DNS",
            "HTTP/1.1 302 Found | does not connect: 302 Found", "HTTP/1.1 500 | does not connect: 500",
            "220 mx.example.org ESMTP | does not speak HTTP: 220 mx.example.org ESMTP",
            "HTTP/2 200 | does not speak HTTP: HTTP/2 200", "HTTP/1.1 2000 | does not speak HTTP: HTTP/1.1 2000",
            "'' | does not speak HTTP: " })
    void anAnswerOfHttpThatIsNoYesIsReported(String line, String sentence) {
        for (boolean synchronous : new boolean[] { false, true }) {
            ScriptedProxy proxy = proxy(Kind.HTTP).answering(line + "\r\nContent-Length: 2\r\n\r\nno");
            assertThat(failure(sendTo(SERVER, "proxy=" + proxy.uri() + SYNCHRONOUS + synchronous)))
                    .contains("no connection to " + SERVER + ": the proxy " + proxy.uri() + " " + sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nVia: x\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTT" })
    void anAnswerThatEndsEarlyIsReported(String text) {
        for (boolean synchronous : new boolean[] { false, true }) {
            ScriptedProxy proxy = proxy(Kind.HTTP).answering(text);
            assertThat(failure(sendTo(SERVER, "proxy=" + proxy.uri() + SYNCHRONOUS + synchronous)))
                    .contains("the proxy " + proxy.uri() + " closed the connection");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "\r\nX: ", "", "\r\nX:\r\nX:" })
    void aHeaderWithoutEndIsCutOff(String before) {
        for (boolean synchronous : new boolean[] { false, true }) {
            ScriptedProxy proxy = proxy(Kind.HTTP).answering("HTTP/1.1 200 OK" + before + "x".repeat(200_000)).andHanging();
            assertThat(failure(sendTo(SERVER, "proxy=" + proxy.uri() + SYNCHRONOUS + synchronous)))
                    .contains("sent an HTTP header of more than 65536 octets").hasSizeLessThan(1000);
        }
    }

    @ParameterizedTest
    @CsvSource({ "SOCKS5,false,050201FF", "SOCKS5,true,050201FF", "SOCKS5,false,05020101", "SOCKS5,true,05020501" })
    void aLoginThatSocksRefusesIsNotShown(Kind kind, boolean synchronous, String hex) {
        byte[] all = octets(hex);
        ScriptedProxy proxy = proxy(kind).answering(Arrays.copyOf(all, 2), Arrays.copyOfRange(all, 2, 4));
        Exchange exchange = sendTo(SERVER, "proxyUsername=ann-canary&proxyPassword=geheim-canary&proxy=" + proxy.uri()
                                           + SYNCHRONOUS + synchronous);
        assertThat(failure(exchange)).contains("refused the user name or the password (status " + (all[3] & 0xFF))
                .doesNotContain("canary");
        assertThat(exchange.getException()).hasCauseInstanceOf(SmtpxSetupException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aLoginThatHttpRepeatsIsNotShown(boolean synchronous) {
        ScriptedProxy proxy = proxy(Kind.HTTP).answering(
                "HTTP/1.1 407 not geheim-canary, nor YW5uOmdlaGVpbS1jYW5hcnk=\r\n\r\n");
        Exchange exchange = sendTo(SERVER, "proxyUsername=ann&proxyPassword=geheim-canary&proxy=" + proxy.uri()
                                           + SYNCHRONOUS + synchronous);
        assertThat(failure(exchange)).contains("refused the user name or the password: 407 not ***, nor ***")
                .doesNotContain("canary", "YW5u");
        assertThat(exchange.getException()).hasCauseInstanceOf(SmtpxSetupException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aProxyThatIsDownIsReportedAsAServerIs(boolean synchronous) throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        Exchange exchange = sendTo(SERVER, "proxy=socks5://localhost:" + port + SYNCHRONOUS + synchronous);
        assertThat(failure(exchange)).contains("no connection to " + SERVER + ": the proxy socks5://localhost:" + port
                                               + " cannot be reached: Connection refused");
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).cause()
                .isInstanceOf(ConnectException.class);

        assertThat(failure(sendTo(SERVER, "proxy=http://no.such.host.invalid:1" + SYNCHRONOUS + synchronous)))
                .contains("no connection to " + SERVER + ": the proxy no.such.host.invalid ");
    }

    @ParameterizedTest
    @MethodSource("kindsAndTransports")
    void aProxyThatHangsEndsWithTheConnectTimeout(Kind kind, boolean synchronous) {
        byte[] begin = kind == Kind.SOCKS5 ? new byte[] { 5 } : new byte[] { 'H' };
        ScriptedProxy proxy = proxy(kind).answering(begin).andHanging();
        Exchange exchange = sendTo(SERVER, "connectTimeout=200&proxy=" + proxy.uri() + SYNCHRONOUS + synchronous);
        assertThat(failure(exchange)).contains("the proxy " + proxy.uri() + " did not answer in time");
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).cause()
                .isInstanceOf(SocketTimeoutException.class);
    }

    @ParameterizedTest
    @EnumSource(ProxyProtocol.class)
    void theHeaderOfTheProxyProtocolComesFirst(ProxyProtocol version) throws Exception {
        Kind kind = version == ProxyProtocol.V1 ? Kind.PROXY_V1 : Kind.PROXY_V2;
        for (boolean synchronous : new boolean[] { false, true }) {
            String options = "proxyProtocol=" + version + SYNCHRONOUS + synchronous;
            ScriptedProxy four = kept(ScriptedProxy.of(kind, server.port(), InetAddress.getByName("127.0.0.1")));
            assertThat(sendTo("127.0.0.1:" + four.port(), options).getException()).isNull();
            ScriptedProxy six = kept(ScriptedProxy.of(kind, server.port(), InetAddress.getByName("::1")));
            assertThat(sendTo("[::1]:" + six.port(), options).getException()).isNull();
            String start = "0d0a0d0a000d0a515549540a21";
            assertThat(List.of(four.requested().get(0), six.requested().get(0))).isEqualTo(version == ProxyProtocol.V1
                    ? List.of("PROXY TCP4 127.0.0.1 127.0.0.1 <from> <to>",
                            "PROXY TCP6 0:0:0:0:0:0:0:1 0:0:0:0:0:0:0:1 <from> <to>")
                    : List.of(start + "11000c 7f0000017f000001<from><to>",
                            start + "210024 " + ("0".repeat(31) + "1").repeat(2) + "<from><to>"));
        }
        assertThat(server.messages()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(ProxyProtocol.class)
    void theHeaderPrecedesTls(ProxyProtocol version) {
        context.getRegistry().bind("trust", TestkitTlsTest.trusting(secure));
        Kind kind = version == ProxyProtocol.V1 ? Kind.PROXY_V1 : Kind.PROXY_V2;
        for (boolean synchronous : new boolean[] { false, true }) {
            ScriptedProxy proxy = kept(ScriptedProxy.of(kind, secure.port()));
            assertThat(sendTo("localhost:" + proxy.port(), "ssl=true&sslContextParameters=#trust&proxyProtocol=" + version
                                                           + SYNCHRONOUS + synchronous)
                    .getException()).isNull();
            assertThat(proxy.requested()).hasSize(1);
        }
    }

    @Test
    void aClientGoesThroughTheProxy() {
        ScriptedProxy proxy = proxy(Kind.SOCKS5).login("ann", "geheim");
        try (SmtpClient client = SmtpClient.builder("mx.example.org").hello("c.test").proxy(proxy.uri())
                .proxyCredentials("ann", "geheim").build()) {
            Outcome outcome = client.send(Envelope.of("a@x.org", "b@x.org"), MessageSource.of(MAIL.getBytes())).join();
            assertThat(outcome.delivered()).hasSize(1);
            assertThat(outcome.via().server()).isEqualTo(SERVER);
        }
        assertThat(proxy.requested()).containsExactly("name " + SERVER);
    }

    @Test
    void aSessionGoesThroughTheProxy() throws Exception {
        ScriptedProxy proxy = proxy(Kind.HTTP).login("ann", "geheim");
        SessionSettings settings = SessionSettings.of("mx.example.org").hello("c.test").proxy(proxy.uri());
        try (SmtpSession session = SmtpSession.open(settings.proxyCredentials("ann", "geheim"))) {
            assertThat(session.quit().code()).isEqualTo(221);
        }
        ScriptedProxy refusing = proxy(Kind.HTTP).answering("HTTP/1.1 403 Forbidden\r\n\r\n");
        assertThatExceptionOfType(NoReplyException.class)
                .isThrownBy(() -> SmtpSession.open(SessionSettings.of("mx.example.org").proxy(refusing.uri())))
                .withMessageContaining("the proxy " + refusing.uri() + " does not connect: 403 Forbidden");
    }

    @Test
    void aClientAndASessionSendTheHeaderOfTheProxyProtocol() throws Exception {
        ScriptedProxy front = kept(ScriptedProxy.of(Kind.PROXY_V1, server.port()));
        try (SmtpClient client = SmtpClient.builder("localhost:" + front.port()).hello("c.test")
                .proxyProtocol(ProxyProtocol.V1).build()) {
            assertThat(client.send(Envelope.of("a@x.org", "b@x.org"), MessageSource.of(MAIL.getBytes())).join().delivered())
                    .hasSize(1);
        }
        SessionSettings settings = SessionSettings.of("localhost:" + front.port()).hello("c.test");
        try (SmtpSession session = SmtpSession.open(settings.proxyProtocol(ProxyProtocol.V1))) {
            assertThat(session.quit().code()).isEqualTo(221);
        }
        assertThat(front.requested()).hasSize(2).allMatch(header -> header.startsWith("PROXY TCP4 127.0.0.1"));
    }
}
