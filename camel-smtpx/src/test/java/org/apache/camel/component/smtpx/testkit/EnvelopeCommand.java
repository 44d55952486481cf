/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** MAIL and RCPT taken apart, and what their parameters need of the server. */
record EnvelopeCommand(String address, List<String> parameters) {

    private static final Pattern PATH
            = Pattern.compile("(FROM|TO):<((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^>\"])*)>((?: [^ ]+)*)", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> NEEDS = Map.ofEntries(Map.entry("SIZE", "SIZE"), Map.entry("RET", "DSN"),
            Map.entry("ENVID", "DSN"), Map.entry("NOTIFY", "DSN"), Map.entry("ORCPT", "DSN"), Map.entry("AUTH", "AUTH"),
            Map.entry("SMTPUTF8", "SMTPUTF8"), Map.entry("TRANSID", "CHECKPOINT"), Map.entry("XVERP", "XVERP"),
            Map.entry("BY", "DELIVERBY"), Map.entry("HOLDFOR", "FUTURERELEASE"), Map.entry("HOLDUNTIL", "FUTURERELEASE"),
            Map.entry("MT-PRIORITY", "MT-PRIORITY"), Map.entry("REQUIRETLS", "REQUIRETLS"), Map.entry("RRVS", "RRVS"),
            Map.entry("PRDR", "PRDR"));

    /** The command without its verb, null if it is none. */
    static @Nullable EnvelopeCommand parse(String keyword, String rest) {
        Matcher matcher = PATH.matcher(rest);
        if (!matcher.matches() || !matcher.group(1).equalsIgnoreCase(keyword)) {
            return null;
        }
        List<String> parameters = new ArrayList<>(Arrays.asList(matcher.group(3).strip().split(" ")));
        parameters.removeIf(String::isEmpty);
        return new EnvelopeCommand(matcher.group(2), parameters);
    }

    /** Tells of parameters that the server does not offer or that are there twice. */
    void check(List<String> offered, Consumer<String> violations) {
        Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String parameter : parameters) {
            String name = parameter.split("=", 2)[0].toUpperCase(Locale.ROOT);
            String need = name.equals("BODY")
                    ? parameter.equalsIgnoreCase("BODY=BINARYMIME") ? "BINARYMIME" : "8BITMIME"
                    : NEEDS.get(name);
            if (need == null || offered.stream().noneMatch(keyword -> keyword.split(" ", 2)[0].equalsIgnoreCase(need))) {
                violations.accept("a parameter that is not offered: " + parameter);
            }
            if (seen.put(name, parameter) != null) {
                violations.accept("a parameter twice: " + parameter);
            }
        }
    }

    boolean has(String parameter) {
        return parameters.stream().anyMatch(parameter::equalsIgnoreCase);
    }
}
