/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Map;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Operations that ask the server instead of sending. */
class OperationTest extends SmtpxTestSupport {

    @BeforeEach
    void offerEtrn() {
        server.offersAlso("ETRN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            etrn   | example.org  | ETRN example.org | 2.0.0 queuing started
            verify | bob          | VRFY bob         | 2.1.5 cannot verify
            help   | MAIL         | HELP MAIL        | 2.0.0 see RFC 5321
            """)
    void theArgumentIsTheOptionTheHeaderOrTheBody(String operation, String argument, String command, String reply) {
        Exchange byOption = deliver("operation=" + operation + "&argument=" + argument, "not this",
                Map.of(SmtpxConstants.ARGUMENT, "nor that"));
        Exchange byHeader = deliver("operation=" + operation, "not this", Map.of(SmtpxConstants.ARGUMENT, argument));
        Exchange byBody = deliver("operation=" + operation, argument);

        assertThat(server.commands(command)).hasSize(3).containsOnly(command);
        for (Exchange exchange : new Exchange[] { byOption, byHeader, byBody }) {
            assertThat(exchange.getMessage().getBody()).isEqualTo(reply);
            assertThat(header(exchange, SmtpxConstants.REPLY_TEXT)).isEqualTo(reply);
            assertThat(header(exchange, SmtpxConstants.REPLY_CODE)).isInstanceOf(Integer.class);
            assertThat(header(exchange, SmtpxConstants.ENHANCED_STATUS)).isEqualTo(reply.substring(0, 5));
        }
    }

    @Test
    void expandAnswersWithAllLines() {
        server.on("EXPN").reply("250 Ann <ann@example.org>", "Bob <bob@example.org>", "Eve <eve@example.org>");
        Exchange exchange = deliver("operation=expand&argument=staff", null);
        assertThat(server.commands("EXPN")).containsExactly("EXPN staff");
        assertThat(exchange.getMessage().getBody(String.class).lines())
                .containsExactly("Ann <ann@example.org>", "Bob <bob@example.org>", "Eve <eve@example.org>");
    }

    @Test
    void noopNeedsNothing() {
        Exchange exchange = deliver("operation=noop", null);
        assertThat(server.commands("NOOP")).containsExactly("NOOP");
        assertThat(header(exchange, SmtpxConstants.REPLY_CODE)).isEqualTo(250);
    }

    @Test
    void helpNeedsNoTopic() {
        deliver("operation=help", null);
        assertThat(server.commands("HELP")).containsExactly("HELP");
    }

    @ParameterizedTest
    @ValueSource(strings = { "etrn", "verify", "expand" })
    void theOthersNeedAnArgument(String operation) {
        Exchange exchange = send("operation=" + operation, "  ");
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining(operation)
                .hasMessageContaining("argument").hasMessageContaining(SmtpxConstants.ARGUMENT);
        assertThat(server.connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            458 4.7.0 unable to queue        | SmtpxTransientException
            459 4.7.0 node not allowed       | SmtpxTransientException
            501 5.5.4 no such node           | SmtpxPermanentException
            """)
    void aRefusedEtrnCarriesTheReply(String reply, String exception) {
        server.on("ETRN").reply(reply);
        Exchange exchange = send("operation=etrn&argument=example.org", "the body");
        SmtpxException thrown = exchange.getException(SmtpxException.class);
        assertThat(thrown).isNotNull().hasMessageContaining(reply);
        assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(thrown.getReply()).hasToString(reply);
        assertThat(thrown.getOutcome()).isNull();
        assertThat(header(exchange, SmtpxConstants.REPLY_CODE)).isEqualTo(Integer.parseInt(reply.substring(0, 3)));
        assertThat(exchange.getMessage().getBody()).isEqualTo("the body");
    }

    @Test
    void aServerThatRefusesTheSessionIsTransient() {
        server.onGreeting().closeWith("554 5.3.2 not today");
        Exchange exchange = send("operation=noop", null);
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class);
        assertThat(exchange.getException(SmtpxException.class).getReply()).hasToString("554 5.3.2 not today");
        assertThat(header(exchange, SmtpxConstants.REPLY_CODE)).isEqualTo(554);
    }

    @Test
    void anArgumentCannotHoldASecondCommand() {
        Exchange exchange = send("operation=verify", "bob\r\nRSET");
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(server.connections()).isZero();
    }

    @Test
    void theHeaderDoesNotCountWhenTheEndpointClosesHeaders() {
        deliver("operation=verify&envelopeHeaders=none", "bob", Map.of(SmtpxConstants.ARGUMENT, "evil"));
        assertThat(server.commands("VRFY")).containsExactly("VRFY bob");
    }

    @Test
    void noHeaderChangesTheOperation() {
        deliver("operation=verify&argument=bob", null, Map.of("CamelSmtpxOperation", "etrn", "operation", "etrn"));
        assertThat(server.commands("ETRN")).isEmpty();
        assertThat(server.commands("VRFY")).hasSize(1);
    }
}
