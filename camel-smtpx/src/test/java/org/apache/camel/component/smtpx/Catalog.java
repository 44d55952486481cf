/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** What tools know of the component: the JSON that Camel's Maven plugin generates. */
record Catalog(List<Entry> component, List<Entry> path, List<Entry> query, List<Entry> headers) {

    private static final String FILE = "/META-INF/org/apache/camel/component/smtpx/smtpx.json";

    /** An option or a header. */
    record Entry(String name, JsonObject json) {

        String text(String key) {
            Object value = json.get(key);
            return value == null ? "" : value.toString();
        }

        boolean is(String key) {
            return Boolean.TRUE.equals(json.get(key));
        }

        /** What the option may be, when that is a choice. */
        List<String> choices() {
            List<String> choices = new ArrayList<>();
            if (json.get("enum") instanceof List<?> all) {
                all.forEach(choice -> choices.add(choice.toString()));
            }
            return choices;
        }

        /** The last part of the Java type, as documentation shows it. */
        String type() {
            String type = text("type").equals("duration") ? "Duration" : text("javaType");
            return type.replaceAll("([a-z]+\\.)+(?=[A-Z])", "");
        }
    }

    static Catalog read() throws IOException, DeserializationException {
        try (InputStream in = Catalog.class.getResourceAsStream(FILE);
             InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            JsonObject json = (JsonObject) Jsoner.deserialize(reader);
            List<Entry> endpoint = entries(json, "properties");
            return new Catalog(
                    entries(json, "componentProperties"),
                    endpoint.stream().filter(entry -> entry.text("kind").equals("path")).toList(),
                    endpoint.stream().filter(entry -> entry.text("kind").equals("parameter")).toList(),
                    entries(json, "headers"));
        }
    }

    private static List<Entry> entries(JsonObject json, String section) {
        List<Entry> entries = new ArrayList<>();
        JsonObject members = json.getMap(section);
        for (Map.Entry<String, Object> member : members.entrySet()) {
            entries.add(new Entry(member.getKey(), (JsonObject) member.getValue()));
        }
        return entries;
    }

    /** All options, of the component and of endpoints. */
    List<Entry> options() {
        List<Entry> all = new ArrayList<>(component);
        all.addAll(path);
        all.addAll(query);
        return all;
    }
}
