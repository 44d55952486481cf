/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.apache.camel.component.smtpx.internal.proxy.ProxySettings;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
import org.jspecify.annotations.Nullable;

/**
 * How a connection reaches its server.
 *
 * @param family        which addresses of the host, or of the proxy, are used
 * @param local         local address and port; null for any
 * @param unixSocket    the socket of the server in the file system; null for TCP
 * @param proxy         null for a direct connection
 * @param proxyProtocol the header with the addresses of the connection that precedes all else; null for none
 */
public record SocketSettings(AddressFamily family, @Nullable InetSocketAddress local,
        @Nullable UnixDomainSocketAddress unixSocket, @Nullable ProxySettings proxy, @Nullable ProxyProtocol proxyProtocol) {

    /** A direct connection over TCP. */
    public static final SocketSettings DIRECT = new SocketSettings(AddressFamily.ANY, null, null, null, null);

    /** @throws IllegalArgumentException if the settings do not fit each other; the message names the options */
    public SocketSettings {
        if (unixSocket != null && (local != null || proxy != null || proxyProtocol != null)) {
            throw new IllegalArgumentException(
                    "unixSocket does not allow localAddress, localPort, proxy or proxyProtocol: they are for TCP");
        }
        if (proxy != null && proxyProtocol != null) {
            throw new IllegalArgumentException(
                    "proxyProtocol does not fit proxy: the address of the connection to the server is the proxy's");
        }
    }

    /**
     * The address of a Unix socket.
     *
     * @throws IllegalArgumentException if the path is not absolute, or too long for the operating system
     */
    public static UnixDomainSocketAddress unixSocket(String path) {
        try {
            Path file = Path.of(path);
            if (!file.isAbsolute()) {
                throw new IllegalArgumentException("unixSocket must be an absolute path: " + path);
            }
            return UnixDomainSocketAddress.of(file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("unixSocket is not a path: " + e.getReason(), e);
        }
    }
}
