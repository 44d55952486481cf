/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Of what went over a connection the last is kept, within bounds. */
class TranscriptRingTest {

    private final TranscriptRing tail = new TranscriptRing();

    @Test
    void keepsLinesInOrder() {
        sent("MAIL FROM:<ann@example.com>\r\nRCPT TO:<bob@example.org>\r\nBDAT 5 LAST\r\n");
        tail.content("C: ", 3);
        tail.content("C: ", 2);
        received("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n250 2.0.0 Ok: queued\r\n");
        assertThat(lines()).containsExactly(
                "C: MAIL FROM:<ann@example.com>", "C: RCPT TO:<bob@example.org>", "C: BDAT 5 LAST", "C: <5 octets>",
                "S: 250 2.1.0 Ok", "S: 250 2.1.5 Ok", "S: 250 2.0.0 Ok: queued");
    }

    @Test
    void marksTruncatedCommands() {
        sent("RCPT TO:<bob@example.org>\r\n".repeat(500));
        assertThat(lines()).hasSizeLessThan(25).first().isEqualTo("C: RCPT TO:<bob@example.org>");
        assertThat(lines()).last().asString().endsWith("...");
    }

    @Test
    void keepsTheLastOfManyReplies() {
        received("250 2.1.5 Ok\r\n".repeat(500) + "550 5.1.1 No such user\r\n");
        assertThat(lines()).hasSizeBetween(100, 200).last().isEqualTo("S: 550 5.1.1 No such user");
        assertThat(lines().get(0)).isEqualTo("S: 250 2.1.5 Ok");
    }

    @Test
    void overwrittenEntriesAreDroppedWhole() {
        for (int i = 0; i < 1000; i++) {
            received(("250 " + i + " ").repeat(40) + "\r\n");
        }
        assertThat(lines()).hasSizeBetween(20, 48).last().asString().startsWith("S: 250 999 250 999 ");
        assertThat(lines()).allMatch(line -> line.matches("S: (250 (\\d+) )(250 \\2 )+"));
    }

    private void sent(String lines) {
        byte[] octets = lines.getBytes(UTF_8);
        tail.sent("C: ", octets, octets.length);
    }

    private void received(String lines) {
        byte[] octets = lines.getBytes(UTF_8);
        tail.received("S: ", octets, 0, octets.length);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        tail.lines((text, nanos) -> lines.add(text));
        return lines;
    }
}
