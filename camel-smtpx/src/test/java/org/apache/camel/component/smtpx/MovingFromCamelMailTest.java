/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The migration page names all options of camel-mail, and none that does not exist. */
class MovingFromCamelMailTest {

    private static final Path PAGE = Path.of("src", "main", "docs", "moving-from-camel-mail.adoc");
    private static final Set<String> OF_CONSUMERS = Set.of("consumer", "consumer (advanced)", "filter", "scheduler", "sort");
    /** Words in code that are no options. */
    private static final Set<String> WORDS = Set.of("multipart/mixed", "multipart/related");

    @Test
    void everyOptionOfCamelMailsProducerIsNamed() throws Exception {
        String page = Files.readString(PAGE);
        assertThat(camelMail()).hasSizeGreaterThan(30)
                .filteredOn(option -> !OF_CONSUMERS.contains(option.getString("group")))
                .extracting(option -> option.getString("name"))
                .isNotEmpty().allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void everyOptionThatIsNamedExists() throws Exception {
        Stream<String> known = Stream.concat(
                camelMail().stream().map(option -> option.getString("name")),
                Catalog.read().options().stream().map(Catalog.Entry::name));
        Stream<String> named
                = Pattern.compile("`([a-z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*)(?:=[a-z0-9]+)?`").matcher(Files.readString(PAGE))
                        .results().map(match -> match.group(1));
        assertThat(named).isNotEmpty().isSubsetOf(Stream.concat(known, WORDS.stream()).toList());
    }

    private static List<JsonObject> camelMail() throws IOException, DeserializationException {
        try (InputStream in
                = MovingFromCamelMailTest.class.getResourceAsStream("/META-INF/org/apache/camel/component/mail/smtp.json")) {
            JsonObject catalog = (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            JsonObject properties = (JsonObject) catalog.get("properties");
            return properties.entrySet().stream().map(entry -> {
                JsonObject option = (JsonObject) entry.getValue();
                option.put("name", entry.getKey());
                return option;
            }).toList();
        }
    }
}
