/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** With Actuator on the class path the mail server is part of the health of the application, once Camel may ask it. */
class HealthTest {

    private static final String ASK = "camel.health.producers-enabled=true";

    private final MailServer server = MailServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aServerThatAnswersIsUp() {
        try (ConfigurableApplicationContext application
                = MailApplication.start(server, ASK, "camel.health.exposure-level=full")) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(camel(application).getStatus()).isEqualTo(Status.UP);
                assertThat(((IndicatedHealthDescriptor) camel(application)).getDetails().toString())
                        .contains("producer:smtpx-").contains("localhost:" + server.port());
            });
        }
    }

    @Test
    void unreachableServerIsDownAndNamed() {
        try (ConfigurableApplicationContext application = MailApplication.start(server, ASK)) {
            server.close();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(camel(application).getStatus()).isEqualTo(Status.DOWN);
                assertThat(((IndicatedHealthDescriptor) camel(application)).getDetails().toString())
                        .contains("producer:smtpx-").contains("localhost:" + server.port());
            });
        }
    }

    @Test
    void healthCheckIsOffByDefault() {
        try (ConfigurableApplicationContext application = MailApplication.start(server, "camel.health.exposure-level=full")) {
            server.close();
            assertThat(camel(application).getStatus()).isEqualTo(Status.UP);
            assertThat(((IndicatedHealthDescriptor) camel(application)).getDetails().toString()).doesNotContain("smtpx");
        }
    }

    @Test
    void theComponentCanBeLeftOut() {
        try (ConfigurableApplicationContext application = MailApplication.start(
                server, ASK, "camel.component.smtpx.health-check-producer-enabled=false")) {
            server.close();
            assertThat(camel(application).getStatus()).isEqualTo(Status.UP);
        }
    }

    private static HealthDescriptor camel(ConfigurableApplicationContext application) {
        HealthDescriptor all = application.getBean(HealthEndpoint.class).health();
        return ((CompositeHealthDescriptor) all).getComponents().get("camelHealth");
    }
}
