/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeSettings;
import org.apache.camel.component.smtpx.internal.dialogue.IgnoredExtensions;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.component.smtpx.transcript.TestTls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The socket takes a write in part, then the connection is reset: only what the server cannot have is FAILED. */
class PartialWriteTest {

    private final MemoryConnection connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25), false);
    private final @Nullable Fate[] fates = new Fate[3];

    /** A TLS record holds the end of one message and the beginning of the next. The next record is not taken. */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aMessageThatTheServerHasWholeIsUnknown(boolean tls) throws Exception {
        handshake(tls);
        submit(0, 10);
        connection.takeSent();
        connection.take(0);
        reply("250 sender", "250 recipient", "250 accepted");
        assertThat(fates[0]).isEqualTo(Fate.DELIVERED);
        StringBuilder taken = new StringBuilder();
        while (taken.indexOf("end of 1") < 0) {
            connection.take(7);
            taken.append(new String(connection.takeSent(), StandardCharsets.US_ASCII));
        }
        assertThat(taken).doesNotContain("end of 2");
        connection.reset();
        assertThat(fates).containsExactly(Fate.DELIVERED, Fate.UNKNOWN, Fate.FAILED);
    }

    private void handshake(boolean tls) {
        connection.submit(new HandshakeDialogue(
                new HandshakeSettings(
                        Protocol.SMTP, "client.example.com", true, true, tls ? StartTls.REQUIRED : StartTls.NEVER, null,
                        new Mechanisms(List.of(), false, null), "mx.example.org", IgnoredExtensions.NONE, null),
                result -> assertThat(result.failure()).isNull()));
        reply("220 mx");
        if (tls) {
            reply("250-mx", "250 STARTTLS");
            reply("220 go ahead");
            connection.secure(TestTls.server());
        }
        reply("250-mx", "250-PIPELINING", "250 CHUNKING");
    }

    private void reply(String... lines) {
        connection.receive((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void submit(int number, int size) throws Exception {
        String text = "x".repeat(size) + "\r\nend of " + number;
        connection.submit(new TransactionDialogue(
                new Envelope(
                        Address.parse("a@example.com"),
                        List.of(new Recipient(Address.parse("b@example.org"), Set.of(), null)), MailParameters.NONE),
                PreparedMessage.of(MessageSource.of(text.getBytes(StandardCharsets.US_ASCII)), false),
                SendPolicy.DEFAULTS.withOneFlight(OneFlight.ALWAYS), report -> onReport(number, report)));
    }

    private void onReport(int number, TransactionReport report) {
        fates[number] = report.results().get(0).fate();
        if (number == 0) {
            try {
                submit(1, 5_000);
                submit(2, 30_000);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
