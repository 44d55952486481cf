/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

/**
 * A server as it is written in a list: {@code mx.example.org}, {@code mx.example.org:587}, {@code [2001:db8::1]:25} or
 * a bare IPv6 address.
 *
 * @param host name or address, without brackets
 * @param port the port, -1 if none was written
 */
record HostAndPort(String host, int port) {

    static HostAndPort parse(String text) {
        String given = text.strip();
        int colon = given.lastIndexOf(':');
        boolean bracketed = given.startsWith("[");
        boolean withPort = bracketed ? given.indexOf("]:") > 0 : colon >= 0 && given.indexOf(':') == colon;
        String host = withPort ? given.substring(0, colon) : given;
        String bare = bracketed && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || bare.indexOf('[') >= 0 || bare.indexOf(']') >= 0) {
            throw new IllegalArgumentException("invalid host " + given);
        }
        return new HostAndPort(bare, withPort ? port(given, given.substring(colon + 1)) : -1);
    }

    private static int port(String given, String digits) {
        boolean number = !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return checked(number ? Integer.parseInt(digits) : 0, given);
    }

    static int checked(int port, String given) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("invalid port in " + given);
        }
        return port;
    }
}
