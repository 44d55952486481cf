/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import org.apache.camel.component.smtpx.internal.text.Printable;

/**
 * A server as users write it: {@code mx.example.org}, {@code mx.example.org:587}, {@code [2001:db8::1]:25} or
 * {@code 2001:db8::1}.
 *
 * @param host name with A-labels, or address without brackets
 * @param port -1 if the text has none
 */
public record HostAndPort(String host, int port) {

    private static final int MAX_HOST = 255;

    /**
     * Reads one server.
     *
     * @throws IllegalArgumentException if the text is neither of these forms
     */
    public static HostAndPort parse(String text) {
        String given = text.strip();
        if (given.indexOf('@') >= 0) {
            // The text before the at sign may be a secret.
            throw new IllegalArgumentException("invalid host: it holds an at sign");
        }
        int end = given.startsWith("[") ? given.indexOf(']') + 1 : given.indexOf(':');
        boolean bareIpv6 = !given.startsWith("[") && end >= 0 && given.indexOf(':', end + 1) >= 0;
        boolean withPort = end > 0 && end < given.length() && !bareIpv6;
        String host = withPort ? given.substring(0, end) : given;
        if (withPort && given.charAt(end) != ':') {
            throw invalid(given);
        }
        int port = withPort ? port(given, given.substring(end + 1)) : -1;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || host.length() > MAX_HOST || !host.matches("[\\p{L}\\p{N}\\p{M}\u200C\u200D._:%-]+")) {
            throw invalid(given);
        }
        return new HostAndPort(ascii(given, host), port);
    }

    private static String ascii(String given, String host) {
        try {
            return Idna.toAscii(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid host " + Printable.quote(given) + ": " + e.getMessage(), e);
        }
    }

    private static int port(String given, String digits) {
        boolean number = !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return checked(number ? Integer.parseInt(digits) : 0, Printable.quote(given));
    }

    public static int checked(int port, String given) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("invalid port in " + given);
        }
        return port;
    }

    private static IllegalArgumentException invalid(String given) {
        return new IllegalArgumentException("invalid host " + Printable.quote(given));
    }
}
