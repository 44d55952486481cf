/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The header of a message, field by field, in relaxed form (RFC 6376, section 3.4.2). One character is one octet. */
final class HeaderFields {

    private static final Pattern FIELDS = Pattern.compile("\r\n(?![ \t])");
    private static final Pattern FOLDS = Pattern.compile("\r\n");
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    private final Map<String, List<String>> byName = new HashMap<>();

    /** @param header with line ends CRLF */
    HeaderFields(byte[] header) {
        for (String field : FIELDS.split(new String(header, StandardCharsets.ISO_8859_1), -1)) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                byName.computeIfAbsent(name(field.substring(0, colon)), name -> new ArrayList<>(1)).add(relaxed(field));
            }
        }
    }

    private static String name(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** How many fields have the name. */
    int count(String name) {
        return byName.getOrDefault(name, List.of()).size();
    }

    /** What is signed: for each name the last field that was not taken yet, nothing where there is none left. */
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
        return name(field.substring(0, colon)) + ":" + BLANKS.matcher(unfolded).replaceAll(" ").strip();
    }
}
