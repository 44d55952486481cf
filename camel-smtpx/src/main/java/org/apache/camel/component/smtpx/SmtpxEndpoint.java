/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.smtpx.client.PoolStatus;
import org.apache.camel.component.smtpx.internal.address.HostAndPort;
import org.apache.camel.component.smtpx.internal.dkim.DkimProviders;
import org.apache.camel.component.smtpx.internal.pool.PooledClient;
import org.apache.camel.component.smtpx.internal.pool.SendCounters;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.SendDetails;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.observe.EndpointStatus;
import org.apache.camel.component.smtpx.observe.SendMetrics;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Send mail over SMTP, with the fate of every recipient.
 */
@ManagedResource(description = "Managed SMTPX endpoint")
@UriEndpoint(firstVersion = "0.1.0", scheme = "smtpx", title = "SMTPX", syntax = "smtpx:host:port", producerOnly = true,
             category = { Category.MAIL }, headersClass = SmtpxConstants.class)
public class SmtpxEndpoint extends DefaultEndpoint implements EndpointServiceLocation, EndpointStatus {

    @UriParam
    private SmtpxConfiguration configuration;
    private final SendCounters statistics = new SendCounters();
    private ClientRegistry.@Nullable Shared shared;
    private int users;

    public SmtpxEndpoint(String uri, SmtpxComponent component, SmtpxConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public SmtpxProducer createProducer() throws Exception {
        return new SmtpxProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        throw new UnsupportedOperationException("smtpx sends mail; it cannot be used in from()");
    }

    /** The client of this endpoint and of all that connect alike; the last producer that releases it closes it. */
    synchronized PooledClient acquireClient() throws Exception {
        ClientRegistry.Shared own = shared;
        if (own == null) {
            SmtpxComponent component = component();
            own = component.clients().acquire(this, this::createClient);
            shared = own;
        }
        users++;
        return own.client();
    }

    private ClientRegistry.Made createClient() throws Exception {
        SmtpxComponent component = component();
        ClientSettingsFactory factory = new ClientSettingsFactory(
                configuration, getCamelContext(), component.getFailedTranscripts() > 0, component.accounts());
        Duration interval = factory.tlsReloadInterval();
        PooledClient client = new PooledClient(factory.build(), component.engine());
        client.openAhead(configuration.getMinConnections());
        ReloadableTls tls = factory.tls();
        if (interval.isZero()) {
            return new ClientRegistry.Made(client, tls, () -> {
            });
        }
        TlsWatcher watcher = new TlsWatcher(component.engine(), interval, tls, client::renewConnections);
        watcher.start();
        return new ClientRegistry.Made(client, tls, watcher::stop);
    }

    /** Whether mails may still be sent: false once the component stops. */
    boolean isSending() {
        return component().isStarted();
    }

    /** The executor on which routes continue. */
    Executor workers() {
        return component().engine().results();
    }

    /** The executor on which messages are signed. */
    Executor computations() {
        return component().engine().computations();
    }

    DkimProviders dkimProviders() {
        return component().dkimProviders();
    }

    void releaseClient(PooledClient given) {
        ClientRegistry.Shared left;
        synchronized (this) {
            if (shared == null || shared.client() != given || --users > 0) {
                return;
            }
            left = shared;
            shared = null;
        }
        release(left);
    }

    /** Producers that are never stopped, as those of templates, stop with the endpoint. */
    @Override
    protected void doStop() throws Exception {
        ClientRegistry.Shared left;
        synchronized (this) {
            left = shared;
            shared = null;
            users = 0;
        }
        if (left != null) {
            release(left);
        }
        super.doStop();
    }

    private void release(ClientRegistry.Shared left) {
        component().clients().release(left, this, component().grace());
    }

    @Override
    public synchronized boolean isInUse() {
        return shared != null;
    }

    /** The meters of the server, shared with all endpoints of that server. */
    SendMetrics meters() {
        return component().clients().meters(this);
    }

    private SmtpxComponent component() {
        return (SmtpxComponent) getComponent();
    }

    @ManagedAttribute(description = "Connections open or being opened")
    @Override
    public int getConnections() {
        return status().connections();
    }

    @ManagedAttribute(description = "Idle connections")
    @Override
    public int getIdleConnections() {
        return status().idle();
    }

    @ManagedAttribute(description = "Busy connections")
    @Override
    public int getConnectionsInUse() {
        return status().inUse();
    }

    @ManagedAttribute(description = "Messages that wait for a connection")
    @Override
    public int getPending() {
        return status().pending();
    }

    @ManagedAttribute(description = "Messages whose outcome is known")
    @Override
    public long getMessages() {
        return statistics.messages();
    }

    @ManagedAttribute(description = "Recipients that ended DELIVERED")
    @Override
    public long getDelivered() {
        return recipients(Fate.DELIVERED);
    }

    @ManagedAttribute(description = "Recipients that ended REJECTED")
    @Override
    public long getRejected() {
        return recipients(Fate.REJECTED);
    }

    @ManagedAttribute(description = "Recipients that ended FAILED")
    @Override
    public long getFailed() {
        return recipients(Fate.FAILED);
    }

    @ManagedAttribute(description = "Recipients that ended UNKNOWN")
    @Override
    public long getUnknown() {
        return recipients(Fate.UNKNOWN);
    }

    @ManagedAttribute(description = "Servers to which no connection could be made last, with the reason")
    @Override
    public List<String> getUnavailableServers() {
        ClientRegistry.Shared own = inUse();
        return own == null ? List.of() : own.client().unavailableServers();
    }

    @ManagedAttribute(description = "How fast each server is sent to: state, connections, rate, and the reply that limits them")
    public List<String> getServerLimits() {
        return limits().stream().map(ServerLimits::toString).toList();
    }

    @ManagedAttribute(description = "Whether a server limits this client now")
    public boolean isLimited() {
        return limits().stream().anyMatch(ServerLimits::isLimited);
    }

    @Override
    public List<ServerLimits> limits() {
        ClientRegistry.Shared own = inUse();
        return own == null ? List.of() : own.client().serverLimits();
    }

    @ManagedOperation(description = "Closes the idle connections, of all endpoints that share them; returns their number")
    public int closeIdleConnections() {
        ClientRegistry.Shared own = inUse();
        return own == null ? 0 : own.client().closeIdle();
    }

    @ManagedOperation(description = "Permits a login at once, after one was refused")
    public void endLoginPause() {
        ClientRegistry.Shared own = inUse();
        if (own != null) {
            own.client().endLoginPause();
        }
    }

    @ManagedOperation(description = "Sets the counts of messages and recipients to zero, and removes the last error")
    public void resetCounters() {
        statistics.reset();
    }

    @ManagedOperation(description = "The last failed sends of the component, each with the last lines of its connection")
    public List<String> failedSends() {
        return component().failures().lines();
    }

    private synchronized ClientRegistry.@Nullable Shared inUse() {
        return shared;
    }

    @ManagedAttribute(description = "The last error, with its time")
    @Override
    public @Nullable String getLastError() {
        SendCounters.LastError error = statistics.lastError();
        return error == null ? null : error.when() + " " + error.what();
    }

    private long recipients(Fate fate) {
        return statistics.recipients(fate);
    }

    /** Records a completed send. */
    void count(Outcome outcome) {
        statistics.count(outcome);
        component().failures().add(outcome);
    }

    private synchronized PoolStatus status() {
        return shared == null ? new PoolStatus(0, 0, 0, 0) : shared.status();
    }

    /** Each server of the list with its port; the path of a Unix socket. */
    @Override
    public String getServiceUrl() {
        return servers().map(SendDetails::server).collect(Collectors.joining(","));
    }

    /** The first server, of an outcome without a connection. */
    SendDetails via() {
        return servers().findFirst().orElseThrow();
    }

    private Stream<SendDetails> servers() {
        if (configuration.getUnixSocket() != null) {
            return Stream.of(SendDetails.of(configuration.getUnixSocket(), 0));
        }
        int standard = configuration.getProtocol().defaultPort(configuration.isSsl());
        int port = configuration.getPort() != 0 ? configuration.getPort() : standard;
        return Arrays.stream(String.valueOf(configuration.getHost()).split(",")).map(one -> {
            try {
                HostAndPort server = HostAndPort.parse(one);
                return SendDetails.of(server.host(), server.port() > 0 ? server.port() : port);
            } catch (IllegalArgumentException e) {
                // It is refused when the endpoint starts. What precedes an at sign may be a secret.
                return SendDetails.of(one.substring(one.lastIndexOf('@') + 1), port);
            }
        });
    }

    @Override
    public String getServiceProtocol() {
        return configuration.getProtocol().name().toLowerCase(Locale.ROOT);
    }

    /** What a tracer may show; no credentials. */
    @Override
    public Map<String, String> getServiceMetadata() {
        return Map.of(
                "operation", configuration.getOperation().name(), "tls",
                configuration.isSsl() ? "implicit" : configuration.getStarttls().name().toLowerCase(Locale.ROOT));
    }

    public SmtpxConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SmtpxConfiguration configuration) {
        this.configuration = configuration;
    }
}
