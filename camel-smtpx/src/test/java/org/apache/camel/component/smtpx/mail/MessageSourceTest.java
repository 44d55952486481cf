/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageSourceTest {

    private static final byte[] OCTETS = "Subject: a\r\n\r\n.b".getBytes(US_ASCII);

    @TempDir
    Path directory;

    @Test
    void readsOctetsAgainAndAgain() throws IOException {
        assertReadsTwice(MessageSource.of(OCTETS), OCTETS.length);
    }

    @Test
    void readsAFileAgainAndAgain() throws IOException {
        assertReadsTwice(MessageSource.of(Files.write(directory.resolve("message"), OCTETS)), OCTETS.length);
    }

    @Test
    void keepsTheSizeAFileHadFirst() throws IOException {
        Path file = Files.write(directory.resolve("message"), OCTETS);
        MessageSource source = MessageSource.of(file);
        Files.write(file, new byte[99]);
        assertThat(source.size()).isEqualTo(OCTETS.length);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> MessageSource.of(directory.resolve("none"))).isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesADirectory() {
        assertThatThrownBy(() -> MessageSource.of(directory)).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void readsWhatAnOpenerOpensAgainAndAgain() throws IOException {
        assertReadsTwice(MessageSource.of(() -> new ByteArrayInputStream(OCTETS), OCTETS.length), OCTETS.length);
        assertReadsTwice(MessageSource.of(() -> new ByteArrayInputStream(OCTETS), -1), -1);
    }

    @Test
    void readsAStreamOnce() throws IOException {
        MessageSource source = MessageSource.of(new ByteArrayInputStream(OCTETS));
        assertThat(source.size()).isEqualTo(-1);
        assertThat(source.repeatable()).isFalse();
        assertReads(source);
        assertThatThrownBy(source::open).isInstanceOf(IOException.class).hasMessageContaining("only once");
    }

    @Test
    void refusesAnImpossibleSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> MessageSource.of(InputStream::nullInputStream, -2));
        assertThatIllegalArgumentException().isThrownBy(() -> new FileSource(directory, -1, FileTime.fromMillis(0)));
    }

    @Test
    void showsNoneOfTheMessage() {
        assertThat(MessageSource.of(OCTETS)).hasToString("BytesSource[size=16]");
        assertThat(MessageSource.of(InputStream.nullInputStream())).hasToString("StreamSource[size=-1, repeatable=false]");
    }

    private static void assertReadsTwice(MessageSource source, long size) throws IOException {
        assertThat(source.size()).isEqualTo(size);
        assertThat(source.repeatable()).isTrue();
        assertReads(source);
        assertReads(source);
    }

    private static void assertReads(MessageSource source) throws IOException {
        try (InputStream in = source.open()) {
            assertThat(in.readAllBytes()).isEqualTo(OCTETS);
        }
    }
}
