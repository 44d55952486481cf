/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import org.apache.camel.spi.StreamCachingStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SpooledMessageTest {
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
    void keepsASmallMessageOnTheHeap() throws Exception {
        Composing composing = spooling(Composing.body("Hello"));
        SpooledMessage spooled = composing.compose().spool(composing.exchange);
        assertThat(spooled.isInMemory()).isTrue();
        assertThat(octets(spooled)).hasSize((int) spooled.size()).isEqualTo(octets(spooled));
        assertThat(spool).doesNotExist();
    }

    @Test
    void keepsALargeMessageInAFileUntilItIsClosed() throws Exception {
        Composing composing = spooling(large());
        SpooledMessage spooled = composing.compose().spool(composing.exchange);
        assertThat(spooled.isInMemory()).isFalse();
        assertThat(spooled.size()).isGreaterThan(SIZE * 4L / 3);
        assertThat(files()).hasSize(1);
        assertThat(Files.size(files().get(0))).isEqualTo(spooled.size());
        for (int i = 0; i < 2; i++) {
            byte[] octets = octets(spooled);
            assertThat(octets).hasSize((int) spooled.size());
            var parts = (jakarta.mail.internet.MimeMultipart) Composing.read(octets).getContent();
            assertThat(parts.getBodyPart(1).getInputStream()).hasBinaryContent(Files.readAllBytes(attachment));
        }
        spooled.close();
        spooled.close();
        assertThat(files()).isEmpty();
        assertThatIOException().isThrownBy(spooled::open);
    }

    @Test
    void removesTheFileWhenTheExchangeIsDone() throws Exception {
        Composing composing = spooling(large());
        composing.compose().spool(composing.exchange);
        assertThat(files()).hasSize(1);
        composing.exchange.getExchangeExtension().handoverCompletions()
                .forEach(synchronization -> synchronization.onComplete(composing.exchange));
        assertThat(files()).isEmpty();
    }

    @Test
    void removesTheFileWhenAnAttachmentCannotBeRead() throws Exception {
        Composing composing = spooling(large()).attach("gone", new DataHandler(new FileDataSource("/no/such/file")));
        ComposedMessage composed = composing.compose();
        assertThatIOException().isThrownBy(() -> composed.spool(composing.exchange));
        assertThat(files()).isEmpty();
    }

    @Test
    void enciphersTheFileIfTheContextDoes() throws Exception {
        Composing composing = spooling(Composing.body("plain words ".repeat(50_000)));
        composing.context.getStreamCachingStrategy().setSpoolCipher("AES/CTR/NoPadding");
        SpooledMessage spooled = composing.compose().spool(composing.exchange);
        assertThat(Files.readString(files().get(0), StandardCharsets.ISO_8859_1)).doesNotContain("plain words");
        assertThat(new String(octets(spooled), StandardCharsets.US_ASCII)).contains("plain words");
        assertThat(octets(spooled)).hasSize((int) spooled.size());
        spooled.close();
    }

    @Test
    void leavesAMessageOfTheUserUnalteredButForItsBcc() throws Exception {
        String mail = "X-Odd:  spaced\r\nBcc: eve@example.net\r\nSubject: a\r\n b\r\n\r\n.\r\nno line end";
        Composing composing = Composing.body("x");
        SpooledMessage spooled
                = SpooledMessage.of(Composing.read(mail.getBytes(StandardCharsets.US_ASCII)), composing.exchange);
        assertThat(new String(octets(spooled), StandardCharsets.US_ASCII))
                .isEqualTo(mail.replace("Bcc: eve@example.net\r\n", ""));
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

    private static byte[] octets(SpooledMessage spooled) throws IOException {
        try (InputStream in = spooled.open()) {
            return in.readAllBytes();
        }
    }
}
