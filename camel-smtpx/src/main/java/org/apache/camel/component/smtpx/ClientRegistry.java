/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.client.PoolStatus;
import org.apache.camel.component.smtpx.internal.pool.PoolCounts;
import org.apache.camel.component.smtpx.internal.pool.PooledClient;
import org.apache.camel.component.smtpx.internal.transport.UserCode;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.observe.SendMetrics;
import org.apache.camel.component.smtpx.observe.SmtpxHealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a component, each with its health check, and the meters of their servers. Endpoints that differ only
 * in options about a message share a client: dynamic endpoints need no more connections than a static one. A client is
 * released by the last of its endpoints. It then ends its sends in the background and is closed.
 */
final class ClientRegistry {

    /** Options that do not affect a client. An option missing here costs a client too many, never one too few. */
    private static final Set<String> ABOUT_MESSAGES = Set.of("from", "to", "cc", "bcc", "replyTo", "subject", "contentType",
            "alternativeBodyHeader", "raw", "useHeaderFrom", "useHeaderRecipients", "useHeaderReplyTo", "useHeaderSubject",
            "headerFilterStrategy", "includeHeaders", "listUnsubscribe", "oneClick", "sender", "recipients", "exactAddresses",
            "skipBad", "failOnPartial", "retryUnknown",
            "mailVerb", "size",
            "bodyType", "transactionId", "verp", "authSubmitter", "envelopeHeaders", "maxRecipients", "dsnNotify", "dsnReturn",
            "envelopeId", "originalRecipient", "deliverBy", "holdFor", "holdUntil", "mtPriority", "requireTls", "validSince",
            "xforward",
            "dkimDomain", "dkimSelector", "dkimKey", "dkimProvider", "operation", "argument");

    private static final int SHOWN_ENDPOINTS = 3;

    /** Creates a client. */
    interface Maker {
        Made make() throws Exception;
    }

    /**
     * A client that was created.
     *
     * @param tls         the TLS context of its connections
     * @param stopWatcher ends what watches the TLS stores
     */
    record Made(PooledClient client, ReloadableTls tls, Runnable stopWatcher) {
    }

    /** A client and its endpoints. */
    static final class Shared {
        private final PooledClient client;
        private final Made made;
        private final String server;
        private final Map<String, Object> key;
        private final Set<SmtpxEndpoint> endpoints = new LinkedHashSet<>();
        private @Nullable SmtpxHealthCheck check;

        private Shared(Made made, String server, Map<String, Object> key) {
            this.made = made;
            this.client = made.client();
            this.server = server;
            this.key = key;
        }

        PooledClient client() {
            return client;
        }

        PoolStatus status() {
            PoolCounts counts = client.counts();
            return new PoolStatus(counts.connections(), counts.idle(), counts.inUse(), counts.pending());
        }
    }

    private final Map<Map<String, Object>, Shared> clients = new HashMap<>();
    /** Released clients that have yet to end what they have. */
    private final Map<Shared, CompletableFuture<Void>> closing = new HashMap<>();
    private final Set<String> checkIds = new HashSet<>();
    private final Map<String, SendMetrics> meters = new HashMap<>();

    /** The client for an endpoint, created if there is none with equal options. */
    synchronized Shared acquire(SmtpxEndpoint endpoint, Maker maker) throws Exception {
        Map<String, Object> key = key(endpoint.getConfiguration(), endpoint.getCamelContext());
        Shared shared = clients.get(key);
        if (shared == null) {
            shared = new Shared(maker.make(), endpoint.getServiceUrl(), key);
            clients.put(key, shared);
            watch(shared, endpoint);
        }
        shared.endpoints.add(endpoint);
        return shared;
    }

    /**
     * Releases the client of an endpoint. The last endpoint closes it: in the background, when its sends have ended, or
     * when the grace is over.
     */
    synchronized void release(Shared shared, SmtpxEndpoint endpoint, Duration grace) {
        shared.endpoints.remove(endpoint);
        if (shared.endpoints.isEmpty() && clients.remove(shared.key, shared)) {
            unwatch(shared, endpoint);
            shared.made.stopWatcher().run();
            CompletableFuture<Void> closed = shared.client.release(grace);
            closing.put(shared, closed);
            closed.whenComplete((none, error) -> closed(shared));
        }
    }

    /** Under the lock: a client of the same server that starts meanwhile registers its meters after the removal. */
    private synchronized void closed(Shared shared) {
        closing.remove(shared);
        if (ofServer(shared.server).isEmpty()) {
            SendMetrics unused = meters.remove(shared.server);
            if (unused != null) {
                UserCode.run(unused::remove);
            }
        }
    }

