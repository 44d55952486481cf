/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import org.apache.camel.component.smtpx.internal.transport.Connection;
import org.apache.camel.component.smtpx.internal.transport.TlsInfo;
import org.apache.camel.component.smtpx.mail.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of servers and connections. INFO has what changes for a server: it stops, comes back, or limits this client.
 * DEBUG has each connection. Neither has addresses of mail or secrets.
 */
final class PoolLog {

    /** The documented name, which does not depend on the package. */
    static final Logger LOG = LoggerFactory.getLogger("org.apache.camel.component.smtpx.pool");

    private PoolLog() {
    }

    static void opened(ServerState server, Connection connection, long nanos) {
        if (LOG.isDebugEnabled()) {
            TlsInfo tls = connection.tls();
            LOG.debug("connection {} to {} is ready after {} ms, {}, {}", connection.localAddress(), server.target().way(),
                    nanos / 1_000_000, tls == null ? "without TLS" : tls.protocol() + " " + tls.cipherSuite(),
                    server.account() == null ? "without a login" : "logged in");
        }
    }

    /** @param change what changed about the limits of a server; null if nothing did */
    static void limits(ServerState server, @Nullable String change) {
        if (change != null) {
            LOG.info("{} is {}", server.target(), change);
        }
    }

    static void failed(ConnectFailure why) {
        LOG.debug("no connection to {}: ended at {}: {}", why.target(), why.stage(), why.failure().text());
    }

    static void retired(PooledConnection connection, String why) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("connection {} to {} is closed: {}", connection.connection().localAddress(),
                    connection.server().target(), why);
        }
    }

    static void closed(PooledConnection connection, Failure why) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("connection {} to {} has ended: {}", connection.connection().localAddress(),
                    connection.server().target(), why.text());
        }
    }
}
