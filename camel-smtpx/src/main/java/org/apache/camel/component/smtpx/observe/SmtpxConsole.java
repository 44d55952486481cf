/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.util.List;
import java.util.Map;

import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** Shows, for every smtpx endpoint, its connections, counts, limits and last error. */
@DevConsole(name = "smtpx", displayName = "SMTPX", description = "Connections, outcomes and last errors of smtpx endpoints")
public class SmtpxConsole extends AbstractDevConsole {

    public SmtpxConsole() {
        super("camel", "smtpx", "SMTPX", "Connections, outcomes and last errors of smtpx endpoints");
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray endpoints = new JsonArray();
        endpoints().forEach(endpoint -> endpoints.add(describe(endpoint)));
        JsonObject json = new JsonObject();
        JsonArray failures = new JsonArray();
        failures().forEach(failed -> failures.add(describe(failed)));
        json.put("endpoints", endpoints);
        json.put("failedSends", failures);
        return json;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (EndpointStatus endpoint : endpoints()) {
            describe(endpoint).forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
            text.append('\n');
        }
        for (FailedSendLog.Failed failed : failures()) {
            text.append("failed send: ").append(failed.when()).append(' ').append(failed.what()).append('\n');
            failed.transcript().forEach(line -> text.append("    ").append(line).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }

    private List<FailedSendLog.Failed> failures() {
        return getCamelContext().getComponentNames().stream()
                .map(name -> getCamelContext().getComponent(name, false)).filter(FailedSendsSource.class::isInstance)
                .flatMap(component -> ((FailedSendsSource) component).failures().all().stream()).toList();
    }

    private static JsonObject describe(FailedSendLog.Failed failed) {
        JsonObject shown = new JsonObject();
        shown.put("when", failed.when().toString());
        shown.put("what", failed.what());
        JsonArray transcript = new JsonArray();
        transcript.addAll(failed.transcript());
        shown.put("transcript", transcript);
        return shown;
    }

    private List<EndpointStatus> endpoints() {
        return getCamelContext().getEndpoints().stream().filter(EndpointStatus.class::isInstance)
                .map(EndpointStatus.class::cast)
                .filter(this::isListed).toList();
    }

    /** A dynamic endpoint that is no longer used is not shown, although Camel keeps it for a while. */
    private boolean isListed(EndpointStatus endpoint) {
        return endpoint.isInUse() || !getCamelContext().getEndpointRegistry().isDynamic(endpoint.getEndpointUri());
    }

    private static JsonObject describe(EndpointStatus endpoint) {
        JsonObject shown = new JsonObject();
        shown.put("server", endpoint.getServiceUrl());
        shown.put("connections", endpoint.getConnections());
        shown.put("idleConnections", endpoint.getIdleConnections());
        shown.put("connectionsInUse", endpoint.getConnectionsInUse());
        shown.put("pending", endpoint.getPending());
        shown.put("messages", endpoint.getMessages());
        shown.put("delivered", endpoint.getDelivered());
        shown.put("rejected", endpoint.getRejected());
        shown.put("failed", endpoint.getFailed());
        shown.put("unknown", endpoint.getUnknown());
        JsonArray unavailable = new JsonArray();
        unavailable.addAll(endpoint.getUnavailableServers());
        shown.put("unavailableServers", unavailable);
        JsonArray limits = new JsonArray();
        endpoint.limits().forEach(server -> limits.add(new JsonObject(server.toMap())));
        shown.put("limits", limits);
        shown.put("lastError", endpoint.getLastError());
        return shown;
    }
}
