/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.List;

import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Connections that are open before the first message. */
class MinConnectionsTest extends SmtpxTestSupport {

    private static final String LOGIN = "&username=ann&password=secret&allowCleartextAuth=true&starttls=never";

    private void route(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").routeId("mail").to(uri);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void firstMessageFindsAConnectionThatIsLoggedIn(boolean synchronous) throws Exception {
        server.authenticates("ann", "secret");
        route(smtpx("raw=true&" + ENVELOPE + "&minConnections=3&synchronous=" + synchronous + LOGIN));
        SmtpxEndpoint endpoint = (SmtpxEndpoint) context.getEndpoints().stream().filter(SmtpxEndpoint.class::isInstance)
                .findFirst().orElseThrow();
        await().until(() -> endpoint.getIdleConnections() == 3);
        assertThat(server.connections()).isEqualTo(3);
        List<String> before = server.commands();
        assertThat(before).filteredOn(line -> line.startsWith("AUTH")).hasSize(3);

        template.sendBody("direct:mail", MAIL);

        assertThat(server.connections()).isEqualTo(3);
        List<String> after = server.commands();
        assertThat(after.subList(before.size(), after.size())).first().asString().startsWith("MAIL FROM");
    }

    @Test
    void startDoesNotWaitForTheServer() throws Exception {
        server.onGreeting().delay(Duration.ofMinutes(1));
        route(smtpx("raw=true&" + ENVELOPE + "&minConnections=2"));
        assertThat(context.getRouteController().getRouteStatus("mail").isStarted()).isTrue();
    }

    @Test
    void serverThatIsNotThereFailsNoStart() throws Exception {
        route("smtpx:localhost:1?raw=true&" + ENVELOPE + "&minConnections=2");
        assertThat(context.getRouteController().getRouteStatus("mail").isStarted()).isTrue();
    }

    @Test
    void rejectedLoginIsTriedOnce() throws Exception {
        server.authenticates("ann", "other");
        route(smtpx("raw=true&" + ENVELOPE + "&minConnections=3" + LOGIN));
        await().until(() -> server.connections() == 1 && server.openConnections() == 0);
        assertThat(server.commands("AUTH")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 9 })
    void numberHasLimits(int count) {
        assertThatThrownBy(() -> route(smtpx("raw=true&" + ENVELOPE + "&minConnections=" + count)))
                .isInstanceOf(FailedToStartRouteException.class).hasStackTraceContaining("minConnections");
    }
}