    /**
     * Loads the TLS stores of all clients again. Connections that began before end with what they have under way.
     *
     * @throws GeneralSecurityException the first failure, with the others; those clients keep their previous context
     */
    void reloadTls() throws GeneralSecurityException {
        List<Shared> all;
        synchronized (this) {
            all = List.copyOf(clients.values());
        }
        GeneralSecurityException failure = null;
        for (Shared shared : all) {
            try {
                if (shared.made.tls().reload()) {
                    shared.client.renewConnections();
                }
            } catch (GeneralSecurityException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes every client, also those whose endpoints are stopped later. */
    void closeAll(Duration grace) {
        List<Shared> all;
        synchronized (this) {
            all = List.copyOf(clients.values());
        }
        for (Shared shared : all) {
            endpointsOf(shared).forEach(endpoint -> release(shared, endpoint, grace));
        }
        closeReleased(grace);
    }

    private synchronized List<SmtpxEndpoint> endpointsOf(Shared shared) {
        return List.copyOf(shared.endpoints);
    }

    /** Closes the released clients now: waits for what they have under way until the grace is over. */
    void closeReleased(Duration grace) {
        List<Shared> left;
        synchronized (this) {
            left = List.copyOf(closing.keySet());
        }
        long due = System.nanoTime() + grace.toNanos();
        left.forEach(shared -> shared.client.shutDown());
        left.forEach(shared -> shared.client.close(Duration.ofNanos(Math.max(0, due - System.nanoTime()))));
    }

    /** A check for each client, so that a server that rejects one of two logins is shown with both. */
    private void watch(Shared shared, SmtpxEndpoint endpoint) {
        WritableHealthCheckRepository producers = producerChecks(endpoint);
        if (producers == null) {
            return;
        }
        String id = shared.server;
        for (int number = 2; !checkIds.add(id); number++) {
            id = shared.server + "-" + number;
        }
        SmtpxHealthCheck check = new SmtpxHealthCheck(
                id, shared.server, shared.client::ping, () -> endpoints(shared),
                shared.client::unavailableServers, shared.client::serverLimits);
        check.setEnabled(((SmtpxComponent) endpoint.getComponent()).isHealthCheckProducerEnabled());
        producers.addHealthCheck(check);
        shared.check = check;
    }

    private void unwatch(Shared shared, SmtpxEndpoint endpoint) {
        SmtpxHealthCheck check = shared.check;
        if (check != null) {
            checkIds.remove(check.name());
            WritableHealthCheckRepository producers = producerChecks(endpoint);
            if (producers != null) {
                producers.removeHealthCheck(check);
            }
        }
    }

    private static @Nullable WritableHealthCheckRepository producerChecks(SmtpxEndpoint endpoint) {
        return HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "producers", WritableHealthCheckRepository.class);
    }

    /** The first endpoints of a client, without secrets. */
    private synchronized List<String> endpoints(Shared shared) {
        return shared.endpoints.stream().limit(SHOWN_ENDPOINTS).map(SmtpxEndpoint::toString).toList();
    }

    /** The meters of an endpoint's server, registered until the last client of that server is closed. */
    synchronized SendMetrics meters(SmtpxEndpoint endpoint) {
        SendMetrics known = meters.get(endpoint.getServiceUrl());
        if (known == null) {
            known = SendMetrics.of(endpoint.getCamelContext(), endpoint.getServiceUrl(),
                    (SmtpxComponent) endpoint.getComponent());
            if (known != SendMetrics.NONE) {
                meters.put(endpoint.getServiceUrl(), known);
            }
        }
        return known;
    }

    /** A number of all pools of a server together. */
    synchronized double sum(String server, ToDoubleFunction<PoolStatus> number) {
        return ofServer(server).stream().mapToDouble(shared -> number.applyAsDouble(shared.status())).sum();
    }

    /** The limits of a server in all of its pools. */
    synchronized List<ServerLimits> limits(String server) {
        return ofServer(server).stream().flatMap(shared -> shared.client().serverLimits().stream()).toList();
    }

    private List<Shared> ofServer(String server) {
        return Stream.concat(clients.values().stream(), closing.keySet().stream())
                .filter(shared -> shared.server.equals(server)).toList();
    }

    /** What a client is made of. Beans count as they compare themselves, most of them by identity. */
    private static Map<String, Object> key(SmtpxConfiguration options, CamelContext context) {
        Map<String, Object> key = new HashMap<>();
        PluginHelper.getBeanIntrospection(context).getProperties(options, key, null, false);
        key.keySet().removeAll(ABOUT_MESSAGES);
        return key;
    }
}
