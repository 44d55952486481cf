/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code --name value} and {@code --name=value}; an {@link IllegalArgumentException} says in one line what is wrong.
 */
public final class Arguments {

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Reads them all.
     *
     * @param known the names that may stand, without their hyphens
     */
    public Arguments(List<String> known, String... words) {
        for (int i = 0; i < words.length; i++) {
            String[] word = words[i].split("=", 2);
            String name = word[0].startsWith("--") ? word[0].substring(2) : "";
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown argument " + words[i] + "; known are --" + String.join(" --", known));
            }
            if (word.length == 1 && i + 1 == words.length) {
                throw new IllegalArgumentException("--" + name + " wants a value");
            }
            values.put(name, word.length == 2 ? word[1] : words[++i]);
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** A whole number, 0 or more. */
    public int number(String name, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("--" + name + " wants a number, not " + value);
        }
        return Integer.parseInt(value);
    }
}
