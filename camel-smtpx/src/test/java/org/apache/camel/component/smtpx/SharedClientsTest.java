/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Endpoints that connect alike share connections; others never do. */
class SharedClientsTest extends SmtpxTestSupport {

    @Test
    void dynamicEndpointsShareConnections() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:anybody")
                        .toD("smtpx:" + server.address() + "?from=ann@example.com&to=${header.to}&subject=${header.to}");
            }
        });
        for (int i = 0; i < 200; i++) {
            template.sendBodyAndHeader("direct:anybody", "Hello", "to", "u" + i + "@example.org");
        }
        assertThat(server.messages()).hasSize(200);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aBoundedCacheOfDynamicEndpointsLeavesNoConnectionBehind() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:anywhere").toD(
                        "smtpx:" + server.address() + "?raw=true&" + ENVELOPE + "&hello=${header.name}.example.com",
                        3);
            }
        });
        for (int i = 0; i < 20; i++) {
            template.sendBodyAndHeader("direct:anywhere", MAIL, "name", "h" + i);
        }
        assertThat(server.connections()).isEqualTo(20);
        await().untilAsserted(() -> assertThat(server.openConnections()).isLessThanOrEqualTo(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "hello=other.example.com", "timeout=9000", "maxConnections=3", "username=ann&password=x&allowCleartextAuth=true",
            "debug=true" })
    void endpointsThatConnectOtherwiseDoNot(String option) {
        server.authenticates("ann", "x");
        deliver("raw=true&" + ENVELOPE, MAIL);
        deliver("raw=true&" + ENVELOPE + "&" + option, MAIL);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void eachEndpointCountsItsOwn() {
        deliver("raw=true&" + ENVELOPE, MAIL);
        deliver("raw=true&sender=eve@example.com&recipients=bob@example.org", MAIL);
        assertThat(context.getEndpoints()).filteredOn(SmtpxEndpoint.class::isInstance)
                .extracting(endpoint -> ((SmtpxEndpoint) endpoint).getDelivered()).containsExactly(1L, 1L);
    }

    @Test
    void theConnectionsOutliveTheFirstEndpoint() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").routeId("one").to(smtpx("raw=true&" + ENVELOPE));
                from("direct:two").routeId("two").to(smtpx("raw=true&sender=eve@example.com&recipients=bob@example.org"));
            }
        });
        template.sendBody("direct:one", MAIL);
        context.getRouteController().stopRoute("one");
        template.sendBody("direct:two", MAIL);
        assertThat(server.connections()).isEqualTo(1);
        context.getRouteController().stopRoute("two");
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }
}
