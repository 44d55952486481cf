/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Checks the arguments of XCLIENT and XFORWARD (Postfix). */
final class ClientAttributesCheck {

    private static final int MAX_LINE = 510;

    private ClientAttributesCheck() {
    }

    /** What is wrong; null if nothing is. */
    static @Nullable String fault(List<String> offered, String verb, String arguments) {
        List<String> names = offered.stream().map(offer -> offer.toUpperCase(Locale.ROOT).split(" "))
                .filter(words -> words[0].equals(verb)).findFirst().map(Arrays::asList).orElse(List.of());
        if (names.isEmpty()) {
            return verb + " is not offered";
        }
        if (verb.length() + 1 + arguments.length() > MAX_LINE) {
            return verb + " of more than 512 octets";
        }
        for (String argument : arguments.split(" ", -1)) {
            String[] parts = argument.split("=", 2);
            if (!names.subList(1, names.size()).contains(parts[0].toUpperCase(Locale.ROOT))) {
                return verb + " with an attribute that is not offered: " + argument;
            }
            if (parts.length < 2 || !parts[1].matches("(?:[!-*,-<>-~]|\\+[0-9A-F]{2}){1,255}")) {
                return verb + " with a value that is no xtext: " + argument;
            }
        }
        return null;
    }
}
