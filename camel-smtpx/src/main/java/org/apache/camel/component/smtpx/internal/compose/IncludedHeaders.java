/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Header names and patterns of the option {@code includeHeaders}, which pass in addition to those of another filter.
 * Names that no exchange may set ({@link ForbiddenHeaders}) do not pass with any pattern.
 */
public final class IncludedHeaders implements HeaderFilterStrategy {

    private final List<String> patterns;
    private final HeaderFilterStrategy others;

    private IncludedHeaders(List<String> patterns, HeaderFilterStrategy others) {
        this.patterns = patterns;
        this.others = others;
    }

    /**
     * The other filter itself if nothing is included.
     *
     * @throws IllegalArgumentException if an element is no header name, or one that no exchange may set
     */
    public static HeaderFilterStrategy of(@Nullable String includeHeaders, HeaderFilterStrategy others) {
        List<String> patterns = new ArrayList<>();
        for (String element : includeHeaders == null ? new String[0] : includeHeaders.split(",", -1)) {
            String pattern = element.strip();
            if (!pattern.isEmpty()) {
                check(pattern);
                patterns.add(pattern.toLowerCase(Locale.ROOT));
            }
        }
        return patterns.isEmpty() ? others : new IncludedHeaders(List.copyOf(patterns), others);
    }

    private static void check(String pattern) {
        int star = pattern.indexOf('*');
        String name = star < 0 ? pattern : pattern.substring(0, star);
        if (star >= 0 && star < pattern.length() - 1) {
            throw new IllegalArgumentException(
                    "includeHeaders: a pattern has * at its end only: " + HeaderField.printable(pattern));
        }
        if (!name.isEmpty()) {
            HeaderField.checkName(name);
        }
        boolean given = name.equalsIgnoreCase("Message-ID") || name.equalsIgnoreCase("Date");
        if (star < 0 && !given && ForbiddenHeaders.contains(name)) {
            throw new IllegalArgumentException("includeHeaders: " + name + " is not copied from an exchange");
        }
    }

    @Override
    public boolean applyFilterToCamelHeaders(String headerName, @Nullable Object headerValue, Exchange exchange) {
        String name = headerName.toLowerCase(Locale.ROOT);
        return patterns.stream().noneMatch(pattern -> matches(pattern, name))
                && others.applyFilterToCamelHeaders(headerName, headerValue, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String headerName, @Nullable Object headerValue, Exchange exchange) {
        return others.applyFilterToExternalHeaders(headerName, headerValue, exchange);
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*") ? name.startsWith(pattern.substring(0, pattern.length() - 1)) : name.equals(pattern);
    }
}
