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
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The tests that the pages point to, and the pages' rows that need one. */
class NamedTestsTest {

    private static final Path DOCS = Path.of("src", "main", "docs");
    private static final Path NET_SMTP = Path.of("src", "test", "resources", "net-smtp");
    private static final Pattern NAME = Pattern.compile("`((?:[a-z]+\\.)?[A-Z][A-Za-z0-9]*(?:Test|IT)(?:\\.[A-Za-z0-9]+)?)`");

    @Test
    void everyTestOnTheSecurityPageExists() throws IOException {
        String page = Files.readString(DOCS.resolve("security.adoc"));
        List<String> named = NAME.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(NamedTests.missing(named.stream())).isEmpty();
    }

    @Test
    void everyRowOfTheSecurityPageNamesATest() throws IOException {
        String page = Files.readString(DOCS.resolve("security.adoc"));
        for (MatchResult table : Pattern.compile("(?s)\\|===\\n(.*?)\\n\\|===").matcher(page).results().toList()) {
            String[] rows = table.group(1).split("\\n\\n");
            assertThat(rows).hasSizeGreaterThan(1);
            for (int i = 1; i < rows.length; i++) {
                String row = rows[i].strip();
                assertThat(row.split("(?m)^\\| ")).as(row).hasSize(4);
                assertThat(row.substring(row.lastIndexOf("\n| "))).as(row).containsPattern(NAME);
            }
        }
    }

    @Test
    void everyRowForUsersOfNetSmtpHasATest() throws IOException {
        assertThat(lines("rows.txt").map(line -> line.split(" = ", -1)[0])).containsExactlyInAnyOrderElementsOf(rows());
        assertThat(NamedTests.missing(lines("rows.txt").flatMap(NamedTestsTest::tests))).isEmpty();
    }

    @Test
    void everyDifferenceFromNetSmtpHasAConversation() throws IOException {
        assertThat(lines("differences.txt")).hasSize(46).allMatch(line -> line.contains(" = "));
        assertThat(NamedTests.missing(lines("differences.txt").flatMap(NamedTestsTest::tests))).isEmpty();
    }

    /** The first columns of the tables for users of Net::SMTP, without marks. */
    private static List<String> rows() throws IOException {
        String page = Files.readString(DOCS.resolve("coming-from-net-smtp.adoc"));
        List<String> rows = new ArrayList<>();
        for (String section : List.of("== Opening", "== Methods")) {
            String rest = page.substring(page.indexOf(section));
            String table = rest.split("(?m)^\\|===$", -1)[1].strip();
            table.lines().skip(1).filter(line -> line.startsWith("| "))
                    .forEach(line -> rows.add(line.substring(2).split(" \\|", -1)[0].replace("`", "").strip()));
        }
        return rows;
    }

    private static Stream<String> lines(String file) throws IOException {
        return Files.readAllLines(NET_SMTP.resolve(file)).stream().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    private static Stream<String> tests(String line) {
        return Stream.of(line.substring(line.indexOf(" = ") + 3).split(", "));
    }
}
