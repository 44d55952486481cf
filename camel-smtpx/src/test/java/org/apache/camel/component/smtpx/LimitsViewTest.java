/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.observe.SmtpxConsole;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator sees of the limits of a server. */
class LimitsViewTest extends SmtpxTestSupport {

    private static final String POOL = "org.apache.camel.component.smtpx.pool";
    private static final String WHY = "450 4.7.1 Error: too much mail from 127.0.0.1";

    @BindToRegistry("meters")
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private Exchange send() {
        return send("raw=true&acquireTimeout=5000&" + ENVELOPE, MAIL);
    }

    private SmtpxEndpoint endpoint() {
        return context.getEndpoints().stream().filter(SmtpxEndpoint.class::isInstance).map(SmtpxEndpoint.class::cast)
                .findFirst().orElseThrow();
    }

    private double gauge(String name) {
        return meters.get("camel.smtpx." + name).tag("server", server.address()).gauge().value();
    }

    private JsonObject limits() {
        SmtpxConsole console = new SmtpxConsole();
        console.setCamelContext(context);
        JsonObject json = (JsonObject) console.call(DevConsole.MediaType.JSON, Map.of());
        JsonObject endpoint = (JsonObject) ((JsonArray) json.get("endpoints")).get(0);
        return (JsonObject) ((JsonArray) endpoint.get("limits")).get(0);
    }

    @Test
    void aServerThatIsFreeShowsNoLimit() {
        assertThat(send().getException()).isNull();
        assertThat(endpoint().isLimited()).isFalse();
        assertThat(endpoint().getServerLimits()).containsExactly(server.address() + " OPEN: 8 connections");
        assertThat(limits()).containsExactly(
                Map.entry("server", server.address()), Map.entry("state", "OPEN"), Map.entry("maxConnections", 8));
        assertThat(gauge("limited")).isZero();
        assertThat(gauge("limit.connections")).isEqualTo(8);
        assertThat(gauge("limit.rate")).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void aServerThatLimitsTheRateIsShownEverywhereAndLoggedOnce() {
        server.on("MAIL").times(2).reply(WHY);
        try (LogCapture log = new LogCapture(POOL, Level.INFO)) {
            assertThat(send().getException()).isNull();
            assertThat(send().getException()).isNull();
            assertThat(log.lines()).containsExactly("INFO " + server.address() + " is limited: " + WHY);
        }
        assertThat(endpoint().isLimited()).isTrue();
        assertThat(endpoint().getServerLimits()).singleElement().asString()
                .matches("\\Q" + server.address() + "\\E LIMITED: 8 connections, [0-9.e+]+ messages/s: \\Q" + WHY + "\\E");
        assertThat(limits()).containsEntry("state", "LIMITED").containsEntry("why", WHY).containsKey("messagesPerSecond");
        assertThat(gauge("limited")).isEqualTo(1);
        assertThat(gauge("limit.rate")).isBetween(0.1, 100.0);
        assertThat(String.valueOf(health().getDetails().get("limits"))).contains("LIMITED", WHY);
    }

    @Test
    void aServerThatRefusesConnectionsIsSuspended() {
        server.onGreeting().reply("421 4.3.2 too many connections");
        try (LogCapture log = new LogCapture(POOL, Level.INFO)) {
            for (int i = 0; i < 3; i++) {
                assertThat(send().getException()).isInstanceOf(SmtpxThrottledException.class);
            }
            String reply = "the greeting was 421 4.3.2 too many connections";
            assertThat(log.lines()).containsExactlyInAnyOrder("INFO " + server.address() + " is not available: " + reply,
                    "INFO " + server.address() + " is limited: " + reply);
        }
        assertThat(limits()).containsEntry("state", "SUSPENDED").containsEntry("maxConnections", 1)
                .containsKey("suspendedMillis");
        assertThat(gauge("limit.connections")).isEqualTo(1);
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
    }

    private HealthCheck.Result health() {
        HealthCheckRepository producers = (HealthCheckRepository) HealthCheckRegistry.get(context).resolveById("producers");
        producers.setEnabled(true);
        HealthCheckRegistry.get(context).register(producers);
        return HealthCheckHelper.invoke(context, (HealthCheck check) -> Map.of(), check -> false, "full").stream()
                .filter(one -> one.getCheck().getId().startsWith("producer:smtpx")).findFirst().orElseThrow();
    }
}
