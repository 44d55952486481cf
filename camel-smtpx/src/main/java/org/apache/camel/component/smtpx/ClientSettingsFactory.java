/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.OAuth2Settings;
import org.apache.camel.component.smtpx.internal.address.HostAndPort;
import org.apache.camel.component.smtpx.internal.address.Idna;
import org.apache.camel.component.smtpx.internal.dialogue.IgnoredExtensions;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.pool.ClientSettings;
import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.internal.pool.Route;
import org.apache.camel.component.smtpx.internal.proxy.ProxySettings;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.traffic.Rate;
import org.apache.camel.component.smtpx.internal.traffic.ServerProfile;
import org.apache.camel.component.smtpx.internal.traffic.TrafficSettings;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Validates the options of an endpoint once and creates the settings of its client. Errors name the option. */
final class ClientSettingsFactory {

    private static final Logger TRANSCRIPT = LoggerFactory.getLogger("org.apache.camel.component.smtpx.wire");
    private static final Logger LOG = LoggerFactory.getLogger(ClientSettingsFactory.class);

    private final SmtpxConfiguration options;
    private final CamelContext context;
    private final boolean keepLast;
    private final OAuth2Accounts accounts;
    private final ReloadableTls tls;

    /** @throws GeneralSecurityException if the TLS context cannot be created */
    ClientSettingsFactory(SmtpxConfiguration options, CamelContext context, boolean keepLast, OAuth2Accounts accounts)
                                                                                                                       throws GeneralSecurityException {
        this.options = options;
        this.context = context;
        this.keepLast = keepLast;
        this.accounts = accounts;
        this.tls = new ReloadableTls(options.getSslContextParameters(), context);
    }

    /** The TLS context of the client, which can be loaded again. */
    ReloadableTls tls() {
        return tls;
    }

    /** How often the TLS stores are looked at; zero for never. */
    Duration tlsReloadInterval() {
        long millis = options.getTlsReloadInterval();
        if (millis < 0) {
            throw new IllegalArgumentException("tlsReloadInterval must not be negative: " + millis);
        }
        if (millis > 0 && !tls.isWatchable()) {
            throw new IllegalArgumentException(
                    "tlsReloadInterval needs sslContextParameters with the resource of a key store or trust store");
        }
        return Duration.ofMillis(millis);
    }

    ClientSettings build() throws Exception {
        CredentialsSupplier credentials = credentials();
        String hello = options.getHello();
        if (hello != null) {
            Command.ehlo(hello);
        }
        if (!options.isSendHello() && credentials != null) {
            throw new IllegalArgumentException(
                    "sendHello=false does not allow a login: remove username and the other credentials");
        }
        if (options.getProtocol() == Protocol.LMTP && !options.isEsmtp()) {
            throw new IllegalArgumentException("esmtp=false does not fit protocol=lmtp: LMTP has no HELO");
        }
        SocketSettings sockets = sockets();
        ServerProfile profile = options.getProfile() == null ? ServerProfile.NONE : ServerProfile.named(options.getProfile());
        StartTls startTls = startTls(credentials, sockets);
        warn(startTls, credentials != null && sockets.unixSocket() == null);
        return ClientSettings.builder(routes(sockets))
                .protocol(options.getProtocol())
                .hello(hello)
                .sendHello(options.isSendHello())
                .esmtp(options.isEsmtp())
                .ignored(ignoredExtensions())
                .xclient(xclient())
                .startTls(startTls)
                .credentials(credentials)
                .mechanisms(mechanisms())
                .policy(policy())
                .limits(limits(profile))
                .traffic(traffic(profile))
                .deadlines(deadlines())
                .transcript(transcript())
                .keepLast(keepLast)
                .synchronous(options.isSynchronous())
                .build();
    }

    /** Once for each endpoint that starts. */
    private void warn(StartTls startTls, boolean login) {
        if (login && startTls == StartTls.NEVER && !options.isSsl()) {
            LOG.warn("starttls=never: logging in to {} without TLS", options.getHost());
        } else if (login && options.isAllowCleartextAuth() && startTls != StartTls.REQUIRED && !options.isSsl()) {
            LOG.warn("allowCleartextAuth=true: the secret goes to {} in clear where the server does not offer STARTTLS",
                    options.getHost());
        }
        if (!options.isHostnameVerification()) {
            LOG.warn("hostnameVerification=false: any server with a certificate of a trusted authority counts as {}",
                    options.getHost());
        }
    }

