/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.address.HostAndPort;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.transport.Target;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SmtpSession} is opened. A builder: each method changes it and returns it, and checks what it is given.
 * Not to be changed while a session is being opened with it.
 */
public final class SessionSettings {

    private final List<String> hosts;
    private int port;
    private boolean ssl;
    private @Nullable String hello;
    private boolean sendHello = true;
    private boolean esmtp = true;
    private Duration timeout = Duration.ofMinutes(2);
    private @Nullable String localAddress;
    private int localPort;
    private AddressFamily family = AddressFamily.ANY;
    private boolean exactAddresses;
    private @Nullable Consumer<String> debug;
    private SessionTls tls = SessionTls.DEFAULT;
    private boolean allowCleartextAuth;
    private List<String> authMechanisms = List.of();
    private Charset replyCharset = StandardCharsets.UTF_8;

    /**
     * Settings for a list of servers.
     *
     * @param hosts tried in this order; a port written behind a name ({@code mx.example.org:587}) wins over
     *              {@link #port}. Net::SMTP: {@code new(HOST)}, {@code Host}
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

    /** The port where the host has none; else 25, or 465 with {@link #ssl}. Net::SMTP: {@code Port}. */
    public SessionSettings port(int number) {
        port = HostAndPort.checked(number, "port " + number);
        return this;
    }

    /** TLS before the greeting (RFC 8314). Net::SMTP: {@code SSL}. */
    public SessionSettings ssl(boolean on) {
        ssl = on;
        return this;
    }

    /** The name sent in EHLO; else this host's name or address. Net::SMTP: {@code Hello}. */
    public SessionSettings hello(String name) {
        Command.ehlo(name);
        hello = name;
        return this;
    }

    /** Whether opening includes the hello (true). Net::SMTP: {@code SendHello}. */
    public SessionSettings sendHello(boolean on) {
        sendHello = on;
        return this;
    }

    /** EHLO first (true), or HELO at once. */
    public SessionSettings esmtp(boolean on) {
        esmtp = on;
        return this;
    }

    /** How long to wait for a connection, a handshake and each whole reply (120 s). Net::SMTP: {@code Timeout}. */
    public SessionSettings timeout(Duration wait) {
        Timeouts.of(wait);
        timeout = wait;
        return this;
    }

    /** The address of this end. Net::SMTP: {@code LocalAddr}. */
    public SessionSettings localAddress(String address) {
        localAddress = address;
        return this;
    }

    /** The port of this end. Net::SMTP: {@code LocalPort}. */
    public SessionSettings localPort(int number) {
        localPort = HostAndPort.checked(number, "local port " + number);
        return this;
    }

    /** Which addresses of a host are tried. Net::SMTP: {@code Family}, {@code Domain}. */
    public SessionSettings addressFamily(AddressFamily wanted) {
        family = wanted;
        return this;
    }

    /** Addresses are given bare or in angle brackets, without names. Net::SMTP: {@code ExactAddresses}. */
    public SessionSettings exactAddresses(boolean on) {
        exactAddresses = on;
        return this;
    }

    /** Gets each line sent and received; secrets are hidden, content is shown as its size. Net::SMTP: {@code Debug}. */
    public SessionSettings debug(Consumer<String> transcript) {
        debug = transcript;
        return this;
    }

    /** How TLS is done, at once or after STARTTLS. Net::SMTP: {@code SSL_…}. */
    public SessionSettings tls(SessionTls settings) {
        tls = settings;
        return this;
    }

    /** Whether mechanisms that reveal the password may be used without TLS (false). Net::SMTP always does. */
    public SessionSettings allowCleartextAuth(boolean allow) {
        allowCleartextAuth = allow;
        return this;
    }

    /** The SASL mechanisms that may be used, most wanted first; empty for all that are safe. */
    public SessionSettings authMechanisms(List<String> names) {
        authMechanisms = List.copyOf(names);
        return this;
    }

    /** How the server's texts are read (UTF-8). */
    public SessionSettings replyCharset(Charset charset) {
        replyCharset = charset;
        return this;
    }

    List<String> hosts() {
        return hosts;
    }

    Target target(String host) {
        HostAndPort server = HostAndPort.parse(host);
        int number = server.port() > 0 ? server.port() : port > 0 ? port : ssl ? 465 : 25;
        InetSocketAddress local = localAddress != null
                ? new InetSocketAddress(localAddress, localPort)
                : localPort > 0 ? new InetSocketAddress((InetAddress) null, localPort) : null;
        return new Target(server.host(), number, ssl, TlsSetup.of(tls, server.host(), number), family, local);
    }

    Timeouts deadlines() {
        Timeouts all = Timeouts.of(timeout);
        for (TimeoutKind wait : List.of(TimeoutKind.FINAL, TimeoutKind.QUIT)) {
            all = all.with(wait, timeout);
        }
        return all;
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

    Charset replyCharset() {
        return replyCharset;
    }
}
