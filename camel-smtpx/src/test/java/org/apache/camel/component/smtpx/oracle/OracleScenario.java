/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** One scenario: starts its server, executes its calls, and writes its record. */
final class OracleScenario {

    private final Path folder;
    private final Path file;
    private final JsonObject scenario;

    OracleScenario(Path folder, Path file) throws IOException, DeserializationException {
        this.folder = folder;
        this.file = file;
        this.scenario = (JsonObject) Jsoner.deserialize(Files.readString(file));
    }

    String id() {
        return String.valueOf(scenario.get("id"));
    }

    /** Whether it needs ports of its own, so that nothing else may run beside it. */
    boolean alone() {
        Object servers = scenario.get("servers");
        Collection<?> all = servers instanceof Collection<?> several ? several : List.of(scenario.get("server"));
        return all.stream().anyMatch(server -> ((Map<?, ?>) server).containsKey("port"));
    }

    /** Runs it; false if its server cannot listen. */
    boolean run(Path out) throws IOException, InterruptedException, DeserializationException {
        Path transcript = out.resolve(id() + ".jsonl");
        Process server = new ProcessBuilder(
                "python3", "-B", folder.resolve("server.py").toString(), file.toString(), "--transcript",
                transcript.toString()).redirectError(out.resolve(id() + ".stderr").toFile()).start();
        JsonObject record;
        Map<String, String> placeholders = new TreeMap<>();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String ready = said.readLine();
            if (ready == null) {
                return false;
            }
            JsonObject resolved = (JsonObject) ((JsonObject) Jsoner.deserialize(ready)).get("resolved");
            placeholders(scenario.get("calls"), resolved.get("calls"), placeholders);
            record = new OracleCalls(resolved).run();
            server.getOutputStream().close();
            if (!server.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("the server of " + id() + " does not end");
            }
        } finally {
            server.destroyForcibly();
        }
        record.put("title", scenario.get("title"));
        JsonArray events = new JsonArray();
        for (String line : Files.readAllLines(transcript)) {
            events.add(Jsoner.deserialize(line));
        }
        record.put("transcript", events);
        Files.writeString(out.resolve(id() + ".json"), withPlaceholders(record.toJson(), placeholders));
        Files.delete(transcript);
        Files.delete(out.resolve(id() + ".stderr"));
        return true;
    }

    /** Finds what each placeholder stood for, by looking at the calls before and after. */
    private static void placeholders(Object before, Object after, Map<String, String> found) {
        if (before instanceof String text && text.matches("\\$\\{\\w+}") && !text.startsWith("${HOST")) {
            found.put(text, String.valueOf(after));
        } else if (before instanceof Map<?, ?> map) {
            map.forEach((key, value) -> placeholders(value, ((Map<?, ?>) after).get(key), found));
        } else if (before instanceof Collection<?> list) {
            Iterator<?> others = ((Collection<?>) after).iterator();
            list.forEach(value -> placeholders(value, others.next(), found));
        }
    }

    /** A record has no port numbers and paths of this run. */
    private static String withPlaceholders(String json, Map<String, String> placeholders) {
        String text = json;
        // ADDR before PORT, which is part of it.
        for (Map.Entry<String, String> entry : placeholders.entrySet()) {
            boolean number = entry.getValue().matches("[0-9]+");
            String literal = Pattern.quote(number ? entry.getValue() : Jsoner.escape(entry.getValue()));
            text = Pattern.compile(number ? "\\b" + literal + "\\b" : literal).matcher(text)
                    .replaceAll(match -> Matcher.quoteReplacement(entry.getKey()));
        }
        return text;
    }
}
