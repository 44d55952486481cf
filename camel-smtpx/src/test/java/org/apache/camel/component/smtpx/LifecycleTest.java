/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Starting and stopping leaves nothing behind. */
@Timeout(120)
class LifecycleTest {

    private static final int CYCLES = 100;

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    @Test
    void aHundredContextsLeaveNoThreadAndNoConnection() throws Exception {
        for (int i = 0; i < CYCLES; i++) {
            CamelContext camel = new DefaultCamelContext();
            camel.addRoutes(route());
            camel.start();
            send(camel);
            camel.stop();
            await().alias("threads after cycle " + i).atMost(10, TimeUnit.SECONDS).until(() -> ours().isEmpty());
        }
        assertThat(server.messages()).hasSize(CYCLES);
        await().atMost(10, TimeUnit.SECONDS).until(() -> server.openConnections() == 0);
        assertThat(server.commands("QUIT")).hasSize(CYCLES);
    }

    @Test
    void aHundredStartsOfARouteLeaveNoConnection() throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(route());
        camel.start();
        for (int i = 0; i < CYCLES; i++) {
            send(camel);
            camel.getRouteController().stopRoute("mail");
            await().atMost(10, TimeUnit.SECONDS).until(() -> server.openConnections() == 0);
            camel.getRouteController().startRoute("mail");
        }
        camel.stop();
        assertThat(server.messages()).hasSize(CYCLES);
        await().atMost(10, TimeUnit.SECONDS).until(() -> ours().isEmpty());
    }

    private static void send(CamelContext camel) throws Exception {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBodyAndHeaders("direct:mail", SmtpxTestSupport.MAIL, Map.of());
        }
    }

    private RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").routeId("mail")
                        .to("smtpx:" + server.address() + "?raw=true&" + SmtpxTestSupport.ENVELOPE);
            }
        };
    }

    private static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.contains("smtpx"))
                .toList();
    }
}
