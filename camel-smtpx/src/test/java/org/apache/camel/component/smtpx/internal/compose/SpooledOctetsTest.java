/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.internet.MimeMultipart;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.spi.StreamCachingStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SpooledOctetsTest {
    private static final int SIZE = 5 * 1024 * 1024;

    @TempDir
    Path directory;
    private Path spool;
    private Path attachment;

    @BeforeEach
    void writeAnAttachment() throws IOException {
        spool = directory.resolve("spool");
        byte[] octets = new byte[SIZE];
        new java.util.Random(1).nextBytes(octets);
        attachment = Files.write(directory.resolve("large.bin"), octets);
    }

    @Test
    void keepsWhatIsSmallOnTheHeap() throws Exception {
        SpooledOctets spooled = spool(Composing.body("x"), "Hello".getBytes(StandardCharsets.US_ASCII));
        assertThat(spooled.isInMemory()).isTrue();
        assertThat(octets(spooled)).hasSize((int) spooled.size()).isEqualTo(octets(spooled));
        assertThat(spool).doesNotExist();
    }

    @Test
    void keepsWhatIsLargeInAFileUntilItIsClosed() throws Exception {
        byte[] given = Files.readAllBytes(attachment);
        SpooledOctets spooled = spool(Composing.body("x"), given);
        assertThat(spooled.isInMemory()).isFalse();
        assertThat(files()).hasSize(1);
        assertThat(Files.size(files().get(0))).isEqualTo(spooled.size()).isEqualTo(SIZE);
        for (int i = 0; i < 2; i++) {
            assertThat(octets(spooled)).isEqualTo(given);
        }

        spooled.close();
        spooled.close();
        assertThat(files()).isEmpty();
        assertThatIOException().isThrownBy(spooled::open);
    }

    @Test
    void storesALargeAttachmentUntilTheExchangeIsDone() throws Exception {
        byte[] given = Files.readAllBytes(attachment);
        Composing composing = spooling(Composing.body("Hello").attach("large.bin", "application/octet-stream", given));
        MessageSource source = composing.compose().source();
        assertThat(files()).hasSize(1);
        for (int i = 0; i < 2; i++) {
            assertThat(attached(source)).isEqualTo(given);
        }
        done(composing);
        assertThat(files()).isEmpty();
    }

    @Test
    void doesNotCopyALargeFile() throws Exception {
        Composing composing = spooling(large());
        MessageSource source = composing.compose().source();
        assertThat(spool).doesNotExist();
        assertThat(attached(source)).isEqualTo(Files.readAllBytes(attachment));
        assertThat(composing.exchange.getExchangeExtension().handoverCompletions()).isNull();
    }

    @Test
    void removesTheFileWhenAnAttachmentCannotBeRead() throws Exception {
        Composing composing = spooling(Composing.body("x").attach("large", "application/octet-stream", new byte[SIZE]))
                .attach("gone", new DataHandler(new FileDataSource("/no/such/file")));
        assertThatIOException().isThrownBy(composing::compose);
        done(composing);
        assertThat(files()).isEmpty();
    }

    @Test
    void enciphersTheFileIfTheContextDoes() throws Exception {
        Composing composing = Composing.body("x");
        composing.context.getStreamCachingStrategy().setSpoolCipher("AES/CTR/NoPadding");
        SpooledOctets spooled = spool(composing, "plain words ".repeat(50_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(Files.readString(files().get(0), StandardCharsets.ISO_8859_1)).doesNotContain("plain words");
        assertThat(new String(octets(spooled), StandardCharsets.US_ASCII)).contains("plain words");
        assertThat(octets(spooled)).hasSize((int) spooled.size());
        spooled.close();
    }

    @Test
    void leavesAMessageOfTheUserUnalteredButForItsBcc() throws Exception {
        String mail = "X-Odd:  spaced\r\nBcc: eve@example.net\r\nSubject: a\r\n b\r\n\r\n.\r\nno line end";
        Composing composing = Composing.body("x");
        SpooledOctets spooled
                = SpooledOctets.of(Composing.read(mail.getBytes(StandardCharsets.US_ASCII)), composing.exchange);
        assertThat(new String(octets(spooled), StandardCharsets.US_ASCII))
                .isEqualTo(mail.replace("Bcc: eve@example.net\r\n", ""));
    }

    private SpooledOctets spool(Composing composing, byte[] octets) throws IOException {
        return SpooledOctets.of(spooling(composing).exchange, out -> out.write(octets));
    }

    private static byte[] attached(MessageSource source) throws Exception {
        try (InputStream in = source.open()) {
            byte[] octets = in.readAllBytes();
            assertThat(octets).hasSize((int) source.size());
            return ((MimeMultipart) Composing.read(octets).getContent()).getBodyPart(1).getInputStream().readAllBytes();
        }
    }

    private static void done(Composing composing) {
        composing.exchange.getExchangeExtension().handoverCompletions()
                .forEach(synchronization -> synchronization.onComplete(composing.exchange));
    }

    private Composing large() {
        return Composing.body("Hello").attach("large.bin", new DataHandler(new FileDataSource(attachment.toFile())));
    }

    private Composing spooling(Composing composing) {
        StreamCachingStrategy strategy = composing.context.getStreamCachingStrategy();
        strategy.setSpoolEnabled(true);
        strategy.setSpoolDirectory(spool.toFile());
        return composing;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    private static byte[] octets(SpooledOctets spooled) throws IOException {
        try (InputStream in = spooled.open()) {
            return in.readAllBytes();
        }
    }
}
