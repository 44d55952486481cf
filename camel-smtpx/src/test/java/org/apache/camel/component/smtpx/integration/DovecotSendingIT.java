/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Dovecot's submission service from Debian's package: takes mail after a login only, and then offers more. */
class DovecotSendingIT extends SendingContract {

    @Override
    Peer peer() {
        return DebianServer.named("dovecot");
    }

    @Override
    TestClient client(int port) {
        return super.client(port).login(Credentials.password("user", "secret"));
    }

    @Override
    Set<String> offered() {
        return Set.of("PIPELINING", "CHUNKING", "8BITMIME", "STARTTLS", "DSN");
    }

    @Override
    boolean completesTheLastLine() {
        return false;
    }

    /** BINARYMIME and DSN are offered after the login only. Dovecot makes CRLF of a bare LF, even here. */
    @Test
    void aBinaryMessageArrivesAsItIs() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            int octet = (i * 31 + i / 256) & 0xFF;
            octets.writeBytes(octet == '\n' ? new byte[] { '\r', '\n' } : new byte[] { (byte) octet });
        }
        String to = TestClient.fresh("binary");
        try (TestClient client = client(peer().port())) {
            Outcome outcome = client.send(
                    TestClient.envelope(MailParameters.NONE.withBody(BodyType.BINARY_MIME).withEnvelopeId("b1"), to),
                    MessageSource.of(octets.toByteArray()));
            assertThat(outcome.delivered()).as(outcome + "\n" + client.lastLines(20)).hasSize(1);
            assertThat(outcome.via().dropped()).isEmpty();
            assertThat(client.transcript()).filteredOn(line -> line.contains("EHLO")).hasSize(2);
        }
        RecordedMail mail = peer().mails().arrived(to);
        sameOctets(octets.toByteArray(), mail.octets());
        assertThat(mail.parameters()).contains("BODY=BINARYMIME", "ENVID=b1");
    }
}
