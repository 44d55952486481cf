/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The name for EHLO when none is configured: this host's name if it is a full one, else the address of the connection's
 * own end as a literal (RFC 5321, section 4.1.4).
 */
public final class HelloName {

    private static final @Nullable String HOST = fullHostName();

    private HelloName() {
    }

    public static String of(Connection connection) {
        if (HOST != null) {
            return HOST;
        }
        return connection.localAddress() instanceof InetSocketAddress local ? literal(local.getAddress()) : "[127.0.0.1]";
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
    }

    private static @Nullable String fullHostName() {
        try {
            String name = InetAddress.getLocalHost().getCanonicalHostName();
            boolean full = name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?") && name.indexOf('.') > 0
                    && !name.startsWith("localhost") && !name.matches("[0-9.]+") && name.length() <= 255;
            return full ? name : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
