/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/**
 * The URI of a {@code toD}, read before anything of a message is put into it. Each option has its own expression, so
 * that the value of a header is the value of one option, whatever characters it has. Immutable.
 */
final class DynamicUri {

    private static final String RAW = "RAW(";
    /** Characters with a meaning in the URI of an endpoint. */
    private static final String STRUCTURE = "&?#%(){}";

    private final String path;
    private final @Nullable Expression dynamicPath;
    /** Options whose text is fixed, as {@code name=value}. */
    private final List<String> fixed = new ArrayList<>();
    private final Map<String, Expression> ofMessage = new LinkedHashMap<>();
    private final Map<String, Expression> ofEndpoint = new LinkedHashMap<>();

    /** Finds the places of a template that are outside of {@code ${…}}. */
    private static final class Scanner {
        private final String text;
        private final List<String> parts = new ArrayList<>();

        Scanner(String text) {
            this.text = text;
        }

        /** The index of the character outside of functions, or -1. */
        int find(char wanted, int from) {
            int depth = 0;
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if (depth == 0 && c == wanted) {
                    return i;
                }
                if (depth > 0 && c == '{' || isFunction(text, i)) {
                    depth++;
                } else if (depth > 0 && c == '}') {
                    depth--;
                }
            }
            return -1;
        }

        /** The options, separated by {@code &} outside of functions and of {@code RAW(…)}. */
        List<String> options() {
            int start = 0;
            while (start < text.length()) {
                int value = find('=', start) + 1;
                boolean raw = value > 0 && text.startsWith(RAW, value);
                int end = raw ? Math.max(text.indexOf(")&", value) + 1, 0) : Math.max(find('&', start), 0);
                end = end == 0 ? text.length() : end;
                parts.add(text.substring(start, end));
                start = end + 1;
            }
            return parts;
        }
    }

    private DynamicUri(String path, @Nullable Expression dynamicPath) {
        this.path = path;
        this.dynamicPath = dynamicPath;
    }

    /**
     * Reads a template.
     *
     * @return null if nothing in it is dynamic, or if an option's name is
     */
    static @Nullable DynamicUri parse(String template, CamelContext context) {
        if (!isDynamic(template) || template.contains("language:")) {
            return null;
        }
        Language simple = context.resolveLanguage("simple");
        int question = new Scanner(template).find('?', 0);
        String path = question < 0 ? template : template.substring(0, question);
        DynamicUri uri = new DynamicUri(path, isDynamic(path) ? simple.createExpression(path) : null);
        for (String option : question < 0 ? List.<String> of() : new Scanner(template.substring(question + 1)).options()) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (isDynamic(name)) {
                return null;
            }
            String value = option.substring(equals + 1);
            if (!isDynamic(value)) {
                uri.fixed.add(option);
            } else {
                (MessageOptions.contain(name) ? uri.ofMessage : uri.ofEndpoint)
                        .put(name, simple.createExpression(decoded(value)));
            }
        }
        return uri;
    }

    private static boolean isDynamic(String text) {
        return text.contains("${") || text.contains("$simple{");
    }

    private static boolean isFunction(String text, int index) {
        return text.charAt(index) == '{' && (text.startsWith("$", index - 1) || text.startsWith("$simple", index - 7));
    }

    /** The value without RAW(), or with its fixed text decoded; its functions are no part of the URI. */
    private static String decoded(String value) {
        if (value.startsWith(RAW) && value.endsWith(")")) {
            return value.substring(RAW.length(), value.length() - 1);
        }
        StringBuilder decoded = new StringBuilder();
        Scanner scanner = new Scanner(value);
        int start = 0;
        for (int dollar = scanner.find('$', 0); dollar >= 0; dollar = scanner.find('$', start)) {
            decoded.append(decodedText(value.substring(start, dollar)));
            int brace = value.indexOf('{', dollar);
            if (brace < 0 || !isFunction(value, brace)) {
                decoded.append('$');
                start = dollar + 1;
                continue;
            }
            start = endOfFunction(value, brace);
            decoded.append(value, dollar, start);
        }
        return decoded.append(decodedText(value.substring(start))).toString();
    }

    private static int endOfFunction(String value, int brace) {
        int depth = 0;
        for (int i = brace; i < value.length(); i++) {
            depth += value.charAt(i) == '{' ? 1 : value.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return value.length();
    }

    private static String decodedText(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Values of options that each message may have of its own. */
    Map<String, Object> messageOptions(Exchange exchange) {
        Map<String, Object> values = new LinkedHashMap<>();
        ofMessage.forEach((name, value) -> values.put(name, text(value, exchange)));
        return values;
    }

    /**
     * The URI of the endpoint.
     *
     * @throws IllegalArgumentException if a value from the exchange would be more than a value there
     */
    String endpointUri(Exchange exchange) {
        List<String> options = new ArrayList<>(fixed);
        ofEndpoint.forEach((name, value) -> options.add(name + "=" + encoded(name, text(value, exchange))));
        return evaluatedPath(exchange) + (options.isEmpty() ? "" : "?" + String.join("&", options));
    }

    private String evaluatedPath(Exchange exchange) {
        return dynamicPath == null ? path : checked("the server", text(dynamicPath, exchange));
    }

    private static String encoded(String name, String value) {
        return URLEncoder.encode(checked(name, value), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Camel decodes and encodes a URI more than once, and finds RAW(), placeholders and references in its values. */
    private static String checked(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || STRUCTURE.indexOf(value.charAt(i)) >= 0) {
                throw new IllegalArgumentException(
                        what + " in the URI of toD has a value with a control character or one of " + STRUCTURE);
            }
        }
        return value;
    }

    private static String text(Expression expression, Exchange exchange) {
        String text = expression.evaluate(exchange, String.class);
        return text == null ? "" : text;
    }
}
