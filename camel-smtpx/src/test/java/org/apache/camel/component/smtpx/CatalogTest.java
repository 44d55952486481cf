/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.Catalog.Entry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The generated description of the component, which every tool of Camel reads. */
class CatalogTest {

    private static Catalog catalog;

    @BeforeAll
    static void read() throws Exception {
        catalog = Catalog.read();
    }

    @Test
    void everyOptionHasALabelAndADescription() {
        assertThat(catalog.options()).hasSizeGreaterThan(100).allSatisfy(option -> {
            assertThat(option.text("label")).as(option.name()).isNotBlank();
            assertThat(option.text("description")).as(option.name()).hasSizeGreaterThan(15);
        });
    }

    /** The plugin takes some characters out of descriptions: what is left may say something else. */
    @Test
    void everyDescriptionIsInTheCatalogAsItWasWritten() throws IllegalAccessException {
        Map<String, String> written = new HashMap<>();
        for (Field field : SmtpxConfiguration.class.getDeclaredFields()) {
            if (field.isAnnotationPresent(UriParam.class)) {
                written.put(field.getName(), field.getAnnotation(UriParam.class).description());
            } else if (field.isAnnotationPresent(UriPath.class)) {
                written.put(field.getName(), field.getAnnotation(UriPath.class).description());
            }
        }
        for (Field field : SmtpxConstants.class.getFields()) {
            written.put((String) field.get(null), field.getAnnotation(Metadata.class).description());
        }
        List<Entry> all = new ArrayList<>(catalog.path());
        all.addAll(catalog.query());
        all.addAll(catalog.headers());
        all.removeIf(entry -> entry.name().equals("lazyStartProducer"));
        assertThat(all.stream().collect(Collectors.toMap(Entry::name, entry -> entry.text("description")))).isEqualTo(written);
        assertThat(written.values()).allSatisfy(text -> assertThat(text).endsWith("."));
    }

    @Test
    void everyOptionWithChoicesListsThemAndItsDefaultIsOneOfThem() {
        List<Entry> choices = catalog.options().stream().filter(option -> option.text("type").equals("enum")).toList();
        assertThat(choices).extracting(Entry::name).contains("starttls", "operation", "bodyType", "mailVerb", "dsnReturn",
                "addressFamily", "unsupported", "pipelining", "chunking", "envelopeHeaders");
        assertThat(choices).allSatisfy(option -> {
            assertThat(option.choices()).as(option.name()).hasSizeGreaterThan(1);
            if (!option.text("defaultValue").isEmpty()) {
                assertThat(option.choices()).as(option.name()).contains(option.text("defaultValue"));
            }
        });
    }

    @Test
    void secretsAreMarked() {
        List<String> secrets = List.of("username", "password", "accessToken", "oauthClientSecret", "oauthParameters",
                "oauthRefreshToken",
                "dkimKey", "proxyUsername", "proxyPassword");
        for (List<Entry> options : List.of(catalog.component(), catalog.query())) {
            assertThat(options).filteredOn(option -> option.is("secret")).extracting(Entry::name)
                    .containsExactlyInAnyOrderElementsOf(secrets);
            assertThat(options).filteredOn(option -> option.text("security").equals("secret")).extracting(Entry::name)
                    .containsExactlyInAnyOrderElementsOf(secrets);
        }
    }

    @Test
    void optionsNamedLikeSecretsAreMarkedSecret() {
        assertThat(catalog.options())
                .filteredOn(option -> option.name().matches("(?i).*(password|secret|token)$") && !option.is("secret"))
                .isEmpty();
    }

    @Test
    void optionsThatWeakenTlsAreMarkedInsecure() {
        List<String> insecure = List.of("starttls=never", "hostnameVerification=false", "allowCleartextAuth=true");
        for (List<Entry> options : List.of(catalog.component(), catalog.query())) {
            assertThat(options).filteredOn(option -> option.text("security").equals("insecure:ssl"))
                    .extracting(option -> option.name() + "=" + option.text("insecureValue"))
                    .containsExactlyInAnyOrderElementsOf(insecure);
        }
    }

    @Test
    void everyHeaderConstantIsThereAsItIs() throws IllegalAccessException {
        List<String> constants = new ArrayList<>();
        for (Field field : SmtpxConstants.class.getFields()) {
            constants.add((String) field.get(null));
            assertThat(catalog.headers()).filteredOn(header -> header.text("constantName").endsWith("#" + field.getName()))
                    .as(field.getName()).extracting(Entry::name).containsExactly((String) field.get(null));
        }
        assertThat(catalog.headers()).extracting(Entry::name).containsExactlyInAnyOrderElementsOf(constants);
        assertThat(catalog.headers()).allSatisfy(header -> {
            assertThat(header.name()).startsWith("CamelSmtpx");
            assertThat(header.text("javaType")).as(header.name()).isNotBlank();
        });
    }

    @Test
    void everySettingOfTheConfigurationIsAnOption() {
        List<String> setters = Arrays.stream(SmtpxConfiguration.class.getMethods())
                .filter(method -> method.getName().startsWith("set"))
                .map(method -> Character.toLowerCase(method.getName().charAt(3)) + method.getName().substring(4)).toList();
        assertThat(Stream.concat(catalog.path().stream(), catalog.query().stream()).map(Entry::name)
                .filter(name -> !name.equals("lazyStartProducer")).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(setters);
    }
}
