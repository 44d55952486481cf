/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How many commands leave before the first of them is answered. */
class EnvelopeGroupTest {

    private static final int RECIPIENTS = 2500;

    private final MemoryConnection connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25));
    private final List<RecipientResult> results = new ArrayList<>();

    @Test
    void noGroupHasMoreThanAThousandCommands() {
        Options options = new Options(List.of("skipBad"));
        connection.submit(new HandshakeDialogue(
                options.terms(), ready -> connection.submit(new TransactionDialogue(
                        mail().envelope(), mail().content(), options.policy(), report -> results.addAll(report.results())))));
        receive("220 mx.example.org");
        receive("250-mx.example.org", "250 PIPELINING");
        int before = "EHLO client.example.com\r\n".length();
        int answered = 0;
        while (lines(before) - answered > 0 && lines(before) <= RECIPIENTS + 1) {
            int waiting = lines(before) - answered;
            assertThat(waiting).as("commands without a reply").isLessThanOrEqualTo(1000);
            answered += waiting;
            receive(IntStream.range(0, waiting).mapToObj(i -> "250 2.1.5 ok").toArray(String[]::new));
        }
        // What is left is DATA, in the last group.
        receive("354 go ahead");
        receive("250 2.0.0 queued");
        assertThat(results).hasSize(RECIPIENTS).allMatch(result -> result.fate() == Fate.DELIVERED);
    }

    private static Mail mail() {
        Mail mail = new Mail("a@example.com");
        IntStream.range(0, RECIPIENTS).forEach(i -> mail.header("to", "b" + i + "@example.org"));
        return mail;
    }

    private int lines(int from) {
        String sent = new String(connection.sent(), StandardCharsets.US_ASCII).substring(from);
        return (int) sent.lines().filter(line -> !line.equals("DATA")).count();
    }

    private void receive(String... lines) {
        connection.receive((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
