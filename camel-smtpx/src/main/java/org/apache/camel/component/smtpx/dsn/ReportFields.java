/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.dsn;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Header fields as reports contain them: folded, between lines that are no fields, in any order. Those that nothing
 * here reads are skipped.
 */
final class ReportFields {

    /**
     * A field.
     *
     * @param name  in lower case
     * @param value unfolded and stripped, each run of white space one blank
     */
    record Field(String name, String value) {
    }

    private static final int MAX_NAME = 100;
    private static final Set<String> NAMES = Set.of("content-type", "content-transfer-encoding", "message-id",
            "original-envelope-id", "reporting-mta", "original-recipient", "final-recipient", "action", "status", "remote-mta",
            "diagnostic-code");

    private final List<Field> fields = new ArrayList<>();

    private ReportFields() {
    }

    /** Reads the fields up to the next blank line, which is consumed. Lines that are no fields are skipped. */
    static ReportFields read(byte[] octets, ReportLines lines, Charset charset) {
        ReportFields block = new ReportFields();
        String name = null;
        StringBuilder value = new StringBuilder();
        while (lines.next() && !lines.isBlank()) {
            int from = lines.start();
            if (!lines.isContinuation()) {
                block.add(name, value);
                value.setLength(0);
                int colon = colon(octets, from, lines.stop());
                name = colon < 0 ? null : name(octets, from, colon);
                from = colon + 1;
            }
            if (name != null) {
                value.append(new String(octets, from, lines.stop() - from, charset)).append(' ');
            }
        }
        block.add(name, value);
        return block;
    }

    /** Of the header of an entity, which begins here. */
    static ReportFields header(byte[] octets, ReportLines lines) {
        return read(octets, lines, StandardCharsets.UTF_8);
    }

    List<Field> all() {
        return fields;
    }

    /** The value of the first field of this name that has one, or null. */
    @Nullable
    String first(String name) {
        return first(fields, name);
    }

    static @Nullable String first(List<Field> fields, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Field field : fields) {
            if (field.name.equals(wanted) && !field.value.isEmpty()) {
                return field.value;
            }
        }
        return null;
    }

    private void add(@Nullable String name, StringBuilder value) {
        if (name != null) {
            fields.add(new Field(name, collapsed(value)));
        }
    }

    /** The colon behind a field name, or -1 if the line is no field (RFC 5322, sections 2.2 and 4.5). */
    private static int colon(byte[] octets, int from, int stop) {
        int i = from;
        while (i < stop && i - from < MAX_NAME && octets[i] > ' ' && octets[i] < 0x7F && octets[i] != ':') {
            i++;
        }
        int name = i;
        while (i < stop && ReportLines.isBlank(octets[i])) {
            i++;
        }
        return name > from && i < stop && octets[i] == ':' ? i : -1;
    }

    private static @Nullable String name(byte[] octets, int from, int colon) {
        String name = new String(octets, from, colon - from, StandardCharsets.US_ASCII).strip().toLowerCase(Locale.ROOT);
        return NAMES.contains(name) ? name : null;
    }

    private static String collapsed(StringBuilder value) {
        StringBuilder line = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != ' ' && c != '\t') {
                line.append(c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return line.toString().strip();
    }
}
