/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.convert.converter.GenericConverter.ConvertiblePair;

import static org.assertj.core.api.Assertions.assertThat;

/** What a reader of the properties is told, held against the component. */
class ConfigurationMetadataTest {

    private static final Map<String, ComponentOption> OPTIONS = ComponentOption.all();
    private static final JsonObject METADATA = metadata();

    @Test
    void everyOptionIsAPropertyAndEveryPropertyAnOption() {
        assertThat(properties().keySet()).containsExactlyInAnyOrderElementsOf(
                Stream.concat(
                        OPTIONS.values().stream().map(ComponentOption::property),
                        Stream.of("enabled", "customizer.enabled", "ssl-bundle").map("camel.component.smtpx."::concat))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("options")
    void propertyIsDocumentedAsItsOption(ComponentOption option) {
        JsonObject property = properties().get(option.property());
        assertThat(property.getString("type")).isEqualTo(option.type());
        assertThat(property.getString("description")).isEqualTo(option.description());
        assertThat(String.valueOf(property.get("defaultValue"))).isEqualTo(String.valueOf(option.defaultValue()));
    }

    @Test
    void theSwitchesAreOnAndExplained() {
        for (String name : new String[] { "enabled", "customizer.enabled" }) {
            JsonObject property = properties().get("camel.component.smtpx." + name);
            assertThat(property.get("defaultValue")).isEqualTo(true);
            assertThat(property.getString("description")).isNotBlank();
        }
    }

    @Test
    void theValuesOfATextAreOffered() {
        assertThat(METADATA.getCollection("hints").toString()).contains("camel.component.smtpx.body-type", "8bitmime",
                "binarymime");
    }

    @Test
    void everyTypeOfBeanCanBeNamed() {
        assertThat(new SmtpxComponentConverter(new StaticApplicationContext()).getConvertibleTypes())
                .extracting(ConvertiblePair::getTargetType).extracting(Class::getName)
                .containsExactlyInAnyOrderElementsOf(
                        options().filter(ComponentOption::reference).map(ComponentOption::type).distinct().toList());
    }

    static Stream<ComponentOption> options() {
        return OPTIONS.values().stream();
    }

    private static Map<String, JsonObject> properties() {
        Map<String, JsonObject> properties = new TreeMap<>();
        for (Object property : METADATA.getCollection("properties")) {
            properties.put(((JsonObject) property).getString("name"), (JsonObject) property);
        }
        return properties;
    }

    /** That of this module: other starters on the class path have a file of the same name. */
    private static JsonObject metadata() {
        String file = SmtpxComponentConfiguration.class.getProtectionDomain().getCodeSource().getLocation()
                      + "META-INF/spring-configuration-metadata.json";
        try (InputStream json = URI.create(file).toURL().openStream()) {
            return (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | DeserializationException e) {
            throw new IllegalStateException("cannot be read: " + file, e);
        }
    }
}
