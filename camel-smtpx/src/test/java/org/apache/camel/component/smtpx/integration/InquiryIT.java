/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** ETRN, VRFY, EXPN, HELP and NOOP through Camel's endpoints. */
@ExtendWith(ServerTally.class)
class InquiryIT {

    private static DefaultCamelContext camel;

    @BeforeAll
    static void start() {
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterAll
    static void stop() throws IOException {
        camel.close();
    }

    private static String ask(DebianServer server, String operation, String argument) {
        return camel.createProducerTemplate().requestBody(
                "smtpx:127.0.0.1:" + server.port() + "?starttls=never&hello=client.test&operation=" + operation, argument,
                String.class);
    }

    @Test
    void etrnStartsAQueueRun() {
        DebianServer postfix = DebianServer.postfix();
        DebianServer exim = DebianServer.exim();
        assertThat(ask(postfix, "etrn", "example.test")).contains("Queuing started");
        assertThat(ask(exim, "etrn", "example.test")).isNotBlank();
    }

    /** The codes 458 and 459 mean "not now" and "not allowed", and are transient both (RFC 1985, section 5.4). */
    @ParameterizedTest
    @CsvSource({ "postfix,459", "exim,458" })
    void etrnForAStrangerIsRefused(String name, String code) {
        DebianServer server = DebianServer.named(name);
        assertThatThrownBy(() -> ask(server, "etrn", "stranger.test"))
                .isInstanceOf(CamelExecutionException.class).cause().isInstanceOf(SmtpxTransientException.class)
                .hasMessageContaining(code);
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void verifyReportsWhetherAUserIsKnown(String name) {
        DebianServer server = DebianServer.named(name);
        assertThat(ask(server, "verify", "user@local.test")).contains("user@local.test");
        assertThatThrownBy(() -> ask(server, "verify", "missing@local.test")).cause()
                .isInstanceOf(SmtpxPermanentException.class).hasMessageContaining("550");
    }

    @Test
    void expandNamesTheMembersOfAList() {
        DebianServer postfix = DebianServer.postfix();
        DebianServer exim = DebianServer.exim();
        assertThat(ask(exim, "expand", "staff@local.test").lines()).hasSize(2)
                .anyMatch(line -> line.contains("user@local.test")).anyMatch(line -> line.contains("other@local.test"));
        assertThatThrownBy(() -> ask(postfix, "expand", "staff")).cause()
                .isInstanceOf(SmtpxPermanentException.class).hasMessageContaining("50");
    }

    @Test
    void helpReplyIsTheResult() {
        assertThat(ask(DebianServer.exim(), "help", null)).contains("Commands supported:", "EHLO");
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void noopIsAnsweredWithItsCode(String name) {
        int port = DebianServer.named(name).port();
        assertThat(camel.createProducerTemplate().request(
                "smtpx:127.0.0.1:" + port + "?starttls=never&operation=noop&hello=client.test", exchange -> {
                }).getMessage().getHeader(SmtpxConstants.REPLY_CODE)).isEqualTo(250);
    }
}
