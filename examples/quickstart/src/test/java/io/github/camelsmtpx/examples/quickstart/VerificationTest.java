/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelsmtpx.examples.quickstart.Delivery.Fate.DELIVERED;
import static io.github.camelsmtpx.examples.quickstart.Delivery.Fate.FAILED;
import static io.github.camelsmtpx.examples.quickstart.Delivery.Fate.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

class VerificationTest {

    private static final Draft DRAFT = new Draft("draft", "Grüße", "A line.\nÄnother.\n", null, null);

    @TempDir
    Path folder;

    private MailStore store;
    private Corpus corpus;

    @BeforeEach
    void oneFile() throws IOException {
        Files.writeString(folder.resolve("a.eml"), "Subject: x\n\nbody");
        store = new MailStore(folder.resolve("stored"));
        corpus = Corpus.of(folder);
    }

    @Test
    void isContentWhenTheOctetsAreThere() throws IOException {
        store("Subject: x\n\nbody", "ada@example.org");

        assertThat(verify(delivered("a.eml", 1))).isEqualTo(new Verification(
                "SHA-256 of what the server stored: 1 of 1 files octet for octet, 1 composed as given", List.of()));
    }

    @Test
    void allowsAndReportsLineEndChangesOfSmtp() throws IOException {
        store("Subject: x\r\n\r\nbody", "ada@example.org");
        assertThat(verify(delivered("a.eml", 1)).verdict())
                .contains("0 of 1 files octet for octet, 1 with line ends made CRLF");
        assertThat(verify(delivered("a.eml", 1)).differences()).isEmpty();

        store("Subject: x\r\n\r\nbody\r\n", "ada@example.org");
        assertThat(SameOctets.compare(corpus.file("a.eml"), store.all().get(1))).isEqualTo(SameOctets.BUT_LINE_ENDS);
    }

    @Test
    void seesAnOctetTooManyOrTooFew() throws IOException {
        store("Subject: x\n\nbod", "ada@example.org");

        assertThat(verify(delivered("a.eml", 1)).differences()).singleElement().asString()
                .startsWith("a.eml: other octets than sent");
    }

    @Test
    void seesWhatIsMissingDoubleOrMisaddressed() throws IOException {
        assertThat(verify(delivered("a.eml", 1)).differences()).containsExactly("a.eml: the server has not stored it");

        store("Subject: x\n\nbody", "ada@example.org");
        store("Subject: x\n\nbody", "ada@example.org");
        assertThat(verify(delivered("a.eml", 1)).differences()).singleElement().asString()
                .startsWith("the server stored a message nobody");

        store("Subject: x\n\nbody", "eve@example.org");
        assertThat(verify(delivered("a.eml", 1), delivered("a.eml", 2), delivered("a.eml", 3)).differences())
                .containsExactly("a.eml: stored with the envelope quickstart@example.com -> [eve@example.org]");
    }

    @Test
    void seesAnOutcomeThatShouldHaveBeenAnother() throws IOException {
        store("Subject: x\n\nbody", "ada@example.org");
        Delivery delivery = new Delivery(
                "a.eml", 1, "-",
                List.of(
                        new Delivery.ToRecipient("ada@example.org", DELIVERED, "250 2.0.0 Stored as 1"),
                        new Delivery.ToRecipient("gone@example.org", REJECTED, "551 5.1.6 Moved"),
                        new Delivery.ToRecipient("full@example.org", DELIVERED, "250 2.0.0 Stored as 1")),
                Duration.ZERO);

        assertThat(verify(delivery).differences()).containsExactly(
                "a.eml: gone@example.org should have been rejected with 550 5.1.1 No such mailbox here",
                "a.eml: full@example.org should have been failed with 452 4.2.2 Mailbox full, try again tomorrow",
                "a.eml: stored with the envelope quickstart@example.com -> [ada@example.org]");
    }

    @Test
    void seesARecipientForgotten() throws IOException {
        store("Subject: x\n\nbody", "ada@example.org");
        Delivery delivery = new Delivery("a.eml", 1, "-", delivered("a.eml", 1).recipients().subList(0, 1), Duration.ZERO);

        assertThat(verify(delivery).differences()).containsExactly(
                "a.eml: outcomes for [ada@example.org] instead of [ada@example.org, gone@example.org, full@example.org]");
    }

    @Test
    void readsAComposedMessageBack() throws IOException {
        store("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
              + "Content-Transfer-Encoding: quoted-printable\r\n\r\nA line.\r\n=C3=84nother.\r\n", "grace@example.org",
                "edsger@example.org");
        store("Subject: Hello\r\n\r\nAnother text.\r\n", "grace@example.org", "edsger@example.org");

        assertThat(verify(delivered("draft", 1)).differences()).containsExactly(
                "the server stored a message nobody was told of, see " + store.all().get(1).octets());
        assertThat(verify(delivered("draft", 1), delivered("draft", 2)).differences()).containsExactly(
                "draft: the subject became \"Hello\"", "draft: its text is not in " + store.all().get(1).octets());
    }

    private Verification verify(Delivery... deliveries) throws IOException {
        return Verification.of(corpus, List.of(DRAFT), List.of(deliveries), store);
    }

    private void store(String content, String... recipients) throws IOException {
        Spool spool = store.spool();
        spool.append(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        spool.keep(Mailboxes.SENDER, List.of(recipients));
    }

    private static Delivery delivered(String name, int id) {
        List<String> envelope = name.endsWith(".eml") ? Mailboxes.FOR_FILES : Mailboxes.FOR_DRAFTS;
        return new Delivery(name, 1, "-", envelope.stream().map(address -> switch (address) {
            case "gone@example.org" -> new Delivery.ToRecipient(address, REJECTED, "550 5.1.1 No such mailbox here");
            case "full@example.org" -> new Delivery.ToRecipient(address, FAILED, "452 4.2.2 Mailbox full, try again tomorrow");
            default -> new Delivery.ToRecipient(address, DELIVERED, "250 2.0.0 Stored as " + id);
        }).toList(), Duration.ZERO);
    }
}