    /** With {@code debug=true} at INFO; else at DEBUG, if the logger has that level when the endpoint starts. */
    private @Nullable Consumer<String> transcript() {
        if (options.isDebug()) {
            return line -> TRANSCRIPT.info("{}", line);
        }
        return TRANSCRIPT.isDebugEnabled() ? line -> TRANSCRIPT.debug("{}", line) : null;
    }

    private List<Route> routes(SocketSettings sockets) {
        List<Route> routes = new ArrayList<>();
        String hosts = options.getHost();
        if (sockets.unixSocket() != null) {
            if (hosts != null && hosts.indexOf(',') >= 0) {
                throw new IllegalArgumentException("unixSocket does not allow a list of hosts: " + hosts);
            }
            hosts = hosts == null ? "localhost" : hosts;
        }
        for (String one : ObjectHelper.notNull(hosts, "host").split(",", -1)) {
            HostAndPort server = HostAndPort.parse(one);
            int standard = options.getProtocol().defaultPort(options.isSsl());
            int port = server.port() > 0 ? server.port() : options.getPort() != 0 ? options.getPort() : standard;
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port is not a port: " + port);
            }
            String name = options.getTlsServerName() != null ? Idna.toAscii(options.getTlsServerName()) : server.host();
            routes.add(new Route(
                    server.host(), port, options.isSsl(), tls, name, options.isHostnameVerification(), sockets));
        }
        return routes;
    }

    private SocketSettings sockets() {
        String socket = options.getUnixSocket();
        return new SocketSettings(
                options.getAddressFamily(), local(), socket == null ? null : SocketSettings.unixSocket(socket),
                ProxySettings.parse(options.getProxy(), options.getProxyUsername(), options.getProxyPassword()),
                options.getProxyProtocol());
    }

    private @Nullable InetSocketAddress local() {
        String address = options.getLocalAddress();
        int port = options.getLocalPort();
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("localPort is not a port: " + port);
        }
        if (address == null) {
            return port == 0 ? null : new InetSocketAddress(port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("localAddress is not known: " + address, e);
        }
    }

    private StartTls startTls(@Nullable CredentialsSupplier credentials, SocketSettings sockets) {
        boolean sensitive = credentials != null && !options.isAllowCleartextAuth() || options.getSslContextParameters() != null;
        return ClientSettings.startTls(options.getStarttls(), options.isSsl(), sensitive, sockets);
    }

    private @Nullable CredentialsSupplier credentials() throws GeneralSecurityException {
        if (options.getCredentialsSupplier() != null) {
            return options.getCredentialsSupplier();
        }
        String endpoint = options.getOauthTokenEndpoint();
        if (endpoint != null) {
            String id = ObjectHelper.notNull(options.getOauthClientId(), "oauthClientId");
            String refresh = options.getOauthRefreshToken();
            OAuth2Settings settings = refresh == null
                    ? OAuth2Settings.clientCredentials(URI.create(endpoint), id,
                            ObjectHelper.notNull(options.getOauthClientSecret(), "oauthClientSecret"))
                    : OAuth2Settings.refreshToken(URI.create(endpoint), id, options.getOauthClientSecret(), refresh);
            return accounts.supplier(
                    more(settings), options.getUsername(), options.getRefreshTokenStore(),
                    options.getSslContextParameters(), context);
        }
        Credentials given = new Credentials(
                options.getUsername(), options.getPassword(), options.getAccessToken(),
                options.getAuthorizationId());
        boolean asked = !given.isEmpty() || given.authorizationId() != null || options.getAuthMechanisms() != null;
        return asked ? CredentialsSupplier.of(given) : null;
    }

    /** The settings of the token request with those that need not be there. */
    private OAuth2Settings more(OAuth2Settings settings) {
        OAuth2Settings more = settings.withScope(options.getOauthScope());
        String way = options.getOauthClientAuthentication().toLowerCase(Locale.ROOT);
        if (way.equals("basic")) {
            more = more.withClientAuthentication(OAuth2Settings.ClientAuthentication.BASIC);
        } else if (!way.equals("body")) {
            throw new IllegalArgumentException("oauthClientAuthentication is not one of body, basic: " + way);
        }
        String parameters = options.getOauthParameters();
        for (String each : parameters == null ? new String[0] : parameters.split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("oauthParameters must be name=value&name=value");
            }
            more = more.withParameter(each.substring(0, equals).strip(), each.substring(equals + 1));
        }
        return more;
    }

    private IgnoredExtensions ignoredExtensions() {
        return EnvelopeReader.named(
                "ignoreExtensions", () -> IgnoredExtensions.of(commaSeparated(options.getIgnoreExtensions())));
    }

    private @Nullable ClientAttributes xclient() {
        String client = options.getXclient();
        return client == null ? null : EnvelopeReader.named("xclient", () -> ClientAttributes.parse(client));
    }

    private static List<String> commaSeparated(@Nullable String names) {
        return names == null
                ? List.of() : Arrays.stream(names.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private Mechanisms mechanisms() {
        return new Mechanisms(
                commaSeparated(options.getAuthMechanisms()), options.isAllowCleartextAuth(), options.getSaslClientFactory(),
                options.getScramIterations());
    }

    private SendPolicy policy() {
        int chunk = options.getChunkSize();
        if (chunk < SendPolicy.MIN_CHUNK_SIZE || chunk > SendPolicy.MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException("chunkSize must be 1024 octets to 64 MiB: " + chunk);
        }
        return new SendPolicy(
                options.isSkipBad(), options.getPipelining() == ExtensionUse.AUTO,
                options.getChunking() == ExtensionUse.AUTO, chunk,
                options.getUnsupported() == UnsupportedAction.FAIL,
                options.getOneFlight(), options.getProtocol());
    }

    private TrafficSettings traffic(ServerProfile profile) {
        return profile.traffic(
                options.getThrottling() == Throttling.AUTO, rate("maxRate", options.getMaxRate()),
                rate("maxConnectionRate", options.getMaxConnectionRate()),
                rate("maxRecipientRate", options.getMaxRecipientRate()));
    }

    private static @Nullable Rate rate(String option, @Nullable String text) {
        return text == null ? null : Rate.parse(option, text);
    }

    /** An option that is given wins over the profile. */
    private PoolLimits limits(ServerProfile profile) {
        PoolLimits.Builder limits = PoolLimits.builder().profile(profile);
        ifGiven(options.getMaxConnections(), limits::maxConnections);
        ifGiven(options.getMaxMessagesPerConnection(), limits::maxMessagesPerConnection);
        ifGiven(options.getMaxRecipientsPerMessage(), limits::maxRecipientsPerMessage);
        return limits
                .maxInFlight(options.getMaxInFlight())
                .idleTimeout(Duration.ofMillis(options.getIdleTimeout()))
                .maxConnectionAge(Duration.ofMillis(options.getMaxConnectionAge()))
                .acquireTimeout(Duration.ofMillis(options.getAcquireTimeout()))
                .maxPending(options.getMaxPending())
                .loginPause(Duration.ofMillis(options.getLoginPause()))
                .build();
    }

    private static void ifGiven(@Nullable Integer value, IntConsumer limit) {
        if (value != null) {
            limit.accept(value);
        }
    }

    private Timeouts deadlines() {
        Timeouts deadlines
                = options.getTimeout() == null ? Timeouts.DEFAULTS : Timeouts.of(millis("timeout", options.getTimeout()));
        if (options.getTimeout() == null || options.getConnectTimeout() != TimeoutKind.CONNECT.defaultDuration().toMillis()) {
            deadlines = deadlines.with(TimeoutKind.CONNECT, millis("connectTimeout", options.getConnectTimeout()));
        }
        deadlines = with(deadlines, "greetingTimeout", options.getGreetingTimeout(), TimeoutKind.GREETING);
        deadlines = with(deadlines, "commandTimeout", options.getCommandTimeout(), TimeoutKind.HELLO, TimeoutKind.STARTTLS,
                TimeoutKind.AUTH,
                TimeoutKind.MAIL,
                TimeoutKind.RCPT, TimeoutKind.COMMAND);
        deadlines = with(deadlines, "dataTimeout", options.getDataTimeout(), TimeoutKind.DATA);
        deadlines = with(deadlines, "blockTimeout", options.getBlockTimeout(), TimeoutKind.BLOCK);
        deadlines = with(deadlines, "finalTimeout", options.getFinalTimeout(), TimeoutKind.FINAL);
        return with(deadlines, "tlsTimeout", options.getTlsTimeout(), TimeoutKind.TLS);
    }

    private static Timeouts with(Timeouts deadlines, String option, @Nullable Long value, TimeoutKind... waits) {
        Timeouts changed = deadlines;
        if (value != null) {
            for (TimeoutKind wait : waits) {
                changed = changed.with(wait, millis(option, value));
            }
        }
        return changed;
    }

    private static Duration millis(String option, long value) {
        if (value <= 0 || value > Timeouts.MAX_TIMEOUT.toMillis()) {
            throw new IllegalArgumentException(option + " must be more than 0 ms and at most a day: " + value);
        }
        return Duration.ofMillis(value);
    }
}
