/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.component.smtpx.SmtpxComponent;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/**
 * One option of the component, as its catalog file has it.
 *
 * @param type         of the property: {@link Duration} for times, wrappers for primitives, else the type of the option
 * @param defaultValue as Spring's metadata have it: a Boolean, a number, or a text, times as text too
 * @param values       that a text may be; empty when it is free
 * @param reference    whether the property names a bean
 */
record ComponentOption(String name, String type, String description, @Nullable Object defaultValue, List<String> values,
        boolean reference) {

    private static final String CATALOG = "/META-INF/org/apache/camel/component/smtpx/smtpx.json";
    private static final Map<String, String> WRAPPERS
            = Map.of("boolean", "java.lang.Boolean", "int", "java.lang.Integer", "long", "java.lang.Long");

    /** All options of the component, by name. */
    static Map<String, ComponentOption> all() {
        Map<String, ComponentOption> options = new TreeMap<>();
        catalog().getJsonObject("componentProperties")
                .forEach((name, option) -> options.put(name, of(name, (JsonObject) option)));
        return options;
    }

    private static ComponentOption of(String name, JsonObject option) {
        String javaType = option.getString("javaType");
        boolean duration = "duration".equals(option.getString("type"));
        String type = duration ? Duration.class.getName() : WRAPPERS.getOrDefault(javaType, javaType);
        Object value = option.get("defaultValue");
        List<String> values = List.of();
        if (option.containsKey("enum") && "java.lang.String".equals(type)) {
            values = option.<List<String>> getCollection("enum");
        }
        return new ComponentOption(
                name, type, option.getString("description"), duration && value != null ? time(value) : value, values,
                "object".equals(option.getString("type")));
    }

    private static String time(Object millis) {
        long value = Long.parseLong(millis.toString());
        return value % 1000 == 0 ? value / 1000 + "s" : value + "ms";
    }

    private static JsonObject catalog() {
        try (InputStream json = SmtpxComponent.class.getResourceAsStream(CATALOG)) {
            return (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | DeserializationException e) {
            throw new IllegalStateException("cannot be read: " + CATALOG, e);
        }
    }

    /** As it stands in a file of properties. */
    String property() {
        return "camel.component.smtpx." + StringHelper.camelCaseToDash(name);
    }

    String simpleType() {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
