/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the pages say is shown by a test is shown by one: tables with a column "Shown by" name tests that exist. */
class DocumentedEvidenceTest {

    private static final Path PAGES = Path.of("src", "main", "docs");
    private static final Path TRANSCRIPTS = Path.of("src", "test", "resources", "transcripts");

    private static final Pattern TABLE = Pattern.compile("(?ms)^\\|===\\n(.*?)^\\|===$");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+\\.[a-z]\\w+|[a-z0-9-]+\\.txt)`");

    /** The rows of a page's tables that have such a column. */
    private static List<List<String>> rows(String page) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (MatchResult table : TABLE.matcher(Files.readString(PAGES.resolve(page))).results().toList()) {
            String[] parts = table.group(1).split("\n", 2);
            List<String> titles = cells(parts[0]);
            if (titles.get(titles.size() - 1).equals("Shown by")) {
                List<String> cells = cells(parts[1]);
                assertThat(cells.size() % titles.size()).as("cells left over behind %s", cells).isZero();
                for (int i = 0; i < cells.size(); i += titles.size()) {
                    rows.add(cells.subList(i, i + titles.size()));
                }
            }
        }
        return rows;
    }

    private static List<String> cells(String text) {
        return Arrays.stream(text.split("(^|\\s)[^|\\s]?\\|")).map(String::strip).skip(1).toList();
    }

    static Stream<String> pages() {
        return Stream.of("compatibility.adoc", "reliability.adoc");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyRowNamesATestThatExists(String page) throws IOException {
        assertThat(rows(page)).isNotEmpty().allSatisfy(row -> {
            List<String> names = NAME.matcher(row.get(row.size() - 1)).results().map(match -> match.group(1)).toList();
            assertThat(names).as(row.toString()).isNotEmpty();
            assertThat(NamedTests.missing(names.stream())).isEmpty();
        });
    }

    @Test
    void everySurpriseHasItsRowInOrder() throws IOException {
        List<String> numbers = rows("compatibility.adoc").stream().map(row -> row.get(0)).filter(cell -> cell.matches("\\d+"))
                .toList();
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 36).mapToObj(Integer::toString).toList());
    }

    /** A transcript that is named after a surprise stands in the table of surprises. */
    @Test
    void everyTranscriptOfASurpriseIsNamed() throws IOException {
        String page = Files.readString(PAGES.resolve("compatibility.adoc"));
        try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains("surprise-")))
                    .isNotEmpty().allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        }
    }
}
