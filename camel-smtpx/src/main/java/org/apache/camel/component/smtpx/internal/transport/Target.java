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
import java.util.Locale;

import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection goes and how it begins.
 *
 * @param host        name or address
 * @param port        port
 * @param implicitTls whether TLS begins before the greeting
 * @param tls         how TLS is done, at once or after STARTTLS
 * @param family      which of the host's addresses are used
 * @param local       address and port of this end; null for any
 */
public record Target(String host, int port, boolean implicitTls, TlsSettings tls, AddressFamily family,
        @Nullable InetSocketAddress local) {

    /** The addresses of the host that may be used, in the order of the resolver. Blocks. */
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

    /** It has no address. */
    public Failure unknownHost(UnknownHostException why) {
        return new Failure(Failure.Kind.CONNECT, "the host " + host + " is not known", why);
    }

    /**
     * No address is left, or no time.
     *
     * @param left   time left, in milliseconds
     * @param before what came of the last address, if there was one
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
