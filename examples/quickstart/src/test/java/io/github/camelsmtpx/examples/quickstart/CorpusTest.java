/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class CorpusTest {

    private static final Path MAILS = Path.of("mails");

    @TempDir
    Path folder;

    @Test
    void everyMailOfTheExampleHasCrlfLinesAsOnTheWire() throws IOException {
        Corpus corpus = Corpus.of(MAILS);

        assertThat(corpus.names()).hasSizeGreaterThanOrEqualTo(14);
        for (String name : corpus.names()) {
            try (Canonical canonical = new Canonical(Files.newInputStream(corpus.file(name)))) {
                assertThat(canonical.readAllBytes()).as(name).isEqualTo(Files.readAllBytes(corpus.file(name)));
            }
        }
    }

    @Test
    void theMailsKeepWhatMakesThemAwkward() throws IOException {
        assertThat(new String(Files.readAllBytes(MAILS.resolve("no-final-newline.eml")), StandardCharsets.US_ASCII))
                .endsWith("because");
        assertThat(Files.readString(MAILS.resolve("dots.eml"))).contains("\r\n.\r\n", "\r\n..and").endsWith("\r\n.\r\n");
        assertThat(Files.readString(MAILS.resolve("empty-body.eml"))).endsWith("\r\n\r\n");
        assertThat(Files.readString(MAILS.resolve("long-lines.eml")).lines().mapToInt(String::length).max()).hasValue(20000);
        assertThat(Files.readString(MAILS.resolve("eight-bit.eml"))).contains("Brötchen", "Добрый");
    }

    @Test
    void stagingAddsTheBigMailAndForgetsAnEarlierRun() throws IOException {
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.writeString(target.resolve("of-an-earlier-run.eml"), "old");

        Corpus staged = Corpus.of(MAILS).staged(target);

        assertThat(staged.names()).containsAll(Corpus.of(MAILS).names()).contains("big-attachment.eml")
                .doesNotContain("of-an-earlier-run.eml");
        assertThat(Files.size(staged.file("big-attachment.eml"))).isGreaterThan(BigMail.ATTACHMENT * 4L / 3);
        assertThat(Canonical.sha256(staged.file("big-attachment.eml")))
                .isEqualTo("7b054a36b8c43a950a699929b6947d11a588a09b6ebcbdae25061e53cbcbcbac");
    }

    @Test
    void takesEmlFilesOnlyAndNoHiddenOnes() throws IOException {
        for (String name : new String[] { "b.EML", "a.eml", ".hidden.eml", "notes.txt" }) {
            Files.writeString(folder.resolve(name), "x");
        }
        Files.createDirectory(folder.resolve("folder.eml"));

        assertThat(Corpus.of(folder).names()).containsExactly("a.eml", "b.EML");
    }

    @Test
    void saysWhichFolderIsWrong() {
        assertThatIOException().isThrownBy(() -> Corpus.of(folder)).withMessage("there is no .eml file in " + folder);
        assertThatIOException().isThrownBy(() -> Corpus.of(folder.resolve("none")))
                .withMessage(folder.resolve("none") + " is not a folder");
    }
}
