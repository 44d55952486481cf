/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.List;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.dialogue.IgnoredExtensions;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.traffic.TrafficSettings;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client. Immutable.
 *
 * @param routes      servers, in the order in which they are tried
 * @param protocol    of every server; it is also the policy's
 * @param hello       name for EHLO; null for the name of this host, or the local address of the connection
 * @param sendHello   whether EHLO is sent; without it no extension is used
 * @param esmtp       whether to send EHLO; false sends HELO
 * @param ignored     extensions that count as not offered
 * @param xclient     the client that each connection is for (XCLIENT, Postfix); null for none
 * @param startTls    whether a connection without implicit TLS uses STARTTLS
 * @param credentials for AUTH; null for none. Requested for each new connection
 * @param mechanisms  SASL mechanisms permitted
 * @param policy      options of transactions
 * @param limits      of the pool
 * @param traffic     limits on connections and rates
 * @param deadlines   timeout of each wait on a connection
 * @param transcript  receives every line sent or received, with secrets redacted; null for none
 * @param keepLast    whether the outcome of a failed send has the last lines of its connection
 * @param synchronous whether the calling thread performs the I/O; then a connection carries one transaction at a time,
 *                    whatever the limits say
 */
public record ClientSettings(List<Route> routes, Protocol protocol, @Nullable String hello, boolean sendHello, boolean esmtp,
        IgnoredExtensions ignored, @Nullable ClientAttributes xclient,
        StartTls startTls, @Nullable CredentialsSupplier credentials, Mechanisms mechanisms,
        SendPolicy policy, PoolLimits limits,
        TrafficSettings traffic, Timeouts deadlines, @Nullable Consumer<String> transcript, boolean keepLast,
        boolean synchronous) {

    public ClientSettings {
        routes = List.copyOf(routes);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("a client needs at least one server");
        }
        policy = policy.withProtocol(protocol);
        if (synchronous) {
            limits = limits.withConnections(limits.maxConnections(), 1);
        }
    }

    /**
     * When STARTTLS is used: always, where {@code auto} is set and a secret or a trusted certificate is at stake; never
     * on a Unix socket, which does not leave this machine.
     *
     * @throws IllegalArgumentException if a Unix socket is to be used with TLS
     */
    public static StartTls startTls(StartTls wanted, boolean ssl, boolean sensitive, SocketSettings sockets) {
        if (sockets.unixSocket() == null) {
            return wanted == StartTls.AUTO && sensitive ? StartTls.REQUIRED : wanted;
        }
        if (ssl || wanted == StartTls.REQUIRED) {
            throw new IllegalArgumentException(
                    "unixSocket does not allow TLS (" + (ssl ? "ssl=true" : "starttls=required") + ")");
        }
        return StartTls.NEVER;
    }

    /** A builder with the defaults of the component; {@code starttls=auto}, no credentials. */
    public static Builder builder(List<Route> routes) {
        return new Builder(routes);
    }

    /** Collects settings. */
    public static final class Builder {
        private final List<Route> routes;
        private Protocol protocol = Protocol.SMTP;
        private @Nullable String hello;
        private boolean sendHello = true;
        private boolean esmtp = true;
        private IgnoredExtensions ignored = IgnoredExtensions.NONE;
        private @Nullable ClientAttributes xclient;
        private StartTls startTls = StartTls.AUTO;
        private @Nullable CredentialsSupplier credentials;
        private Mechanisms mechanisms = new Mechanisms(List.of(), false, null);
        private SendPolicy policy = SendPolicy.DEFAULTS.withOneFlight(OneFlight.AUTO);
        private PoolLimits limits = PoolLimits.DEFAULT;
        private TrafficSettings traffic = TrafficSettings.DEFAULT;
        private Timeouts deadlines = Timeouts.DEFAULTS;
        private @Nullable Consumer<String> transcript;
        private boolean keepLast;
        private boolean synchronous;

        private Builder(List<Route> routes) {
            this.routes = routes;
        }

        public Builder protocol(Protocol value) {
            protocol = value;
            return this;
        }

        public Builder hello(@Nullable String value) {
            hello = value;
            return this;
        }

        public Builder sendHello(boolean value) {
            sendHello = value;
            return this;
        }

        public Builder esmtp(boolean value) {
            esmtp = value;
            return this;
        }

        public Builder ignored(IgnoredExtensions value) {
            ignored = value;
            return this;
        }

        public Builder xclient(@Nullable ClientAttributes value) {
            xclient = value;
            return this;
        }

        public Builder startTls(StartTls value) {
            startTls = value;
            return this;
        }

        public Builder credentials(@Nullable CredentialsSupplier value) {
            credentials = value;
            return this;
        }

        public Builder mechanisms(Mechanisms value) {
            mechanisms = value;
            return this;
        }

        public Builder policy(SendPolicy value) {
            policy = value;
            return this;
        }

        public Builder limits(PoolLimits value) {
            limits = value;
            return this;
        }

        public Builder traffic(TrafficSettings value) {
            traffic = value;
            return this;
        }

        public Builder deadlines(Timeouts value) {
            deadlines = value;
            return this;
        }

        public Builder transcript(@Nullable Consumer<String> value) {
            transcript = value;
            return this;
        }

        public Builder keepLast(boolean value) {
            keepLast = value;
            return this;
        }

        public Builder synchronous(boolean value) {
            synchronous = value;
            return this;
        }

        /**
         * Builds the settings.
         *
         * @throws IllegalArgumentException if STARTTLS or XCLIENT is required and no EHLO is sent, which would offer it
         */
        public ClientSettings build() {
            if (!sendHello && startTls == StartTls.REQUIRED && !routes.stream().allMatch(Route::ssl)) {
                throw new IllegalArgumentException(
                        "sendHello=false does not allow STARTTLS, which is required: use implicit TLS (ssl=true)");
            }
            if (!(sendHello && esmtp) && xclient != null) {
                throw new IllegalArgumentException("xclient needs EHLO, which sendHello=false and esmtp=false do not send");
            }
            return new ClientSettings(
                    routes, protocol, hello, sendHello, esmtp, ignored, xclient, startTls, credentials, mechanisms, policy,
                    limits, traffic, deadlines, transcript, keepLast, synchronous);
        }
    }
}
