/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Comments, Javadoc, descriptions and pages speak of connections, requests and replies, not of persons. */
class WordsTest {

    private static final Path MAIN = Path.of("src", "main", "java", "org", "apache", "camel", "component", "smtpx");
    private static final Path PAGES = Path.of("src", "main", "docs");
    private static final Path TOP = Path.of("..");

    private static final Pattern BANNED = Pattern.compile(
            "(?i)\\b(who(ever|m|mever)?|somebody|someone|nobody|anybody|everybody|is told|are told|was told|were told|be told"
                                                          + "|stands? (where|there|in|beside)|has it not|lies idle)\\b");

    /** Packages whose comments are still to be rewritten; the list only gets shorter. */
    private static final List<String> TO_DO = List.of();

    /** Real persons, and names that others gave. */
    private static final List<String> ALLOWED = List.of("mock:askSomebody", "direct:who", "anybody@example.org", "\"whoever");

    /** Names of tests, files and members. */
    private static final Pattern CODE = Pattern.compile("`[^`]*`|\\{@\\w+ [^}]*}");

    /** A comment of Java, or a text in quotes. */
    private static final Pattern JAVA = Pattern.compile("/\\*(?s:.*?)\\*/|//.*|\"(?:[^\"\\\\\\n]|\\\\.)*\"");

    @Test
    void commentsAndTextsOfTheSourcesSpeakOfThings() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).filter(WordsTest::isDone)
                    .flatMap(file -> found(file, JAVA.matcher(read(file)).results().map(MatchResult::group)
                            .collect(Collectors.joining("\n")))))
                    .isEmpty();
        }
    }

    @Test
    void pagesSpeakOfThings() throws IOException {
        List<Path> pages
                = new ArrayList<>(List.of(Path.of("DESIGN.adoc"), TOP.resolve("README.md"), TOP.resolve("CHANGELOG.md")));
        try (Stream<Path> files = Files.list(PAGES)) {
            files.filter(file -> file.toString().endsWith(".adoc")).forEach(pages::add);
        }
        assertThat(pages).hasSizeGreaterThan(5);
        assertThat(pages.stream().flatMap(page -> found(page, read(page)))).isEmpty();
    }

    /** A package that was renamed or is done leaves the list. */
    @Test
    void packagesToDoExist() {
        assertThat(TO_DO).allSatisfy(folder -> assertThat(MAIN.resolve(folder)).isDirectory());
    }

    private static boolean isDone(Path file) {
        String path = MAIN.relativize(file).toString().replace('\\', '/');
        return TO_DO.stream().noneMatch(path::startsWith);
    }

    private static Stream<String> found(Path file, String text) {
        return text.lines().filter(line -> ALLOWED.stream().noneMatch(line::contains))
                .filter(line -> BANNED.matcher(CODE.matcher(line).replaceAll("")).find())
                .map(line -> file + ": " + line.strip());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }
}
