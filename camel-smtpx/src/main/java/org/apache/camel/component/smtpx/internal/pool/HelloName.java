/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The name for EHLO when none is configured: the fully qualified name of this host, or else the local address of the
 * connection as a literal (RFC 5321, section 4.1.4).
 */
public final class HelloName {

    private static final int MAX_LENGTH = 255;

    /** The result of the lookup: a name, or null if this host has none. */
    private record Lookup(@Nullable String name) {
    }

    /** Null before the first lookup. */
    private static volatile @Nullable Lookup lookup;

    private HelloName() {
    }

    /** Whether {@link #of(Connection)} returns without a lookup. */
    static boolean isLookedUp() {
        return lookup != null;
    }

    /** Looks up this host's name, once. Blocks; must not be called on an event loop. */
    static @Nullable String lookUp() {
        Lookup known = lookup;
        if (known == null) {
            known = new Lookup(canonicalHostName());
            lookup = known;
        }
        return known.name();
    }

    /** The name for this connection. Blocks for the first lookup of the host's name. */
    public static String of(Connection connection) {
        return of(lookUp(), connection.localAddress());
    }

    static String of(@Nullable String hostName, @Nullable SocketAddress localAddress) {
        if (hostName != null && isFullyQualified(hostName)) {
            return hostName;
        }
        return localAddress instanceof InetSocketAddress local ? literal(local.getAddress()) : "[127.0.0.1]";
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
    }

    /** Whether it is a valid domain of several labels, and neither an address nor a name that every host has. */
    private static boolean isFullyQualified(String name) {
        return name.length() <= MAX_LENGTH && name.indexOf('.') > 0 && !name.startsWith("localhost")
                && !name.matches("[0-9.]+") && DomainSyntax.faultOfDomain(name, false) == null;
    }

    private static @Nullable String canonicalHostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
