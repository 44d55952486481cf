/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import org.apache.camel.component.smtpx.internal.proxy.ProxyException;
import org.apache.camel.component.smtpx.internal.proxy.ProxySettings;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The server of a connection, and how the connection begins.
 *
 * @param host        name or address; the path of a Unix socket
 * @param port        port; 0 for a Unix socket
 * @param implicitTls whether TLS begins before the greeting
 * @param tls         settings of implicit TLS and of STARTTLS
 * @param sockets     how the server is reached
 */
public record Target(String host, int port, boolean implicitTls, TlsSettings tls, SocketSettings sockets) {

    /** Texts of glibc (two), macOS, musl and Windows. */
    private static final List<String> NOT_KNOWN = List.of("Name or service not known", "No address associated with hostname",
            "nodename nor servname provided, or not known", "Name does not resolve", "No such host is known");

    /** The target with these settings; a Unix socket takes the place of host and port. */
    public static Target of(String host, int port, boolean implicitTls, TlsSettings tls, SocketSettings sockets) {
        UnixDomainSocketAddress socket = sockets.unixSocket();
        return socket == null
                ? new Target(host, port, implicitTls, tls, sockets)
                : new Target(socket.getPath().toString(), 0, implicitTls, tls, sockets);
    }

    /** The name of the server for SASL. */
    public String serverName() {
        return sockets.unixSocket() == null ? host : tls.serverName();
    }

    /**
     * The addresses to connect to, in the resolver's order: the server's of the permitted family, or those of the
     * proxy. Blocks.
     */
    public Deque<SocketAddress> addresses() throws UnknownHostException {
        Deque<SocketAddress> addresses = new ArrayDeque<>();
        UnixDomainSocketAddress socket = sockets.unixSocket();
        if (socket != null) {
            addresses.add(socket);
            return addresses;
        }
        ProxySettings proxy = sockets.proxy();
        for (InetAddress address : InetAddress.getAllByName(proxy == null ? host : proxy.host())) {
            if (accepts(address)) {
                addresses.add(new InetSocketAddress(address, proxy == null ? port : proxy.port()));
            }
        }
        return addresses;
    }

    private boolean accepts(InetAddress address) {
        return switch (sockets.family()) {
            case ANY -> true;
            case IPV4 -> address instanceof Inet4Address;
            case IPV6 -> address instanceof Inet6Address;
        };
    }

    /** The failure of a host name that does not resolve. */
    public Failure unknownHost(UnknownHostException why) {
        ProxySettings proxy = sockets.proxy();
        String name = proxy == null ? "the host " + host : "no connection to " + this + ": the proxy " + proxy.host();
        return isFinal(why)
                ? Failure.lasting(Failure.Kind.CONNECT, name + " is not known", why)
                : new Failure(Failure.Kind.CONNECT, name + " cannot be looked up now", why);
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
                : left <= 0 ? "no answer in time"
                : "it has no " + sockets.family().name().toLowerCase(Locale.ROOT) + " address";
        ProxySettings proxy = sockets.proxy();
        String which = proxy == null ? "" : "the proxy " + proxy + " cannot be reached: ";
        return new Failure(
                left <= 0 ? Failure.Kind.TIMEOUT : Failure.Kind.CONNECT,
                "no connection to " + this + ": " + which + why, before);
    }

    /**
     * The failure of an exchange with the proxy, which has refused the connection, broken it or not answered in time.
     */
    public Failure proxyFailed(IOException why) {
        String text = "the proxy " + sockets.proxy() + " " + proxyFault(why);
        boolean late = why instanceof SocketTimeoutException;
        return new Failure(
                late ? Failure.Kind.TIMEOUT : Failure.Kind.CONNECT, "no connection to " + this + ": " + text,
                why instanceof ProxyException ? new ConnectException(text) : why,
                why instanceof ProxyException refused && refused.lasting());
    }

    private static String proxyFault(IOException why) {
        if (why instanceof EOFException) {
            return "closed the connection";
        }
        if (why instanceof SocketTimeoutException) {
            return "did not answer in time";
        }
        String text = String.valueOf(why.getMessage());
        return why instanceof ProxyException ? text : "broke the connection: " + Printable.line(text);
    }

    /** The server with the proxy before it. */
    public String way() {
        return sockets.proxy() == null ? toString() : this + " through " + sockets.proxy();
    }

    /** Host and port, or the path of the Unix socket. */
    @Override
    public String toString() {
        if (sockets.unixSocket() != null) {
            return host;
        }
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
