/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.mail.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator reads in an exception, and what a route can tell by its type. */
class FailureReportTest extends SmtpxTestSupport {

    private static final String MANY = "raw=true&sender=ann@example.com&recipients="
                                       + IntStream.rangeClosed(1, 300).mapToObj(i -> "r" + i + "@x.org")
                                               .collect(Collectors.joining(","));
    private static final String ONE = "raw=true&sender=ann@example.com&recipients=bob@example.org";

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aReasonThatAllRecipientsShareIsGivenOnce(boolean synchronous) throws Exception {
        int port = closedPort();
        Exchange exchange
                = template.request("smtpx:localhost:" + port + "?synchronous=" + synchronous + "&" + MANY,
                        one -> one.getMessage().setBody(MAIL));

        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                .hasMessageStartingWith("0 of 300 recipients have the message; r1@x.org and 299 more recipients FAILED at"
                                        + " CONNECT: no connection to localhost:" + port + ": Connection refused. Exchange[");
        assertThat(exchange.getException().getCause()).isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Connection refused");
        assertThat(trace(exchange.getException().getCause()).lines().filter(line -> line.contains("io.netty"))).isEmpty();
    }

    @Test
    void repliesThatDifferInTheAddressAloneAreOneReason() {
        server.onRecipient("eve@x.org").reply("550 5.1.1 <eve@x.org>: no such user");
        server.onRecipient("joe@x.org").reply("550 5.1.1 <joe@x.org>: no such user");
        server.onRecipient("kim@x.org").reply("450 4.2.1 mailbox busy");
        Exchange exchange = send("raw=true&skipBad=true&failOnPartial=true&sender=ann@example.com"
                                 + "&recipients=bob@x.org,eve@x.org,joe@x.org,kim@x.org",
                MAIL);

        assertThat(exchange.getException()).hasMessageStartingWith(
                server.address() + ": 1 of 4 recipients have the message; eve@x.org and 1 more recipient REJECTED at RCPT:"
                                                                   + " 550 5.1.1 <eve@x.org>: no such user; kim@x.org FAILED"
                                                                   + " at RCPT: 450 4.2.1 mailbox busy. Exchange[");
    }

    @Test
    void recipientsBeyondThreeReasonsAreCounted() {
        for (int i = 1; i <= 5; i++) {
            server.onRecipient("r" + i + "@x.org").reply("55" + i + " 5.0." + i + " reason " + i);
        }
        Exchange exchange = send("raw=true&skipBad=true&sender=ann@example.com"
                                 + "&recipients=r1@x.org,r2@x.org,r3@x.org,r4@x.org,r5@x.org",
                MAIL);

        assertThat(exchange.getException()).message().contains("reason 3; and 2 more").doesNotContain("reason 4");
    }

    @Test
    void aRefusedLoginIsToldByItsType() {
        server.authenticates("ann", "right");
        Exchange exchange = send(ONE + "&username=ann&password=wrong&allowCleartextAuth=true", MAIL);

        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                .hasCauseInstanceOf(SmtpxLoginRefusedException.class).hasCauseInstanceOf(SmtpxAuthenticationException.class);
        assertThat(exchange.getException().getMessage()).containsOnlyOnce("535");
    }

    @Test
    void aLoginThatIsRefusedForNowIsOfTheGeneralType() {
        server.authenticates("ann", "right").on("AUTH").reply("454 4.7.0 try later");
        Exchange exchange = send(ONE + "&username=ann&password=right&allowCleartextAuth=true", MAIL);

        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                .hasCauseExactlyInstanceOf(SmtpxAuthenticationException.class)
                .message().contains("454 4.7.0");
    }

    @Test
    void tlsThatIsNotOfferedIsToldByItsType() {
        Exchange exchange = send(ONE + "&starttls=required", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                .hasCauseExactlyInstanceOf(SmtpxSetupException.class).message().contains("does not offer STARTTLS");
    }

    @ParameterizedTest
    @CsvSource({ "454,false", "502,true" })
    void aRefusalOfStartTlsIsLastingIfItsReplyIs(int code, boolean lasting) {
        server.startTls().on("STARTTLS").reply(code + " not now");
        Exchange exchange = send(ONE + "&starttls=required", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class);
        assertThat(exchange.getException(SmtpxSetupException.class) != null).isEqualTo(lasting);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aCertificateThatIsNotTrustedIsToldByItsType(boolean synchronous) {
        server.implicitTls();
        Exchange exchange = send(ONE + "&ssl=true&synchronous=" + synchronous, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                .hasCauseExactlyInstanceOf(SmtpxSetupException.class);
        assertThat(exchange.getException().getCause()).hasCauseExactlyInstanceOf(SSLHandshakeException.class);
        assertThat(exchange.getException().getMessage()).containsOnlyOnce("unable to find valid certification path");
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aPortWithoutTlsIsToldByItsType(boolean synchronous) throws Exception {
        Exchange exchange;
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> greeting = CompletableFuture.runAsync(() -> {
                try (Socket client = plain.accept()) {
                    client.getOutputStream().write("220 mx.example.org ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().readAllBytes();
                } catch (SocketException e) {
                    // The client closes while the greeting is on its way.
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            exchange = template.request("smtpx:localhost:" + plain.getLocalPort() + "?ssl=true&synchronous=" + synchronous
                                        + "&" + ONE,
                    one -> one.getMessage().setBody(MAIL));
            greeting.get(10, TimeUnit.SECONDS);
        }
        assertThat(exchange.getException()).hasCauseExactlyInstanceOf(SmtpxSetupException.class)
                .hasRootCauseExactlyInstanceOf(SSLException.class).message().contains("the server answered without TLS");
    }

    @Test
    void aCommandReportsTheSetupAsAMessageDoes() {
        Exchange exchange = send("operation=noop&starttls=required", null);
        assertThat(exchange.getException()).hasCauseExactlyInstanceOf(SmtpxSetupException.class);
    }

    @ParameterizedTest
    @CsvSource({
            "mx.invalid: Name or service not known,true", "mx.invalid: Name does not resolve,true",
            "No such host is known (mx.invalid),true", "mx.invalid: Temporary failure in name resolution,false" })
    void aHostIsUnknownOnlyIfTheLookUpSaysSo(String text, boolean lasting) {
        TlsSettings tls = new TlsSettings(() -> null, "mx.invalid", 25, true);
        Failure failure = new Target("mx.invalid", 25, false, tls, SocketSettings.DIRECT)
                .unknownHost(new UnknownHostException(text));
        assertThat(failure.lasting()).isEqualTo(lasting);
        Throwable cause = SmtpxSetupException.causeOf(failure, null);
        assertThat(lasting ? cause.getCause() : cause).isExactlyInstanceOf(UnknownHostException.class);
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
