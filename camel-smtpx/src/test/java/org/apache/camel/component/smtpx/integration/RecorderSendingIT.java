/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.util.Set;

import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tests' own next hop. It takes binary messages, which Postfix and Exim do not, and proves the tests themselves.
 */
class RecorderSendingIT extends SendingContract {

    private Recorder recorder;

    @BeforeAll
    void start() throws IOException {
        recorder = Recorder.on(0, new Mails());
    }

    @AfterAll
    void stop() throws IOException {
        recorder.close();
    }

    @Override
    Peer peer() {
        ServerTally.used(recorder.name());
        return recorder;
    }

    @Override
    Set<String> offered() {
        return Set.of("PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8", "DSN");
    }

    @Override
    boolean completesTheLastLine() {
        return false;
    }

    @Test
    void aBinaryMessageArrivesAsItIs() throws IOException {
        byte[] octets = new byte[100_000];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i * 31 + i / 256);
        }
        String to = TestClient.fresh("binary");
        try (TestClient client = TestClient.of(recorder.port())) {
            Outcome outcome = client.send(
                    TestClient.envelope(MailParameters.NONE.withBody(BodyType.BINARY_MIME), to), MessageSource.of(octets));
            assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
        }
        RecordedMail mail = recorder.mails().arrived(to);
        assertThat(mail.octets()).isEqualTo(octets);
        assertThat(mail.parameters()).contains("BODY=BINARYMIME", "SIZE=100000");
    }
}
