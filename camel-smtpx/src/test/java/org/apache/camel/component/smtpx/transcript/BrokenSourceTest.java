/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.transcript.FaultyServer.Slot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A message that is not whole is never finished: neither a dot nor LAST, and the connection is closed. */
class BrokenSourceTest {

    private static final int SIZE = 200_000;

    private final MemoryConnection connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25));
    private final Mail mail = new Mail("a@example.com");
    private final List<RecipientResult> results = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING", "PIPELINING CHUNKING", "SIZE", "CHUNKING" })
    void endsBeforeTheEndWhenTheSourceFails(String keywords) throws IOException {
        send(keywords, MessageSource.of(() -> new SequenceInputStream(text(SIZE / 2), failing()), -1));

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.fate()).isEqualTo(Fate.FAILED);
            assertThat(result.detail()).contains("the disk is gone");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING", "PIPELINING CHUNKING", "SIZE", "CHUNKING" })
    void failsBeforeTheCommitPointWhenTheSourceIsTooShort(String keywords) throws IOException {
        send(keywords, MessageSource.of(() -> text(SIZE - 1), SIZE));

        assertThat(results).singleElement().extracting(RecipientResult::fate).isEqualTo(Fate.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING", "PIPELINING CHUNKING", "SIZE", "CHUNKING" })
    void failsBeforeTheCommitPointWhenTheSourceIsTooLong(String keywords) throws IOException {
        send(keywords, MessageSource.of(() -> text(SIZE + 1), SIZE));

        assertThat(results).singleElement().extracting(RecipientResult::fate).isEqualTo(Fate.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING", "PIPELINING CHUNKING", "SIZE", "CHUNKING" })
    void endsBeforeTheEndAtAnOctetThatTheServerCannotTake(String keywords) throws IOException {
        byte[] accented = "\u00e9".getBytes(StandardCharsets.UTF_8);
        send(keywords, MessageSource.of(
                () -> new SequenceInputStream(text(SIZE), new ByteArrayInputStream(accented)), -1));

        assertThat(results).singleElement().extracting(RecipientResult::fate).isEqualTo(Fate.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING", "PIPELINING CHUNKING 8BITMIME", "SIZE", "CHUNKING" })
    void endsBeforeTheEndAtANul(String keywords) throws IOException {
        send(keywords, MessageSource.of(new SequenceInputStream(text(SIZE), new ByteArrayInputStream(new byte[1]))));

        assertThat(results).singleElement().extracting(RecipientResult::fate).isEqualTo(Fate.REJECTED);
    }

    private void send(String keywords, MessageSource source) throws IOException {
        mail.header("to", "b@example.org");
        // Its only fault is that the greeting trickles in.
        FaultyServer server = new FaultyServer(connection, List.of(keywords.split(" ")), Slot.GREETING, Fault.TRICKLED);
        PreparedMessage content = PreparedMessage.of(source, false);
        Options options = new Options(List.of("chunk=65536"));
        connection.submit(new HandshakeDialogue(
                options.terms(), ready -> connection.submit(new TransactionDialogue(
                        mail.envelope(), content, options.policy(), report -> results.addAll(report.results())))));
        server.greet();
        server.serve();

        assertThat(server.copies()).as("copies").isEmpty();
        assertThat(connection.isOpen()).as("open").isFalse();
        String end = new String(connection.sent(), StandardCharsets.US_ASCII);
        assertThat(end).doesNotContain("\r\n.\r\n", " LAST\r\n", "QUIT").doesNotEndWith("RSET\r\n");
    }

    private static InputStream text(int size) {
        byte[] octets = new byte[size];
        Arrays.fill(octets, (byte) 'x');
        for (int i = 63; i < size; i += 64) {
            octets[i] = '\n';
        }
        return new ByteArrayInputStream(octets);
    }

    private static InputStream failing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };
    }
}
