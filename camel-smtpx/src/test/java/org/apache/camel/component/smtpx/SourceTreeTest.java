/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shape of the hand-written main sources.
 */
class SourceTreeTest {

    private static final Path MAIN = Path.of("src", "main", "java");

    @Test
    void everyPackageIsDocumented() throws IOException {
        assertThat(sources(file -> true)).isNotEmpty()
                .allSatisfy(file -> assertThat(file.resolveSibling("package-info.java")).exists());
    }

    private static List<Path> sources(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).filter(wanted).toList();
        }
    }
}
