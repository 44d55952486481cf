/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;

/** Writes the manifest (what was to be sent) and the report (what became of it), as lines of JSON. */
final class FaultReport implements AutoCloseable {

    private final BufferedWriter manifest;
    private final BufferedWriter report;
    private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);

    FaultReport(FaultOptions options) throws IOException {
        manifest = Files.newBufferedWriter(options.manifest());
        report = Files.newBufferedWriter(options.report());
    }

    synchronized void asked(NumberedMessage message) {
        String recipients = message.recipients().stream().map(FaultReport::quoted).collect(Collectors.joining(", "));
        write(manifest, "{\"id\": %s, \"rcpts\": [%s], \"sha256\": %s}%n".formatted(quoted(message.id()), recipients,
                quoted(message.sha256())));
    }

    synchronized void told(NumberedMessage message, List<RecipientResult> results, int attempt) {
        for (RecipientResult result : results) {
            counts.merge(result.fate(), 1, Integer::sum);
            write(report, "{\"id\": %s, \"rcpt\": %s, \"outcome\": \"%s\", \"attempt\": %d, \"reply\": %s}%n".formatted(
                    quoted(message.id()), quoted(result.recipient().address().toString()), result.fate(), attempt,
                    quoted(result.toString())));
        }
    }

    /** How often each fate was told. */
    synchronized Map<Fate, Integer> counts() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    private static void write(BufferedWriter to, String line) {
        try {
            to.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < 0x20 || c == '"' || c == '\\' || c > 0x7E) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }

    @Override
    public synchronized void close() throws IOException {
        manifest.close();
        report.close();
    }
}
