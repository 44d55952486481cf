/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.text.Printable;

/** The syntax of command arguments. {@link CommandLineWriter} checks the octets again. */
final class CommandSyntax {

    private static final int MAX_MECHANISM = 20;

    private CommandSyntax() {
    }

    /** A domain, or an address literal in square brackets. */
    static boolean isHost(String name, boolean underscores) {
        if (name.startsWith("[")) {
            return name.endsWith("]") && name.length() > 1
                    && DomainSyntax.literal(name.substring(1, name.length() - 1)) != null;
        }
        return DomainSyntax.isAscii(name) && DomainSyntax.faultOfDomain(name, underscores) == null;
    }

    /** Keyword, or keyword and value: RFC 5321 section 4.1.2, but with equals signs in the value, which XVERP has. */
    static boolean isParameter(String parameter) {
        int equals = parameter.indexOf('=');
        int end = equals < 0 ? parameter.length() : equals;
        if (!isKeyword(parameter, end) || equals == parameter.length() - 1) {
            return false;
        }
        for (int i = end; i < parameter.length(); i++) {
            if (parameter.charAt(i) <= ' ') {
                return false;
            }
        }
        return true;
    }

    static boolean isKeyword(String word) {
        return isKeyword(word, word.length());
    }

    private static boolean isKeyword(String word, int end) {
        for (int i = 0; i < end; i++) {
            if (!DomainSyntax.isLetterOrDigit(word.charAt(i)) && (i == 0 || word.charAt(i) != '-')) {
                return false;
            }
        }
        return end > 0;
    }

    /** Words for VRFY, EXPN, HELP: not empty, no blank at the edges. */
    static String argument(String field, String value) {
        if (value.isEmpty() || value.startsWith(" ") || value.endsWith(" ")) {
            throw invalid(field, value, "empty, or a blank at its edge");
        }
        return value;
    }

    static String node(String node) {
        boolean queue = node.startsWith("#");
        String name = queue || node.startsWith("@") ? node.substring(1) : node;
        if (name.length() > 255 || !isHost(name, true)) {
            throw invalid("node", node, "not a domain, @domain or #queue");
        }
        return node;
    }

    static String mechanism(String name) {
        boolean fits = !name.isEmpty() && name.length() <= MAX_MECHANISM
                && name.chars().allMatch(c -> DomainSyntax.isLetterOrDigit(c) || c == '-' || c == '_');
        if (!fits) {
            throw invalid("mechanism", name, "not a SASL mechanism");
        }
        return name;
    }

    static boolean isBase64(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!DomainSyntax.isLetterOrDigit(c) && c != '+' && c != '/' && c != '=') {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException invalid(String field, String value, String reason) {
        return new IllegalArgumentException("invalid " + field + " " + Printable.quote(value) + ": " + reason);
    }
}
