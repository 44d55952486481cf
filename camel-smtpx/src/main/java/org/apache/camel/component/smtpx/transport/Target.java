/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

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
public record Target(String host, int port, boolean implicitTls, TlsSettings tls, Family family,
        @Nullable InetSocketAddress local) {

    /** Address families. */
    public enum Family {
        ANY,
        IPV4,
        IPV6;

        boolean admits(InetAddress address) {
            return this == ANY
                    || this == (address instanceof Inet4Address ? IPV4 : address instanceof Inet6Address ? IPV6 : ANY);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
