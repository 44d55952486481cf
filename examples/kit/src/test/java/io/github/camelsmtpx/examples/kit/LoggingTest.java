/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An example that hides warnings hides what a reader has to know. */
class LoggingTest {

    private static final Path EXAMPLES = Path.of("..");

    @Test
    void everyExampleHasALogger() throws IOException {
        for (Path pom : files("pom.xml")) {
            String text = Files.readString(pom);
            if (text.contains("<artifactId>camel-smtpx")) {
                assertThat(text).as("%s", pom).doesNotContain("slf4j-nop");
            }
            if (text.contains("<artifactId>camel-main</artifactId>")) {
                assertThat(text).as("%s", pom).contains("slf4j-simple");
            }
        }
    }

    @Test
    void warningsAreShownEverywhere() throws IOException {
        List<Path> files = files("simplelogger.properties");
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Properties levels = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                levels.load(in);
            }
            levels.stringPropertyNames().stream().filter(name -> name.matches(".*[.](defaultLogLevel|log[.].*)"))
                    .forEach(name -> assertThat(levels.getProperty(name)).as("%s in %s", name, file).isIn("warn", "info"));
        }
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.find(EXAMPLES, 5, (file, attributes) -> file.endsWith(name)
                && !file.toString().contains("target"))) {
            return files.toList();
        }
    }
}
