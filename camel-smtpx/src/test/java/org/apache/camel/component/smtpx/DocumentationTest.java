/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.Catalog.Entry;
import org.apache.camel.main.DefaultConfigurationConfigurer;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page is complete and up to date. {@code mvn test -Dtest=DocumentationTest -Dsmtpx.docs=write} brings it up to
 * date.
 */
class DocumentationTest {

    private static final boolean WRITE = "write".equals(System.getProperty("smtpx.docs"));

    @Test
    void theGeneratedPartsAreUpToDate() throws Exception {
        for (Path file : DocumentationPage.FILES) {
            String page = Files.readString(file);
            String generated = new DocumentationPage().generate(page);
            if (WRITE && !generated.equals(page)) {
                Files.writeString(file, generated);
            } else {
                assertThat(page).as("run: mvn test -Dtest=DocumentationTest -Dsmtpx.docs=write").isEqualTo(generated);
            }
        }
    }

    @Test
    void everyOptionAndHeaderIsNamed() throws Exception {
        String page = Files.readString(DocumentationPage.FILE);
        Catalog catalog = Catalog.read();
        assertThat(Stream.concat(catalog.options().stream(), catalog.headers().stream()).map(Entry::name))
                .allSatisfy(name -> assertThat(page).contains("| *" + name + "*"));
    }

    @Test
    void everySnippetOfJavaIsCopiedFromASource() throws Exception {
        String page = Files.readString(DocumentationPage.FILE);
        Pattern loose = Pattern.compile("(?m)^(?!// snippet: ).*\\n\\[source,(java|yaml|xml|properties)]");
        List<String> copied = List.of("xml");
        assertThat(loose.matcher(page).results().map(match -> match.group(1)).filter(kind -> !copied.contains(kind))).isEmpty();
        assertThat(Pattern.compile("(?m)^// snippet: \\S+#").matcher(page).results()).hasSizeGreaterThan(10);
    }

    @Test
    void everyOptionThatProseNamesExists() throws Exception {
        String page = Files.readString(DocumentationPage.FILE);
        Catalog catalog = Catalog.read();
        List<String> known = catalog.options().stream().map(Entry::name).toList();
        assertThat(Pattern.compile("`([a-z][A-Za-z0-9]+)=").matcher(page).results().map(match -> match.group(1)))
                .isNotEmpty().isSubsetOf(known);
        List<String> headers = catalog.headers().stream().map(Entry::name).toList();
        assertThat(Pattern.compile("CamelSmtpx[A-Z][A-Za-z]+").matcher(page).results().map(match -> match.group()))
                .isNotEmpty().isSubsetOf(headers);
    }

    @Test
    void everySettingOfCamelThatProseNamesExists() throws Exception {
        String metadata;
        try (InputStream in = DefaultConfigurationConfigurer.class
                .getResourceAsStream("/META-INF/camel-main-configuration-metadata.json")) {
            metadata = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Path page : DocumentationPage.pages()) {
            assertThat(Pattern.compile("camel\\.(main|health|management|server|metrics)\\.[A-Za-z-]+")
                    .matcher(Files.readString(page))
                    .results().map(match -> StringHelper.dashToCamelCase(match.group())))
                    .as(page.toString()).allSatisfy(name -> assertThat(metadata).contains("\"name\": \"" + name + "\""));
        }
    }
}
