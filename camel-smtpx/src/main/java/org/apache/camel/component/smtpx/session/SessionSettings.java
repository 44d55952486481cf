/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.address.HostAndPort;
import org.apache.camel.component.smtpx.internal.dialogue.IgnoredExtensions;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.proxy.ProxySettings;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SmtpSession}. A builder: each method changes it and returns it. An invalid value throws
 * {@link IllegalArgumentException} when it is set. To be used by one thread at a time.
 */
public final class SessionSettings {

    private final List<String> hosts;
    private Protocol protocol = Protocol.SMTP;
    private int port;
    private boolean ssl;
    private @Nullable String hello;
    private boolean sendHello = true;
    private boolean esmtp = true;
    private IgnoredExtensions ignoredExtensions = IgnoredExtensions.NONE;
    private Duration timeout = Duration.ofMinutes(2);
    private @Nullable String localAddress;
    private int localPort;
    private AddressFamily family = AddressFamily.ANY;
    private @Nullable UnixDomainSocketAddress unixSocket;
    private @Nullable String proxy;
    private @Nullable String proxyUsername;
    private @Nullable String proxyPassword;
    private @Nullable ProxyProtocol proxyProtocol;
    private boolean exactAddresses;
    private @Nullable Consumer<String> debug;
    private SessionTls tls = SessionTls.DEFAULT;
    private boolean allowCleartextAuth;
    private List<String> authMechanisms = List.of();
    private int scramIterations = Mechanisms.DEFAULT_SCRAM_ITERATIONS;
    private Charset replyCharset = StandardCharsets.UTF_8;

