/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import javax.security.sasl.SaslException;

/**
 * The directives of a DIGEST-MD5 challenge (RFC 2831, section 7.1): names in lower case, values without their quotes.
 * Of several realms the first counts; of everything else there may be one.
 */
final class DigestDirectives {

    private static final int MAX_LENGTH = 2048;

    private final String text;
    private final Map<String, String> found = new LinkedHashMap<>();
    private int at;

    private DigestDirectives(String text) {
        this.text = text;
    }

    static Map<String, String> parse(String text) throws SaslException {
        if (text.length() > MAX_LENGTH) {
            throw bad("is too long");
        }
        DigestDirectives directives = new DigestDirectives(text);
        directives.parse();
        return directives.found;
    }

    private void parse() throws SaslException {
        while (skip()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw bad("has a directive without a value");
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            at = equals + 1;
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            if (found.putIfAbsent(name, value) != null && !name.equals("realm")) {
                throw bad("has a directive twice");
            }
        }
    }

    /** Skips commas and blanks to the next directive; false at the end. */
    private boolean skip() {
        while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at < text.length();
    }

    private String token() {
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String token = text.substring(at, end).strip();
        at = end;
        return token;
    }

    private String quoted() throws SaslException {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c = text.charAt(at);
            }
            value.append(c);
        }
        throw bad("has a quote that is not closed");
    }

    private static SaslException bad(String what) {
        return new SaslException("DIGEST-MD5: the challenge " + what);
    }
}
