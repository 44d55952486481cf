/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.address.HostAndPort;
import org.apache.camel.component.smtpx.internal.address.Idna;
import org.apache.camel.component.smtpx.internal.dialogue.IgnoredExtensions;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.pool.ClientSettings;
import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.internal.pool.Route;
import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.apache.camel.component.smtpx.internal.proxy.ProxySettings;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.traffic.Rate;
import org.apache.camel.component.smtpx.internal.traffic.ServerProfile;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SmtpClient}. Each method returns this builder; {@link #build} may be called several times.
 * To be used by one thread at a time.
 */
public final class SmtpClientBuilder {

    private static final int MAX_EVENT_LOOPS = 4;
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final List<HostAndPort> hosts;
    private final List<Route> routes = new ArrayList<>();
    private final ClientSettings.Builder settings = ClientSettings.builder(routes);
    private final PoolLimits.Builder limits = PoolLimits.builder();
    private ServerProfile profile = ServerProfile.NONE;
    private @Nullable Integer maxConnections;
    private @Nullable Integer maxMessagesPerConnection;
    private @Nullable Integer maxRecipientsPerMessage;
    private boolean throttling = true;
    private @Nullable Rate maxRate;
    private @Nullable Rate maxRecipientRate;
    private @Nullable Rate maxConnectionRate;
    private Protocol protocol = Protocol.SMTP;
    private int port;
    private boolean ssl;
    private StartTls startTls = StartTls.AUTO;
    private @Nullable SSLContext sslContext;
    private boolean verifyName = true;
    private @Nullable String tlsName;
    private AddressFamily family = AddressFamily.ANY;
    private @Nullable InetSocketAddress local;
    private @Nullable UnixDomainSocketAddress unixSocket;
    private @Nullable String proxy;
    private @Nullable String proxyUsername;
    private @Nullable String proxyPassword;
    private @Nullable ProxyProtocol proxyProtocol;
    private boolean sendHello = true;
    private @Nullable CredentialsSupplier credentials;
    private List<String> mechanisms = List.of();
    private boolean allowCleartextAuth;
    private int scramIterations = Mechanisms.DEFAULT_SCRAM_ITERATIONS;
    private boolean skipBad;
    private boolean pipelining = true;
    private boolean chunking = true;
    private int chunkSize = SendPolicy.DEFAULT_CHUNK_SIZE;
    private OneFlight oneFlight = OneFlight.AUTO;
    private boolean failUnsupported;
    private @Nullable Duration timeout;
    /** Timeouts set one by one; they win over {@link #timeout}, whatever the order of the calls. */
    private final Map<TimeoutKind, Duration> timeouts = new EnumMap<>(TimeoutKind.class);
    private @Nullable ExecutorService executor;

    SmtpClientBuilder(String... hosts) {
        if (hosts.length == 0) {
            throw new IllegalArgumentException("a client needs at least one host");
        }
        this.hosts = Arrays.stream(hosts).map(HostAndPort::parse).toList();
    }

    /**
     * The protocol of every host. Default: {@link Protocol#SMTP}.
     */
    public SmtpClientBuilder protocol(Protocol spoken) {
        protocol = spoken;
        return this;
    }

    /**
     * The port of every host without one of its own, 1 to 65535. Default: 25, or 465 with {@link #ssl}, and 24 in LMTP;
     * submission is 587 (RFC 6409).
     *
     * @throws IllegalArgumentException if the number is no port
     */
    public SmtpClientBuilder port(int number) {
        port = HostAndPort.checked(number, "port " + number);
        return this;
    }

    /**
     * Whether TLS begins before the greeting (RFC 8314, section 3). Default: false.
     */
    public SmtpClientBuilder ssl(boolean on) {
        ssl = on;
        return this;
    }

    /**
     * Whether STARTTLS is used on a connection that begins in clear (RFC 3207). Default: {@link StartTls#AUTO}, which
     * becomes {@link StartTls#REQUIRED} when there are credentials or an SSL context.
     */
    public SmtpClientBuilder starttls(StartTls use) {
        startTls = use;
        return this;
    }

    /**
     * Trust, client certificate, protocols and cipher suites of TLS. Default: the default context of this Java runtime.
     */
    public SmtpClientBuilder sslContext(SSLContext context) {
        sslContext = context;
        return this;
    }

    /**
     * Whether the certificate must have the server's name (RFC 9525). Default: true. Without it any server with a
     * certificate of a trusted authority is accepted.
     */
    public SmtpClientBuilder hostnameVerification(boolean on) {
        verifyName = on;
        return this;
    }

    /**
     * The name that the certificate must have and that is sent as SNI, where it is not the host's.
     *
     * @throws IllegalArgumentException if the name has no ASCII form
     */
    public SmtpClientBuilder tlsServerName(String name) {
        tlsName = Idna.toAscii(name);
        return this;
    }

    /**
     * The addresses of a host that are connected to. Default: {@link AddressFamily#ANY}.
     */
    public SmtpClientBuilder addressFamily(AddressFamily use) {
        family = use;
        return this;
    }

    /**
     * The address and port of this end of each connection. Default: chosen by the operating system.
     */
    public SmtpClientBuilder localAddress(InetSocketAddress address) {
        local = address;
        return this;
    }

    /**
     * The Unix socket of the server. Host and port are then not used, nor is TLS.
     *
     * @throws IllegalArgumentException if the path is not absolute
     */
    SmtpClientBuilder unixSocket(Path socket) {
        unixSocket = SocketSettings.unixSocket(socket.toString());
        return this;
    }

    /**
     * The proxy through which connections are made: {@code socks5://host:port} (SOCKS5, RFC 1928) or
     * {@code http://host:port} (HTTP CONNECT). It looks up the names of the hosts. Default: none.
     *
     * @throws IllegalArgumentException if the text is neither of these
     */
    public SmtpClientBuilder proxy(String uri) {
        ProxySettings.parse(uri, null, null);
        proxy = uri;
        return this;
    }

    /**
     * User name and password for the proxy, which are sent to it in clear. Default: no login at the proxy.
     */
    public SmtpClientBuilder proxyCredentials(String username, String password) {
        proxyUsername = username;
        proxyPassword = password;
        return this;
    }

    /**
     * The header of the PROXY protocol, with the addresses of the connection, for a server behind HAProxy or the like
     * that expects it. Default: none.
     */
    public SmtpClientBuilder proxyProtocol(ProxyProtocol version) {
        proxyProtocol = version;
        return this;
    }

    /**
     * The name sent in EHLO (RFC 5321, section 4.1.1.1). Default: the name of this host, or its address as a literal.
     *
     * @throws IllegalArgumentException if the name is neither a domain nor an address literal
     */
    public SmtpClientBuilder hello(String name) {
        Command.ehlo(name);
        settings.hello(name);
        return this;
    }

    /**
     * Whether a connection begins with EHLO. Default: true. Without it the server offers nothing: no TLS, no login, one
     * command at a time.
     */
    public SmtpClientBuilder sendHello(boolean on) {
        sendHello = on;
        settings.sendHello(on);
        return this;
    }

    /**
     * EHLO first, and HELO if the server rejects it (RFC 5321, section 3.2); or HELO at once. Default: true. After HELO
     * the server offers nothing.
     */
    public SmtpClientBuilder esmtp(boolean on) {
        settings.esmtp(on);
        return this;
    }

    /**
     * Keywords of EHLO that count as not offered, such as CHUNKING, for a server that implements them wrongly. Default:
     * none.
     *
     * @throws IllegalArgumentException if one is not a keyword, or is STARTTLS, which {@link #starttls} switches off
     */
    public SmtpClientBuilder ignoreExtensions(String... keywords) {
        settings.ignored(IgnoredExtensions.of(List.of(keywords)));
        return this;
    }

    /**
     * The client that every connection is for, sent in XCLIENT (Postfix) behind STARTTLS and before the login. The
     * server must permit this client to send it. No connection is used without it. Default: none.
     * {@link org.apache.camel.component.smtpx.mail.MailParameters#withForwarded} has XFORWARD, for one message.
     */
    public SmtpClientBuilder xclient(ClientAttributes client) {
        settings.xclient(client);
        return this;
    }

    /**
     * The credentials of every connection (RFC 4954). Default: none, and no AUTH.
     */
    public SmtpClientBuilder credentials(Credentials with) {
        return credentials(CredentialsSupplier.of(with));
    }

    /**
     * The supplier of the credentials of each new connection, as for tokens that expire. It is called on a worker
     * thread and may block.
     */
    public SmtpClientBuilder credentials(CredentialsSupplier supplier) {
        credentials = supplier;
        return this;
    }

    /**
     * The SASL mechanisms that may be used, most wanted first. Default: all that the server offers and the credentials
     * suffice for, strongest first; PLAIN and LOGIN only under TLS.
     */
    public SmtpClientBuilder authMechanisms(String... names) {
        mechanisms = List.of(names);
        return this;
    }

    /**
     * Whether the password may be sent without TLS when the server does not offer STARTTLS. Default: false.
     */
    public SmtpClientBuilder allowCleartextAuth(boolean allow) {
        allowCleartextAuth = allow;
        return this;
    }

    /** The least number of SCRAM iterations accepted from the server, 1 to 1,000,000. Default: 4096 (RFC 5802). */
    public SmtpClientBuilder scramIterations(int least) {
        scramIterations = Mechanisms.checkedIterations(least);
        return this;
    }

    /**
     * Whether recipients that the server accepts get the message when it rejects others. Default: false, all or none.
     * With several recipients true saves a round trip. {@link SmtpClient#send(Envelope, MessageSource, boolean)}
     * decides it for one message.
     */
    public SmtpClientBuilder skipBad(boolean on) {
        skipBad = on;
        return this;
    }

    /**
     * Whether commands are sent in groups where PIPELINING is offered (RFC 2920). Default: true.
     */
    public SmtpClientBuilder pipelining(boolean on) {
        pipelining = on;
        return this;
    }

    /**
     * Whether content is sent with BDAT where CHUNKING is offered (RFC 3030). Default: true.
     */
    public SmtpClientBuilder chunking(boolean on) {
        chunking = on;
        return this;
    }

    /**
     * The size of one BDAT chunk of a large message, in octets, 1024 to 67108864. Default: 1048576.
     */
    public SmtpClientBuilder chunkSize(int octets) {
        chunkSize = octets;
        return this;
    }

    /**
     * When a small message leaves in one write with its envelope, which saves a round trip. Default:
     * {@link OneFlight#AUTO}.
     */
    public SmtpClientBuilder oneFlight(OneFlight when) {
        oneFlight = when;
        return this;
    }

    /**
     * Whether a send fails when the server does not offer a parameter that could be left out, such as NOTIFY. Default:
     * false; {@link org.apache.camel.component.smtpx.mail.SendDetails#dropped} lists what was left out.
     */
    public SmtpClientBuilder failUnsupported(boolean on) {
        failUnsupported = on;
        return this;
    }

    /**
     * Connections open at once, at least 1. Default: 8.
     */
    public SmtpClientBuilder maxConnections(int count) {
        maxConnections = count;
        return this;
    }

    /**
     * Transactions in flight on one connection, at least 1. More than one needs PIPELINING and CHUNKING. Default: 16.
     */
    public SmtpClientBuilder maxInFlight(int count) {
        limits.maxInFlight(count);
        return this;
    }

    /**
     * Transactions after which a connection is closed; 0 for no limit. Default: 0.
     */
    public SmtpClientBuilder maxMessagesPerConnection(int count) {
        maxMessagesPerConnection = count;
        return this;
    }

    /**
     * Recipients after which a message is continued in a further transaction, with {@link #skipBad}; 0 for no limit but
     * the one that the server shows. Default: 0.
     */
    public SmtpClientBuilder maxRecipientsPerMessage(int count) {
        maxRecipientsPerMessage = count;
        return this;
    }

    /**
     * The limits that a provider documents: {@code microsoft365}, {@code google}, {@code ses}, or {@code own} for a
     * server of one's own. Limits that are set one by one win, whatever the order of the calls. Default: none.
     *
     * @throws IllegalArgumentException if there is no such profile
     */
    public SmtpClientBuilder profile(String name) {
        profile = ServerProfile.named(name);
        return this;
    }

    /**
     * Whether limits on connections and rates are learned from the replies of the server and kept to. Default: true; a
     * message that comes too fast waits, up to {@link #acquireTimeout}. With false it ends FAILED.
     */
    public SmtpClientBuilder throttling(boolean on) {
        throttling = on;
        return this;
    }

    /**
     * The messages that may be sent to a server in a time, at least 1; the time is at most a day. Messages wait for it,
     * up to {@link #acquireTimeout}. Default: no limit.
     *
     * @throws IllegalArgumentException if the count or the time is out of range
     */
    public SmtpClientBuilder maxRate(int messages, Duration per) {
        maxRate = new Rate(messages, per);
        return this;
    }

    /**
     * As {@link #maxRate}, for recipients. A message to more recipients than fit takes the time of them all.
     *
     * @throws IllegalArgumentException if the count or the time is out of range
     */
    public SmtpClientBuilder maxRecipientRate(int recipients, Duration per) {
        maxRecipientRate = new Rate(recipients, per);
        return this;
    }

    /**
     * As {@link #maxRate}, for connections that are opened.
     *
     * @throws IllegalArgumentException if the count or the time is out of range
     */
    public SmtpClientBuilder maxConnectionRate(int connections, Duration per) {
        maxConnectionRate = new Rate(connections, per);
        return this;
    }

    /**
     * How long a connection may be idle before it is closed; more than 0. Default: 60 s.
     */
    public SmtpClientBuilder idleTimeout(Duration duration) {
        limits.idleTimeout(duration);
        return this;
    }

    /**
     * The age after which a connection takes no further transaction; zero for no limit. Default: 10 minutes.
     */
    public SmtpClientBuilder maxConnectionAge(Duration duration) {
        limits.maxConnectionAge(duration);
        return this;
    }

    /**
     * How long a send waits for a connection before it ends FAILED; more than 0. Default: 30 s.
     */
    public SmtpClientBuilder acquireTimeout(Duration duration) {
        limits.acquireTimeout(duration);
        return this;
    }

    /**
     * Sends that wait for a connection at once; a further one ends FAILED at once. Default: 10000.
     */
    public SmtpClientBuilder maxPending(int count) {
        limits.maxPending(count);
        return this;
    }

    /**
     * How long no further login is tried after the server rejected the credentials; zero for no pause. Default: 30 s.
     */
    public SmtpClientBuilder loginPause(Duration duration) {
        limits.loginPause(duration);
        return this;
    }

    /**
     * One timeout for every reply, more than 0 and at most a day; the reply to the end of the message gets twice that.
     * Connecting, TLS and QUIT are shortened to it. Default: the minimums of RFC 5321, section 4.5.3.2, 2 to 10
     * minutes. The timeouts below win over it.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public SmtpClientBuilder timeout(Duration duration) {
        Timeouts.of(duration);
        timeout = duration;
        return this;
    }

    /**
     * The timeout of a connection attempt, over all addresses of a host; more than 0 and at most a day. Default: 30 s.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public SmtpClientBuilder connectTimeout(Duration duration) {
        return timeout(duration, TimeoutKind.CONNECT);
    }

    /**
     * The timeout of the greeting; more than 0 and at most a day. Default: 5 minutes.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public SmtpClientBuilder greetingTimeout(Duration duration) {
        return timeout(duration, TimeoutKind.GREETING);
    }

    /**
     * The timeout of a TLS handshake; more than 0 and at most a day. Default: 1 minute.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public SmtpClientBuilder tlsTimeout(Duration duration) {
        return timeout(duration, TimeoutKind.TLS);
    }

    /**
     * The timeout of the reply to EHLO, STARTTLS, AUTH, MAIL, RCPT and other commands; more than 0 and at most a day.
     * Default: 5 minutes, for STARTTLS and AUTH 2 minutes.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public SmtpClientBuilder commandTimeout(Duration duration) {
        return timeout(duration, TimeoutKind.HELLO, TimeoutKind.STARTTLS, TimeoutKind.AUTH, TimeoutKind.MAIL, TimeoutKind.RCPT,
                TimeoutKind.COMMAND);
    }

    /**
     * The timeout of the reply to DATA; more than 0 and at most a day. Default: 2 minutes.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public SmtpClientBuilder dataTimeout(Duration duration) {
        return timeout(duration, TimeoutKind.DATA);
    }

    /**
     * The timeout of each block of a message until the network accepts it, and of the reply to a chunk; more than 0 and
     * at most a day. Default: 3 minutes.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public SmtpClientBuilder blockTimeout(Duration duration) {
        return timeout(duration, TimeoutKind.BLOCK);
    }

    /**
     * The timeout of the reply to the end of the message; more than 0 and at most a day. Default: 10 minutes. When it
     * passes, the recipients are UNKNOWN, so a short one leads to duplicates.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public SmtpClientBuilder finalTimeout(Duration duration) {
        return timeout(duration, TimeoutKind.FINAL);
    }

    private SmtpClientBuilder timeout(Duration duration, TimeoutKind... waits) {
        for (TimeoutKind wait : waits) {
            Timeouts.DEFAULTS.with(wait, duration);
            timeouts.put(wait, duration);
        }
        return this;
    }

    private Timeouts deadlines() {
        Timeouts all = timeout == null ? Timeouts.DEFAULTS : Timeouts.of(timeout);
        for (Map.Entry<TimeoutKind, Duration> one : timeouts.entrySet()) {
            all = all.with(one.getKey(), one.getValue());
        }
        return all;
    }

    /**
     * Whether the calling thread does all the work: a send blocks until its outcome is known, and a connection carries
     * one transaction at a time. It needs the fewest thread switches. Default: false.
     */
    public SmtpClientBuilder synchronous(boolean on) {
        settings.synchronous(on);
        return this;
    }

    /**
     * Receives each line sent and received, credentials replaced and content as its size. It is called on event loops:
     * it must not block.
     */
    public SmtpClientBuilder transcript(Consumer<String> lines) {
        settings.transcript(lines);
        return this;
    }

    /**
     * Whether {@link org.apache.camel.component.smtpx.mail.SendDetails#transcript} has the last lines of the connection
     * when a send fails. Default: false.
     */
    public SmtpClientBuilder transcriptOnFailure(boolean on) {
        settings.keepLast(on);
        return this;
    }

    /**
     * Runs what may block: callbacks, host names, logins, reading of messages. It may reject tasks, but must not
     * discard them. The client does not shut it down. Default: daemon threads of the client, as many as tasks at a
     * time.
     */
    public SmtpClientBuilder executor(ExecutorService workers) {
        executor = workers;
        return this;
    }

    /**
     * A client with these settings. It connects when it is first used.
     *
     * @throws IllegalArgumentException if a limit, the chunk size, a mechanism or the login at the proxy is invalid, or
     *                                  settings do not fit each other; the message names it
     */
    public SmtpClient build() {
        if (!sendHello && credentials != null) {
            throw new IllegalArgumentException("sendHello(false) does not allow a login: remove the credentials");
        }
        SSLContext context = sslContext != null ? sslContext : defaultContext();
        SocketSettings sockets = new SocketSettings(
                family, local, unixSocket, ProxySettings.parse(proxy, proxyUsername, proxyPassword), proxyProtocol);
        routes.clear();
        for (HostAndPort host : hosts) {
            int number = host.port() > 0 ? host.port() : port > 0 ? port : protocol.defaultPort(ssl);
            String name = tlsName != null ? tlsName : host.host();
            routes.add(new Route(host.host(), number, ssl, () -> context, name, verifyName, sockets));
        }
        boolean sensitive = credentials != null && !allowCleartextAuth || sslContext != null;
        ClientSettings all = settings
                .protocol(protocol)
                .startTls(ClientSettings.startTls(startTls, ssl, sensitive, sockets))
                .credentials(credentials)
                .mechanisms(new Mechanisms(mechanisms, allowCleartextAuth, null, scramIterations))
                .policy(new SendPolicy(skipBad, pipelining, chunking, chunkSize, failUnsupported, oneFlight, protocol))
                .limits(limits())
                .traffic(profile.traffic(throttling, maxRate, maxConnectionRate, maxRecipientRate))
                .deadlines(deadlines())
                .build();
        return new SmtpClient(all, threads());
    }

    private PoolLimits limits() {
        PoolLimits.Builder all = limits.build().toBuilder().profile(profile);
        if (maxConnections != null) {
            all.maxConnections(maxConnections);
        }
        if (maxMessagesPerConnection != null) {
            all.maxMessagesPerConnection(maxMessagesPerConnection);
        }
        if (maxRecipientsPerMessage != null) {
            all.maxRecipientsPerMessage(maxRecipientsPerMessage);
        }
        return all.build();
    }

    private SmtpThreads threads() {
        String name = "smtp-client-" + CLIENTS.incrementAndGet();
        int loops = Math.min(MAX_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
        return executor != null
                ? new SmtpThreads(loops, name, executor, false) : new SmtpThreads(loops, name, workers(name), true);
    }

    private static ExecutorService workers(String name) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + "-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no default TLS context", e);
        }
    }
}
