/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.util.Set;

import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** aiosmtpd from Debian's package: neither PIPELINING nor CHUNKING. */
class AiosmtpdSendingIT extends SendingContract {

    @Override
    Peer peer() {
        return DebianServer.named("aiosmtpd");
    }

    @Override
    Set<String> offered() {
        return Set.of("8BITMIME", "SMTPUTF8", "STARTTLS");
    }

    @Override
    boolean takesLongLines() {
        return false;
    }

    @Test
    void aLineThatIsTooLongIsRefusedAfterTheMessage() throws IOException {
        String next = TestClient.fresh("next");
        try (TestClient client = client(peer().port())) {
            Outcome outcome = client.send(Sample.LONG_LINE.source(), TestClient.fresh("long"));
            assertThat(outcome.results().get(0).fate()).as(outcome.toString()).isEqualTo(Fate.REJECTED);
            assertThat(outcome.stage()).isEqualTo(Stage.FINAL);
            assertThat(outcome.reply()).hasToString("500 Line too long (see RFC5321 4.5.3.1.6)");
            assertThat(client.send(Sample.PLAIN.source(), next).delivered()).hasSize(1);
        }
        peer().mails().arrived(next);
    }
}
