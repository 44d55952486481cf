/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Sends NOOP over a connection of the pool. Disabled, as all checks of producers are, unless the context enables them
 * ({@code camel.health.producersEnabled}).
 */
public class SmtpxHealthCheck extends AbstractHealthCheck {

    private static final long PATIENCE_SECONDS = 10;

    private final String name;
    private final String server;
    private final Supplier<CompletableFuture<Reply>> ping;
    private final Supplier<List<String>> endpoints;
    private final Supplier<List<String>> unavailable;
    private final Supplier<List<ServerLimits>> limits;

    /**
     * A check of the server of one client.
     *
     * @param name        unique in the component
     * @param ping        sends NOOP over a connection of the client and must not block
     * @param endpoints   those that use the client, without secrets
     * @param unavailable the servers of the list that cannot be reached, each with the reason
     * @param limits      how fast each server is sent to
     */
    public SmtpxHealthCheck(String name, String server, Supplier<CompletableFuture<Reply>> ping,
                            Supplier<List<String>> endpoints, Supplier<List<String>> unavailable,
                            Supplier<List<ServerLimits>> limits) {
        super("camel", "producer:smtpx-" + name);
        this.name = name;
        this.server = server;
        this.ping = ping;
        this.endpoints = endpoints;
        this.unavailable = unavailable;
        this.limits = limits;
    }

    public String name() {
        return name;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("server", server);
        builder.detail("endpoints", endpoints.get());
        builder.detail("limits", limits.get().stream().map(ServerLimits::toString).toList());
        try {
            Reply reply = ping.get().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            builder.detail("reply", reply.toString());
            builder.detail("unavailableServers", unavailable.get());
            if (reply.isCompleted()) {
                builder.up();
            } else {
                builder.down().message("NOOP was answered with " + reply);
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            builder.down().error(cause).message(String.valueOf(cause.getMessage()));
        } catch (TimeoutException e) {
            builder.down().message("no answer within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            builder.down().message("interrupted");
        }
    }
}
