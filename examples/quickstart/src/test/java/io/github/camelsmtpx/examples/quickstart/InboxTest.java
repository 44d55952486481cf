/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendDetails;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage.ReceivedRecipient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class InboxTest {

    @TempDir
    Path folder;

    private Inbox inbox;
    private Mail mail;

    @BeforeEach
    void open() throws IOException {
        inbox = new Inbox(folder.resolve("stored"));
        mail = new Mail("a.eml", Files.writeString(folder.resolve("a.eml"), "Subject: x\n\nbody"), Map.of(), Map.of());
    }

    @Test
    void sameOctetsPass() throws IOException {
        store("Subject: x\n\nbody", "ada@example.org");
        assertThat(inbox.compare(mail, outcome("ada@example.org"))).isEqualTo(16);
        assertThat(inbox.differences()).isEmpty();
        assertThat(inbox.verdict()).isEqualTo("1 of 1 files stored octet for octet");
    }

    @Test
    void lineEndsMayBecomeCrlf() throws IOException {
        store("Subject: x\r\n\r\nbody", "ada@example.org");
        inbox.compare(mail, outcome("ada@example.org"));
        store("Subject: x\r\n\r\nbody\r\n", "ada@example.org");
        inbox.compare(mail, outcome("ada@example.org"));
        assertThat(inbox.differences()).isEmpty();
        assertThat(inbox.verdict()).isEqualTo("0 of 2 files stored octet for octet, 2 with line ends made CRLF");
    }

    @Test
    void missingOctetIsADifference() throws IOException {
        store("Subject: x\n\nbod", "ada@example.org");
        inbox.compare(mail, outcome("ada@example.org"));
        store("Subject: x\n\nbody\n\n", "ada@example.org");
        inbox.compare(mail, outcome("ada@example.org"));
        assertThat(inbox.differences()).hasSize(2).allMatch(text -> text.startsWith("a.eml: other octets than sent"));
    }

    @Test
    void otherRecipientsAndOutcomesAreDifferences() throws IOException {
        store("Subject: x\n\nbody", "eve@example.org");
        inbox.compare(mail, outcome("ada@example.org", "gone@example.org"));
        assertThat(inbox.differences()).hasSize(2).satisfiesExactlyInAnyOrder(
                stored -> assertThat(stored).endsWith("but stored for [eve@example.org]"),
                fate -> assertThat(fate).endsWith("instead of REJECTED"));
    }

    @Test
    void messageThatNoOutcomeNamesIsADifference() throws IOException {
        store("Subject: x\n\nbody", "ada@example.org");
        assertThat(inbox.differences()).singleElement().asString().startsWith("no outcome names message from");
    }

    @Test
    void composedMessageIsReadBack() throws IOException {
        Mail draft = new Mail("draft", "A line.\nÄnother.\n", Map.of("Subject", "Grüße"), Map.of());
        store("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
              + "Content-Transfer-Encoding: quoted-printable\r\n\r\nA line.\r\n=C3=84nother.\r\n", "ada@example.org");
        inbox.compare(draft, outcome("ada@example.org"));
        assertThat(inbox.differences()).isEmpty();

        store("Subject: Hello\r\n\r\nOther.\r\n", "ada@example.org");
        inbox.compare(draft, outcome("ada@example.org"));
        assertThat(inbox.differences()).containsExactly("draft: composed of Hello and [Other.]");
    }

    @Test
    void mailsOfTheExampleHaveCrlfLineEnds() throws IOException {
        List<Mail> mails = Mail.files(Path.of("mails"));
        assertThat(mails).hasSizeGreaterThanOrEqualTo(14);
        for (Mail each : mails) {
            assertThat(Files.readString((Path) each.body(), StandardCharsets.ISO_8859_1)).as(each.name())
                    .doesNotContainPattern("(?<!\r)\n|\r(?!\n)");
        }
    }

    private void store(String content, String recipient) throws IOException {
        inbox.accept(1, new ReceivedMessage(
                1, "MAIL", "a@example.com", List.of(), List.of(new ReceivedRecipient(recipient, List.of())),
                content.getBytes(StandardCharsets.UTF_8), 1));
    }

    private static Outcome outcome(String... recipients) {
        Reply reply = Reply.of(250, "2.0.0 Stored as 1");
        return new Outcome.Delivered(
                List.of(recipients).stream().map(address -> RecipientResult.delivered(Recipient.of(address), reply)).toList(),
                reply, SendDetails.of("mx.example.org", 25));
    }
}