    /**
     * Settings for a list of servers.
     *
     * @param hosts tried in this order; a port after a name ({@code mx.example.org:587}) wins over {@link #port}.
     *              Net::SMTP: {@code new(HOST)}, {@code Host}
     */
    public SessionSettings(List<String> hosts) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a session needs at least one host");
        }
        hosts.forEach(HostAndPort::parse);
        this.hosts = List.copyOf(hosts);
    }

    /** Settings for these servers. */
    public static SessionSettings of(String... hosts) {
        return new SessionSettings(List.of(hosts));
    }

    /**
     * Settings for a server on this machine, such as an LMTP server.
     *
     * @param path the absolute path of its Unix socket, as {@code /run/dovecot/lmtp}
     */
    public static SessionSettings unixSocket(Path path) {
        SessionSettings settings = of("localhost");
        settings.unixSocket = SocketSettings.unixSocket(path.toString());
        return settings;
    }

    /** The protocol of every host. Default: {@link Protocol#SMTP}. */
    public SessionSettings protocol(Protocol spoken) {
        protocol = spoken;
        return this;
    }

    /**
     * The port of every host without one of its own, 1 to 65535. Default: 25, or 465 with {@link #ssl}, and 24 in LMTP.
     * Net::SMTP: {@code Port}.
     */
    public SessionSettings port(int number) {
        port = HostAndPort.checked(number, "port " + number);
        return this;
    }

    /** Whether TLS begins before the greeting (RFC 8314). Default: false. Net::SMTP: {@code SSL}. */
    public SessionSettings ssl(boolean on) {
        ssl = on;
        return this;
    }

    /**
     * The name sent in EHLO: a domain or an address literal. Default: this host's name or address. Net::SMTP:
     * {@code Hello}.
     */
    public SessionSettings hello(String name) {
        Command.ehlo(name);
        hello = name;
        return this;
    }

    /** Whether opening includes EHLO. Default: true. Net::SMTP: {@code SendHello}. */
    public SessionSettings sendHello(boolean on) {
        sendHello = on;
        return this;
    }

    /** Whether EHLO comes first; false sends HELO at once. Default: true. */
    public SessionSettings esmtp(boolean on) {
        esmtp = on;
        return this;
    }

    /**
     * Keywords of EHLO that count as not offered, such as CHUNKING, for a server that implements them wrongly.
     *
     * @throws IllegalArgumentException if one is not a keyword, or is STARTTLS
     */
    public SessionSettings ignoreExtensions(String... keywords) {
        ignoredExtensions = IgnoredExtensions.of(List.of(keywords));
        return this;
    }

    /**
     * The timeout of connecting, of a TLS handshake and of each whole reply; more than 0 and at most a day. Default:
     * 120 s. Net::SMTP: {@code Timeout}.
     */
    public SessionSettings timeout(Duration wait) {
        Timeouts.of(wait);
        timeout = wait;
        return this;
    }

    /** The local address. Default: chosen by the operating system. Net::SMTP: {@code LocalAddr}. */
    public SessionSettings localAddress(String address) {
        localAddress = address;
        return this;
    }

    /** The local port. Default: chosen by the operating system. Net::SMTP: {@code LocalPort}. */
    public SessionSettings localPort(int number) {
        localPort = HostAndPort.checked(number, "local port " + number);
        return this;
    }

    /** The addresses of a host that are tried. Default: all. Net::SMTP: {@code Family}, {@code Domain}. */
    public SessionSettings addressFamily(AddressFamily wanted) {
        family = wanted;
        return this;
    }

    /**
     * The proxy through which the connection is made: {@code socks5://host:port} (SOCKS5, RFC 1928) or
     * {@code http://host:port} (HTTP CONNECT). It looks up the name of the host. Default: none.
     */
    public SessionSettings proxy(String uri) {
        ProxySettings.parse(uri, null, null);
        proxy = uri;
        return this;
    }

    /** User name and password for the proxy, which are sent to it in clear. Default: no login at the proxy. */
    public SessionSettings proxyCredentials(String username, String password) {
        proxyUsername = username;
        proxyPassword = password;
        return this;
    }

    /**
     * The header of the PROXY protocol, with the addresses of the connection, for a server behind HAProxy or the like
     * that expects it. Default: none.
     */
    public SessionSettings proxyProtocol(ProxyProtocol version) {
        proxyProtocol = version;
        return this;
    }

    /**
     * Whether addresses must be bare or in angle brackets, without names. Default: false. Net::SMTP:
     * {@code ExactAddresses}.
     */
    public SessionSettings exactAddresses(boolean on) {
        exactAddresses = on;
        return this;
    }

    /**
     * Receives each line sent and received, secrets redacted and content as its size. It is called on an event loop and
     * must not block. Net::SMTP: {@code Debug}.
     */
    public SessionSettings debug(Consumer<String> transcript) {
        debug = transcript;
        return this;
    }

    /** The TLS settings, for implicit TLS and STARTTLS. Net::SMTP: {@code SSL_…}. */
    public SessionSettings tls(SessionTls settings) {
        tls = settings;
        return this;
    }

    /**
     * Whether mechanisms that reveal the password may be used without TLS. Default: false. Net::SMTP always does so.
     */
    public SessionSettings allowCleartextAuth(boolean allow) {
        allowCleartextAuth = allow;
        return this;
    }

    /** The SASL mechanisms that may be used, in order of preference. Default: all, PLAIN and LOGIN only under TLS. */
    public SessionSettings authMechanisms(List<String> names) {
        authMechanisms = List.copyOf(names);
        return this;
    }

    /**
     * The least number of SCRAM iterations that a server may ask for, 1 to 1,000,000. Fewer make the password cheaper
     * to guess for an impostor. Default: 4096 (RFC 5802, section 5.1).
     */
    public SessionSettings scramIterations(int least) {
        scramIterations = Mechanisms.checkedIterations(least);
        return this;
    }

    /** The charset of the server's texts. Default: UTF-8. */
    public SessionSettings replyCharset(Charset charset) {
        replyCharset = charset;
        return this;
    }

    List<String> hosts() {
        return hosts;
    }

    Target target(String host) {
        HostAndPort server = HostAndPort.parse(host);
        int number = server.port() > 0 ? server.port() : port > 0 ? port : protocol.defaultPort(ssl);
        InetSocketAddress local = localAddress != null
                ? new InetSocketAddress(localAddress, localPort)
                : localPort > 0 ? new InetSocketAddress((InetAddress) null, localPort) : null;
        SocketSettings sockets = new SocketSettings(
                family, local, unixSocket, ProxySettings.parse(proxy, proxyUsername, proxyPassword), proxyProtocol);
        return Target.of(server.host(), number, ssl, TlsSetup.of(tls, server.host(), number), sockets);
    }

    Timeouts deadlines() {
        Timeouts all = Timeouts.of(timeout);
        for (TimeoutKind wait : List.of(TimeoutKind.FINAL, TimeoutKind.QUIT)) {
            all = all.with(wait, timeout);
        }
        return all;
    }

    Protocol protocol() {
        return protocol;
    }

    @Nullable
    String hello() {
        return hello;
    }

    boolean sendHello() {
        return sendHello;
    }

    boolean esmtp() {
        return esmtp;
    }

    IgnoredExtensions ignoredExtensions() {
        return ignoredExtensions;
    }

    boolean exactAddresses() {
        return exactAddresses;
    }

    @Nullable
    Consumer<String> debug() {
        return debug;
    }

    SessionTls tls() {
        return tls;
    }

    boolean allowCleartextAuth() {
        return allowCleartextAuth;
    }

    List<String> authMechanisms() {
        return authMechanisms;
    }

    int scramIterations() {
        return scramIterations;
    }

    Charset replyCharset() {
        return replyCharset;
    }
}
