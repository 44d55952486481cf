/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** XCLIENT and XFORWARD (Postfix): the server is told of the client that the mail came from. */
class OtherClientTest extends SmtpxTestSupport {

    private static final String RAW = "raw=true&" + ENVELOPE;
    private static final String NAMES = "NAME ADDR PORT PROTO HELO";

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void xclientPrecedesTheLoginAndTheHelloIsRepeated(boolean synchronous) {
        server.authenticates("ann", "sesame").offersAlso("XCLIENT " + NAMES);
        String options = RAW + "&username=ann&password=sesame&allowCleartextAuth=true&hello=c.example"
                         + "&xclient=NAME=mail.example.net,ADDR=2001:db8::1&synchronous=" + synchronous;
        deliver(options, MAIL);
        deliver(options, MAIL);
        assertThat(server.commands().subList(0, 5)).containsExactly("EHLO c.example",
                "XCLIENT NAME=mail.example.net ADDR=IPV6:2001:db8::1", "EHLO c.example", "AUTH PLAIN AGFubgBzZXNhbWU=",
                "EHLO c.example");
        assertThat(server.commands("XCLIENT")).hasSize(1);
        assertThat(server.messages()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void xforwardPrecedesEachMessage(boolean synchronous) {
        server.offersAlso("XFORWARD " + NAMES);
        String options = RAW + "&xforward=NAME=mail.example.net,PORT=4711&synchronous=" + synchronous;
        deliver(options, MAIL);
        deliver(options, MAIL, Map.of(SmtpxConstants.XFORWARD, "ADDR=192.0.2.7"));
        deliver(options, MAIL, Map.of(SmtpxConstants.XFORWARD, Map.of("addr", "192.0.2.8")));
        deliver(options, MAIL, Map.of(SmtpxConstants.XFORWARD, ClientAttributes.parse("HELO=x")));
        deliver(RAW, MAIL);
        assertThat(server.commands("XFORWARD")).containsExactly("XFORWARD NAME=mail.example.net PORT=4711",
                "XFORWARD ADDR=192.0.2.7", "XFORWARD ADDR=192.0.2.8", "XFORWARD HELO=x");
        assertThat(server.messages()).hasSize(5);
        assertThat(server.commands()).element(1).asString().startsWith("XFORWARD");
        assertThat(server.commands()).element(2).asString().startsWith("MAIL");
    }

    @Test
    void theHeaderIsIgnoredWhereHeadersMayNotSayIt() {
        server.offersAlso("XFORWARD " + NAMES);
        deliver(RAW + "&envelopeHeaders=none", MAIL, Map.of(SmtpxConstants.XFORWARD, "ADDR=192.0.2.7"));
        assertThat(server.commands("XFORWARD")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "xclient=ADDR=192.0.2.1  | XFORWARD ADDR | XCLIENT was requested and the server does not offer it",
            "xclient=LOGIN=ann       | XCLIENT ADDR  | XCLIENT was requested with LOGIN, and the server accepts only ADDR",
            "xforward=ADDR=192.0.2.1 | XCLIENT ADDR  | XFORWARD was requested and the server does not offer it",
            "xforward=IDENT=4711     | XFORWARD ADDR | XFORWARD was requested with IDENT, and the server accepts only ADDR" })
    void whatIsNotOfferedStopsTheMessage(String option, String keyword, String reason) {
        server.offersAlso(keyword);
        for (String unsupported : List.of("warn", "fail")) {
            Exchange exchange = send(RAW + "&unsupported=" + unsupported + "&" + option, MAIL);
            assertThat(exchange.getException()).isInstanceOf(SmtpxException.class).hasMessageContaining(reason);
        }
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "xclient", "xforward" })
    void whatIsRejectedStopsTheMessage(String option) {
        server.offersAlso("XCLIENT ADDR", "XFORWARD ADDR").on(option.toUpperCase()).reply("550 5.7.0 not for you");
        Exchange exchange = send(RAW + "&" + option + "=ADDR=192.0.2.1", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxException.class).hasMessageContaining("550 5.7.0 not for you");
        assertThat(server.messages()).isEmpty();
        deliver(RAW, MAIL);
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void aBeanHasTheAttributes() {
        server.offersAlso("XCLIENT " + NAMES);
        context.getRegistry().bind("gateway", ClientAttributes.parse("ADDR=192.0.2.9,PROTO=SMTP"));
        deliver(RAW + "&xclient=#bean:gateway", MAIL);
        assertThat(server.commands("XCLIENT")).containsExactly("XCLIENT ADDR=192.0.2.9 PROTO=SMTP");
    }

    @Test
    void endpointsShareConnectionsUnlessTheirClientsDiffer() {
        server.offersAlso("XCLIENT " + NAMES, "XFORWARD " + NAMES);
        deliver(RAW + "&xclient=ADDR=192.0.2.1", MAIL);
        deliver(RAW + "&xclient=ADDR=192.0.2.1&xforward=ADDR=192.0.2.3", MAIL);
        deliver(RAW + "&xclient=ADDR=192.0.2.2", MAIL);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aClientWithoutCamelHasBoth(boolean synchronous) {
        server.offersAlso("XCLIENT " + NAMES, "XFORWARD " + NAMES);
        try (SmtpClient client = SmtpClient.builder("localhost").port(server.port()).synchronous(synchronous)
                .xclient(ClientAttributes.parse("ADDR=192.0.2.1")).build()) {
            Envelope envelope = Envelope.of("a@x.org", "b@x.org")
                    .withParameters(MailParameters.NONE.withForwarded(ClientAttributes.parse("ADDR=192.0.2.2")));
            assertThat(client.send(envelope, MessageSource.of(MAIL.getBytes())).join().results())
                    .extracting(RecipientResult::fate).containsExactly(Fate.DELIVERED);
        }
        assertThat(server.commands("X")).containsExactly("XCLIENT ADDR=192.0.2.1", "XFORWARD ADDR=192.0.2.2");
    }
}
