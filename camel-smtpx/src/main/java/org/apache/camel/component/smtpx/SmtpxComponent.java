/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.component.smtpx.client.PoolStatus;
import org.apache.camel.component.smtpx.internal.address.HostAndPort;
import org.apache.camel.component.smtpx.internal.dkim.DkimProviders;
import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.observe.FailedSendLog;
import org.apache.camel.component.smtpx.observe.FailedSendsSource;
import org.apache.camel.component.smtpx.observe.ServerPools;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mail over SMTP. All endpoints of a component share its threads.
 */
@Component("smtpx")
public class SmtpxComponent extends HealthCheckComponent implements SSLContextParametersAware, ServerPools, FailedSendsSource {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpxComponent.class);
    private static final String THREADS = "smtpx";
    /** Whole bursts of work, and not only results, come again within this time or not soon. */
    private static final long IDLE_SECONDS = 5;

    @Metadata(label = "advanced",
              description = "Default values for the options of endpoints.")
    private SmtpxConfiguration configuration = new SmtpxConfiguration();
    @Metadata(label = "security", defaultValue = "false",
              description = "Whether the SSLContextParameters of the CamelContext are used by endpoints without"
                            + " their own.")
    private boolean useGlobalSslContextParameters;
    @Metadata(label = "advanced", defaultValue = "0",
              description = "The number of event loop threads; 0 for one per processor, at most four.")
    private int eventLoopThreads;
    @Metadata(label = "advanced",
              description = "Executes what may block: name look-ups, reading messages, continuing routes. The"
                            + " component does not shut it down.")
    private @Nullable ExecutorService workerPool;

    @Metadata(label = "advanced", defaultValue = "10",
              description = "The number of failed sends whose transcripts are kept, for the developer console and"
                            + " via().transcript() of the outcome; 0 for none.")
    private int failedTranscripts = 10;
    private final FailedSendLog failures = new FailedSendLog();
    private @Nullable SmtpThreads engine;
    private @Nullable DkimProviders dkimProviders;
    private final ClientRegistry clients = new ClientRegistry();
    private final OAuth2Accounts accounts = new OAuth2Accounts();
    private final AtomicBoolean noGlobalParametersReported = new AtomicBoolean();

    public SmtpxComponent() {
    }

    public SmtpxComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SmtpxConfiguration options = configuration.copy();
        if (!remaining.isEmpty() || options.getUnixSocket() == null && !parameters.containsKey("unixSocket")) {
            setServer(options, remaining);
        }
        SmtpxEndpoint endpoint = new SmtpxEndpoint(uri, this, options);
        setProperties(endpoint, parameters);
        if (options.getSslContextParameters() == null && useGlobalSslContextParameters) {
            options.setSslContextParameters(retrieveGlobalSslContextParameters());
            if (options.getSslContextParameters() == null && noGlobalParametersReported.compareAndSet(false, true)) {
                LOG.warn("useGlobalSslContextParameters=true, and the CamelContext has no SSLContextParameters: the trust store"
                         + " of the JDK is used, and TLS is not required without credentials");
            }
        }
        return endpoint;
    }

    /** Reads {@code [username@]host[:port]}, with a list of hosts as it is: each is read when the endpoint starts. */
    private static void setServer(SmtpxConfiguration options, String authority) {
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String username = authority.substring(0, at);
            if (username.isEmpty() || username.indexOf(':') >= 0) {
                throw new IllegalArgumentException(
                        "only a user name may be before the host, as in user@host; a password is set by the option password");
            }
            options.setUsername(username);
        }
        String hosts = authority.substring(at + 1);
        if (hosts.indexOf(',') >= 0) {
            options.setHost(hosts);
            return;
        }
        HostAndPort server = HostAndPort.parse(hosts);
        options.setHost(server.host());
        if (server.port() > 0) {
            options.setPort(server.port());
        }
    }

    /**
     * Loads the key stores and trust stores of all {@code sslContextParameters} again, for certificates that have
     * changed. New connections use them; connections that are open end with the messages they carry. Blocks while the
     * stores are read. May be called from any thread. The option {@code tlsReloadInterval} does this by itself.
     *
     * @throws GeneralSecurityException if stores cannot be loaded; the endpoints concerned go on with the previous ones
     */
    public void reloadTls() throws GeneralSecurityException {
        clients.reloadTls();
    }

    /** The last failed sends. */
    @Override
    public FailedSendLog failures() {
        return failures;
    }

    OAuth2Accounts accounts() {
        return accounts;
    }

    ClientRegistry clients() {
        return clients;
    }

    @Override
    public List<ServerLimits> limits(String server) {
        return clients.limits(server);
    }

    @Override
    public double sum(String server, ToDoubleFunction<PoolStatus> number) {
        return clients.sum(server, number);
    }

    /** The threads, started when the first producer starts. */
    synchronized SmtpThreads engine() {
        SmtpThreads started = engine;
        if (started == null) {
            int threads = eventLoopThreads > 0 ? eventLoopThreads : Math.min(4, Runtime.getRuntime().availableProcessors());
            started = new SmtpThreads(threads, THREADS, workerPool != null ? workerPool : workers(), false);
            engine = started;
        }
        return started;
    }

    /** The security providers for signatures, tested once for all endpoints. */
    synchronized DkimProviders dkimProviders() {
        DkimProviders known = dkimProviders;
        if (known == null) {
            known = new DkimProviders(getCamelContext().getClassResolver()::resolveClass, LOG::info);
            dkimProviders = known;
        }
        return known;
    }

    /** As many threads as there have to be; one that has nothing to do for a while ends. */
    private ExecutorService workers() {
        ThreadPoolProfile profile = new ThreadPoolProfile(THREADS);
        profile.setPoolSize(1);
        profile.setMaxPoolSize(Integer.MAX_VALUE);
        profile.setMaxQueueSize(0);
        profile.setKeepAliveTime(IDLE_SECONDS);
        profile.setTimeUnit(TimeUnit.SECONDS);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return getCamelContext().getExecutorServiceManager().newThreadPool(this, THREADS, profile);
    }

    /** The grace period for the sends of a client that is no longer used. */
    Duration grace() {
        ShutdownStrategy strategy = getCamelContext().getShutdownStrategy();
        long seconds = strategy.getTimeUnit().toSeconds(strategy.getTimeout());
        return Duration.ofSeconds(Math.max(1, Math.min(seconds, 300)));
    }

    /** The endpoints are stopped before; what they have left under way is waited for. */
    @Override
    protected void doStop() throws Exception {
        clients.closeReleased(grace());
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        // A producer of a cache may be stopped after its component.
        clients.closeAll(grace());
        SmtpThreads started = engine;
        engine = null;
        if (started != null) {
            started.close();
            if (workerPool == null) {
                getCamelContext().getExecutorServiceManager().shutdownGraceful(started.workers());
            }
        }
        super.doShutdown();
    }

    public SmtpxConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SmtpxConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public int getEventLoopThreads() {
        return eventLoopThreads;
    }

    public void setEventLoopThreads(int eventLoopThreads) {
        this.eventLoopThreads = eventLoopThreads;
    }

    public int getFailedTranscripts() {
        return failedTranscripts;
    }

    public void setFailedTranscripts(int failedTranscripts) {
        this.failedTranscripts = failedTranscripts;
        failures.limit(failedTranscripts);
    }

    public @Nullable ExecutorService getWorkerPool() {
        return workerPool;
    }

    /**
     * Sets the pool that runs what may block.
     *
     * @throws IllegalArgumentException if the pool discards tasks when it is full: their exchanges would never end
     */
    public void setWorkerPool(@Nullable ExecutorService workerPool) {
        if (workerPool instanceof ThreadPoolExecutor pool
                && (pool.getRejectedExecutionHandler() instanceof ThreadPoolExecutor.DiscardPolicy
                        || pool.getRejectedExecutionHandler() instanceof ThreadPoolExecutor.DiscardOldestPolicy)) {
            throw new IllegalArgumentException(
                    "workerPool discards tasks when it is full, so that their exchanges would never end: use another policy");
        }
        this.workerPool = workerPool;
    }
}
