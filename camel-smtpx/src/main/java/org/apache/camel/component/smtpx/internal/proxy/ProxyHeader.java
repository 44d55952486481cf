/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.proxy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

import org.apache.camel.component.smtpx.mail.ProxyProtocol;

/** The header of the PROXY protocol: the addresses of a connection as its client sees them. */
public final class ProxyHeader {

    private static final byte[] SIGNATURE = { '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n' };
    /** Version 2, command PROXY. */
    private static final int PROXY = 0x21;
    /** Version 2, command LOCAL: the receiver uses the addresses of the connection itself. */
    private static final int LOCAL = 0x20;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;

    private ProxyHeader() {
    }

    /**
     * The octets to be sent before anything else.
     *
     * @param source      the local address of the connection
     * @param destination its remote address
     */
    public static byte[] of(ProxyProtocol version, SocketAddress source, SocketAddress destination) {
        if (source instanceof InetSocketAddress from && destination instanceof InetSocketAddress to
                && from.getAddress().getClass() == to.getAddress().getClass()) {
            return version == ProxyProtocol.V1 ? text(from, to) : binary(from, to);
        }
        return version == ProxyProtocol.V1 ? ascii("PROXY UNKNOWN\r\n") : binary(LOCAL, 0, new byte[0]);
    }

    private static byte[] text(InetSocketAddress from, InetSocketAddress to) {
        String family = from.getAddress().getAddress().length == 4 ? "TCP4" : "TCP6";
        return ascii("PROXY " + family + " " + plain(from) + " " + plain(to) + " " + from.getPort() + " " + to.getPort()
                     + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The address without a scope. */
    private static String plain(InetSocketAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress().getAddress()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] binary(InetSocketAddress from, InetSocketAddress to) {
        ByteArrayOutputStream addresses = new ByteArrayOutputStream();
        addresses.writeBytes(from.getAddress().getAddress());
        addresses.writeBytes(to.getAddress().getAddress());
        number(addresses, from.getPort());
        number(addresses, to.getPort());
        int family = from.getAddress().getAddress().length == 4 ? TCP_OVER_IPV4 : TCP_OVER_IPV6;
        return binary(PROXY, family, addresses.toByteArray());
    }

    private static byte[] binary(int command, int family, byte[] addresses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        out.write(command);
        out.write(family);
        number(out, addresses.length);
        out.writeBytes(addresses);
        return out.toByteArray();
    }

    /** A number of 16 bits in network order. */
    private static void number(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
