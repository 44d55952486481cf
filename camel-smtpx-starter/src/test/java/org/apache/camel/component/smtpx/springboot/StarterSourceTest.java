/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The generated sources are those that the component asks for today. When an option has come, gone or changed, write
 * them anew with
 *
 * <pre>
 * mvn -pl camel-smtpx-starter -am test -Dtest=StarterSourceTest -Dsurefire.failIfNoSpecifiedTests=false -Dsmtpx.write=true
 * </pre>
 */
class StarterSourceTest {

    private static final Path GENERATED = Path.of("src/generated");

    private final StarterSource source = new StarterSource(ComponentOption.all());

    @Test
    void theClassThatHoldsThePropertiesFollowsTheOptions() throws IOException {
        isThere(GENERATED.resolve("java/org/apache/camel/component/smtpx/springboot/SmtpxComponentConfiguration.java"),
                source.configurationClass());
    }

    @Test
    void theMetadataFollowTheOptions() throws IOException {
        isThere(GENERATED.resolve("resources/META-INF/additional-spring-configuration-metadata.json"), source.metadata());
    }

    private static void isThere(Path file, String text) throws IOException {
        if (Boolean.getBoolean("smtpx.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }
}
