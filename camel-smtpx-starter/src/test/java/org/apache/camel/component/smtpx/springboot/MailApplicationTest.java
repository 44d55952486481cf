/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A Spring Boot application that sends, with nothing but properties. */
class MailApplicationTest {

    private final MailServer server = MailServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void sendsAsThePropertiesSay() {
        try (ConfigurableApplicationContext application = MailApplication.start(server)) {
            Exchange sent = MailApplication.send(application, "Soup on Friday.");
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeader(SmtpxConstants.DELIVERED)).isEqualTo(List.of("bob@example.com"));
            assertThat(server.accepted()).singleElement().satisfies(mail -> {
                assertThat(mail.recipients()).containsExactly("bob@example.com");
                assertThat(mail.text()).contains("From: ann@example.org", "Subject: Lunch", "Soup on Friday.");
            });
        }
    }

    @Test
    void tellsTheFateOfEachRecipient() {
        try (ConfigurableApplicationContext application = MailApplication.start(
                server, "camel.component.smtpx.skip-bad=true",
                "camel.component.smtpx.recipients=bob@example.com,gone@example.com")) {
            Exchange sent = MailApplication.send(application, "Soup on Friday.");
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeader(SmtpxConstants.DELIVERED)).isEqualTo(List.of("bob@example.com"));
            assertThat(sent.getMessage().getHeader(SmtpxConstants.REFUSED)).asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsOnlyKeys("gone@example.com");
        }
    }

    @Test
    void aRefusedMessageIsAnException() {
        try (ConfigurableApplicationContext application
                = MailApplication.start(server, "camel.component.smtpx.to=gone@example.com")) {
            ProducerTemplate template = application.getBean(ProducerTemplate.class);
            assertThatThrownBy(() -> template.sendBody("direct:in", "Soup on Friday."))
                    .isInstanceOf(CamelExecutionException.class).hasCauseInstanceOf(SmtpxPermanentException.class);
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void withoutTheStarterThePropertiesMeanNothing() {
        try (ConfigurableApplicationContext application
                = MailApplication.start(server, "camel.component.smtpx.enabled=false")) {
            assertThat(application.getBeanProvider(SmtpxComponentAutoConfiguration.class).getIfAvailable()).isNull();
            assertThat(application.getBean(CamelContext.class).getRoutes()).hasSize(1);
            assertThat(MailApplication.send(application, "Soup on Friday.").getException())
                    .isInstanceOf(SmtpxPermanentException.class);
            assertThat(server.accepted()).isEmpty();
        }
    }
}
