/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Send mail over SMTP, with the fate of every recipient.
 */
@UriEndpoint(firstVersion = "0.1.0", scheme = "smtpx", title = "SMTPX", syntax = "smtpx:host:port", producerOnly = true,
             category = { Category.MAIL }, headersClass = SmtpxConstants.class)
public class SmtpxEndpoint extends DefaultEndpoint implements EndpointServiceLocation {

    @UriParam
    private SmtpxConfiguration configuration;
    private @Nullable SmtpClient client;
    private int users;

    public SmtpxEndpoint(String uri, SmtpxComponent component, SmtpxConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public AsyncProducer createAsyncProducer() throws Exception {
        return new SmtpxProducer(this);
    }

    @Override
    public SmtpxProducer createProducer() throws Exception {
        return new SmtpxProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        throw new UnsupportedOperationException("smtpx sends mail; it cannot be used in from()");
    }

    /** The client that all producers of this endpoint share; it is closed when the last one gives it back. */
    synchronized SmtpClient acquireClient() throws Exception {
        SmtpClient shared = client;
        if (shared == null) {
            SmtpxComponent component = (SmtpxComponent) getComponent();
            shared = new SmtpClient(new SmtpxSettings(configuration, getCamelContext()).build(), component.engine());
            client = shared;
        }
        users++;
        return shared;
    }

    /** Where routes go on. */
    Executor workers() {
        return ((SmtpxComponent) getComponent()).engine().workers();
    }

    void releaseClient() {
        SmtpClient unused = null;
        synchronized (this) {
            if (--users == 0) {
                unused = client;
                client = null;
            }
        }
        if (unused != null) {
            long seconds = getCamelContext().getShutdownStrategy().getTimeout();
            unused.close(Duration.ofSeconds(Math.max(1, Math.min(seconds, 300))));
        }
    }

    @Override
    public String getServiceUrl() {
        return configuration.getHost() + ":" + configuration.getPort();
    }

    @Override
    public String getServiceProtocol() {
        return "smtp";
    }

    public SmtpxConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SmtpxConfiguration configuration) {
        this.configuration = configuration;
    }
}
