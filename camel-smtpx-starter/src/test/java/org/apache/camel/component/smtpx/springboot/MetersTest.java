/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the application has a registry of meters, those of the component are in it without a word of configuration. */
class MetersTest {

    private final MailServer server = MailServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void sendsAndRecipientsAreCounted() {
        try (ConfigurableApplicationContext application = MailApplication.start(
                server, "camel.component.smtpx.skip-bad=true",
                "camel.component.smtpx.recipients=bob@example.com,gone@example.com")) {
            assertThat(MailApplication.send(application, "Soup on Friday.").getException()).isNull();

            MeterRegistry meters = application.getBean(MeterRegistry.class);
            assertThat(meters.get("camel.smtpx.sends").tag("outcome", "partial").counter().count()).isEqualTo(1);
            assertThat(recipients(meters, "delivered")).isEqualTo(1);
            assertThat(recipients(meters, "rejected")).isEqualTo(1);
            assertThat(recipients(meters, "unknown")).isZero();
        }
    }

    private double recipients(MeterRegistry meters, String fate) {
        return meters.get("camel.smtpx.recipients").tag("fate", fate).tag("server", "localhost:" + server.port()).counter()
                .count();
    }
}
