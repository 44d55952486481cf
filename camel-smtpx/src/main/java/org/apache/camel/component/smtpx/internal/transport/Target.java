/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The server of a connection, and how the connection begins.
 *
 * @param host        name or address
 * @param port        port
 * @param implicitTls whether TLS begins before the greeting
 * @param tls         settings of implicit TLS and of STARTTLS
 * @param family      which of the host's addresses are used
 * @param local       local address and port; null for any
 */
public record Target(String host, int port, boolean implicitTls, TlsSettings tls, AddressFamily family,
        @Nullable InetSocketAddress local) {

    /** Texts of glibc (two), macOS, musl and Windows. */
    private static final List<String> NOT_KNOWN = List.of("Name or service not known", "No address associated with hostname",
            "nodename nor servname provided, or not known", "Name does not resolve", "No such host is known");

    /** The host's addresses of the permitted family, in the resolver's order. Blocks. */
    public Deque<InetAddress> addresses() throws UnknownHostException {
        Deque<InetAddress> addresses = new ArrayDeque<>(Arrays.asList(InetAddress.getAllByName(host)));
        addresses.removeIf(address -> !accepts(address));
        return addresses;
    }

    private boolean accepts(InetAddress address) {
        return switch (family) {
            case ANY -> true;
            case IPV4 -> address instanceof Inet4Address;
            case IPV6 -> address instanceof Inet6Address;
        };
    }

    /** The failure of a host name that does not resolve. */
    public Failure unknownHost(UnknownHostException why) {
        return isFinal(why)
                ? Failure.lasting(Failure.Kind.CONNECT, "the host " + host + " is not known", why)
                : new Failure(Failure.Kind.CONNECT, "the host " + host + " cannot be looked up now", why);
    }

    /** Whether the look-up was answered. The JDK has one exception for all cases, with the text of the system. */
    private static boolean isFinal(UnknownHostException why) {
        String text = String.valueOf(why.getMessage());
        return NOT_KNOWN.stream().anyMatch(text::contains);
    }

    /**
     * The failure of an attempt with no address or no time left.
     *
     * @param left   time left, in milliseconds
     * @param before the error of the last address, if one was tried
     */
    public Failure unreachable(long left, @Nullable Throwable before) {
        String why = before != null ? before.getMessage()
                : left <= 0 ? "no answer in time" : "it has no " + family.name().toLowerCase(Locale.ROOT) + " address";
        return new Failure(
                left <= 0 ? Failure.Kind.TIMEOUT : Failure.Kind.CONNECT,
                "no connection to " + this + ": " + why, before);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
