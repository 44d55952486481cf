/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.dsn;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The value of a Content-Type field (RFC 2045, section 5.1), read in linear time whatever is in it.
 *
 * @param name       type and subtype in lower case
 * @param parameters by name in lower case; the first of each counts
 */
record ReportMediaType(String name, Map<String, String> parameters) {

    private static final int MAX_PARAMETERS = 50;

    /** A missing type is text/plain (RFC 2045, section 5.2). */
    static ReportMediaType parse(@Nullable String value) {
        if (value == null) {
            return new ReportMediaType("text/plain", Map.of());
        }
        Scanner scanner = new Scanner(value);
        String name = scanner.upTo(";");
        Map<String, String> parameters = new TreeMap<>();
        while (scanner.hasMore() && parameters.size() < MAX_PARAMETERS) {
            String parameter = scanner.upTo("=;").toLowerCase(Locale.ROOT);
            if (scanner.last == '=') {
                parameters.putIfAbsent(parameter, scanner.upTo(";"));
            }
        }
        return new ReportMediaType(name.replace(" ", "").toLowerCase(Locale.ROOT), parameters);
    }

    @Nullable
    String parameter(String parameter) {
        String value = parameters.get(parameter);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Reads pieces of the value without quotes and comments. */
    private static final class Scanner {
        private final String value;
        private int position;
        private char last;

        Scanner(String value) {
            this.value = value;
        }

        boolean hasMore() {
            return position < value.length();
        }

        String upTo(String separators) {
            StringBuilder piece = new StringBuilder();
            boolean quoted = false;
            int comments = 0;
            last = 0;
            while (position < value.length()) {
                char c = value.charAt(position++);
                if (c == '\\' && (quoted || comments > 0) && position < value.length()) {
                    char escaped = value.charAt(position++);
                    if (quoted) {
                        piece.append(escaped);
                    }
                } else if (comments > 0) {
                    comments += c == '(' ? 1 : c == ')' ? -1 : 0;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (quoted) {
                    piece.append(c);
                } else if (separators.indexOf(c) >= 0) {
                    last = c;
                    break;
                } else if (c == '(' && (piece.length() == 0 || piece.charAt(piece.length() - 1) == ' ')) {
                    // In a word it is no comment but a boundary that should be quoted, such as Boundary_(ID_1)
                    comments++;
                } else {
                    piece.append(c);
                }
            }
            return piece.toString().strip();
        }
    }
}
