/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/**
 * The servers of an endpoint as its URI names them: {@code host}, {@code host:port}, {@code [::1]:port}, or a list of
 * these separated by commas.
 */
record SmtpxAddress(String host, int port) {

    private static final int HOST_MAX = 255;

    /** Takes host and port from the part of a URI behind the scheme. A list stays as it is. */
    static void into(SmtpxConfiguration options, String remaining) {
        if (remaining.indexOf(',') >= 0) {
            options.setHost(remaining);
            return;
        }
        SmtpxAddress one = parse(remaining, options.getPort());
        options.setHost(one.host);
        options.setPort(one.port);
    }

    /**
     * Reads one server.
     *
     * @param port the port unless the text has one
     */
    static SmtpxAddress parse(String text, int port) {
        String host = text.strip();
        int chosen = port;
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        boolean bareIpv6 = !host.startsWith("[") && end >= 0 && host.indexOf(':', end + 1) >= 0;
        if (end > 0 && end < host.length() && !bareIpv6) {
            if (host.charAt(end) != ':') {
                throw invalid(text);
            }
            chosen = number(text, host.substring(end + 1));
            host = host.substring(0, end);
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || host.length() > HOST_MAX || !host.matches("[\\p{L}\\p{N}._:-]+") || chosen < 0
                || chosen > 65535) {
            throw invalid(text);
        }
        return new SmtpxAddress(host, chosen);
    }

    private static int number(String text, String digits) {
        if (!digits.matches("[0-9]{1,5}")) {
            throw invalid(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException invalid(String text) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
        return new IllegalArgumentException("host:port is not valid: " + shown.replaceAll("[^\\x20-\\x7E]", "?"));
    }
}
