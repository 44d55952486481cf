/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import org.apache.camel.component.smtpx.internal.address.HostAndPort;
import org.jspecify.annotations.Nullable;

/**
 * A proxy through which connections are made.
 *
 * @param kind     how it is spoken to
 * @param host     name or address
 * @param port     port
 * @param username null without a login
 * @param password null without a login
 */
public record ProxySettings(Kind kind, String host, int port, @Nullable String username, @Nullable String password) {

    /** Octets of a user name or a password (RFC 1929). */
    private static final int MAX_SOCKS_SECRET = 255;

    /** How a proxy is spoken to. */
    public enum Kind {
        /** SOCKS5 (RFC 1928). */
        SOCKS5,
        /** HTTP CONNECT (RFC 9110, section 9.3.6). */
        HTTP
    }

    /**
     * Reads the options of a proxy. Errors name the option and show no secret.
     *
     * @param  uri                      {@code socks5://host:port} or {@code http://host:port}; null for no proxy
     * @return                          null without a proxy
     * @throws IllegalArgumentException if the URI is neither of these, or the login is incomplete or cannot be encoded
     */
    public static @Nullable ProxySettings parse(@Nullable String uri, @Nullable String username, @Nullable String password) {
        if (uri == null) {
            if (username != null || password != null) {
                throw new IllegalArgumentException("proxyUsername and proxyPassword need the option proxy");
            }
            return null;
        }
        String given = uri.strip();
        int colon = given.indexOf("://");
        Kind kind = colon < 0 ? null : kind(given.substring(0, colon));
        if (kind == null) {
            throw new IllegalArgumentException("proxy must be socks5://host:port or http://host:port");
        }
        String server = given.endsWith("/") ? given.substring(colon + 3, given.length() - 1) : given.substring(colon + 3);
        if (server.indexOf('@') >= 0) {
            // The text before the at sign is a secret.
            throw new IllegalArgumentException("proxy must hold no user name: use proxyUsername and proxyPassword");
        }
        HostAndPort proxy = address(server);
        checkLogin(kind, username, password);
        return new ProxySettings(kind, proxy.host(), proxy.port(), username, password);
    }

    private static @Nullable Kind kind(String scheme) {
        return Arrays.stream(Kind.values()).filter(one -> one.name().equalsIgnoreCase(scheme)).findFirst().orElse(null);
    }

    private static HostAndPort address(String server) {
        HostAndPort proxy;
        try {
            proxy = HostAndPort.parse(server);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("proxy has an " + e.getMessage(), e);
        }
        if (proxy.port() < 0) {
            throw new IllegalArgumentException("proxy must have a port: " + proxy.host());
        }
        return proxy;
    }

    private static void checkLogin(Kind kind, @Nullable String username, @Nullable String password) {
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("proxyUsername and proxyPassword need each other");
        }
        if (username == null || password == null) {
            return;
        }
        if (kind == Kind.SOCKS5) {
            checkLength("proxyUsername", username);
            checkLength("proxyPassword", password);
        } else if (username.indexOf(':') >= 0) {
            throw new IllegalArgumentException("proxyUsername must hold no colon with an HTTP proxy (RFC 7617)");
        }
    }

    private static void checkLength(String option, String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_SOCKS_SECRET) {
            throw new IllegalArgumentException(option + " must have 1 to 255 octets with SOCKS5 (RFC 1929)");
        }
    }

    /** The exchange that connects to a server; the proxy looks up the name. */
    public ProxyHandshake handshake(String server, int serverPort) {
        return switch (kind) {
            case SOCKS5 -> new Socks5Handshake(server, serverPort, username, password);
            case HTTP -> new ConnectHandshake(server, serverPort, username, password);
        };
    }

    /** Without the login. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
