/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The header of a message, field by field, in relaxed form (RFC 6376, section 3.4.2). One character is one octet. */
final class HeaderFields {

    private static final Pattern FIELDS = Pattern.compile("\r\n(?![ \t])");
    /** RFC 5322 section 3.6.8, and section 4.5 for white space before the colon. */
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+[ \t]*:");
    private static final Pattern SPACED = Pattern.compile("[!-9;-~]+[ \t]+:");
    private static final Pattern FOLDS = Pattern.compile("\r\n");
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    private final Map<String, List<String>> byName = new HashMap<>();

    private final boolean beginsWithField;
    private final boolean allFields;
    private final boolean spacedBeforeColon;

    /** @param header with line ends CRLF */
    HeaderFields(byte[] header) {
        String[] fields = FIELDS.split(new String(header, StandardCharsets.ISO_8859_1), -1);
        beginsWithField = FIELD.matcher(fields[0]).lookingAt();
        allFields = Arrays.stream(fields).allMatch(field -> field.isEmpty() || FIELD.matcher(field).lookingAt());
        spacedBeforeColon = Arrays.stream(fields).anyMatch(field -> SPACED.matcher(field).lookingAt());
        for (String field : fields) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                byName.computeIfAbsent(name(field.substring(0, colon)), name -> new ArrayList<>(1)).add(relaxed(field));
            }
        }
    }

    private static String name(String name) {
        return trimmed(name).toLowerCase(Locale.ROOT);
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** RFC 6376 section 2.8: WSP is SP and HTAB, no other control character. */
    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Whether the first line begins a field: it is neither empty, nor the continuation of another, nor anything else.
     */
    boolean beginsWithField() {
        return beginsWithField;
    }

    /** Whether every line belongs to a field. */
    boolean allFields() {
        return allFields;
    }

    /** Whether a field has white space between its name and the colon (RFC 5322, section 4.5). */
    boolean isSpacedBeforeColon() {
        return spacedBeforeColon;
    }

    /** How many fields have the name. */
    int count(String name) {
        return byName.getOrDefault(name, List.of()).size();
    }

    /** The fields to sign: for each name the last field not used yet, and nothing if none is left. */
    String signed(List<String> names) {
        Map<String, Integer> left = new HashMap<>();
        StringBuilder signed = new StringBuilder();
        for (String name : names) {
            List<String> fields = byName.getOrDefault(name, List.of());
            int index = left.getOrDefault(name, fields.size()) - 1;
            left.put(name, index);
            if (index >= 0) {
                signed.append(fields.get(index)).append("\r\n");
            }
        }
        return signed.toString();
    }

    /** A field in relaxed form, without its line end. */
    static String relaxed(String field) {
        int colon = field.indexOf(':');
        String unfolded = FOLDS.matcher(field.substring(colon + 1)).replaceAll("");
        return name(field.substring(0, colon)) + ":" + trimmed(BLANKS.matcher(unfolded).replaceAll(" "));
    }
}
