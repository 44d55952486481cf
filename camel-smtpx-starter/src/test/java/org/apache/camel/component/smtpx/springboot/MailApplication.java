/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A whole application as a user would write it: one route; all the rest is properties. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(TlsTest.Trust.class)
class MailApplication {

    @Bean
    RouteBuilder mails() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("smtpx:localhost:{{mail.port}}");
            }
        };
    }

    /** An exchange through the route, whatever becomes of it. */
    static Exchange send(ConfigurableApplicationContext application, String body) {
        return application.getBean(ProducerTemplate.class).send("direct:in", exchange -> exchange.getMessage().setBody(body));
    }

    /** @param properties as in application.properties */
    static ConfigurableApplicationContext start(MailServer server, String... properties) {
        return new SpringApplicationBuilder(MailApplication.class).web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "mail.port=" + server.port(), "camel.component.smtpx.from=ann@example.org",
                        "camel.component.smtpx.to=bob@example.com", "camel.component.smtpx.subject=Lunch")
                .run(Stream.of(properties).map(property -> "--" + property).toArray(String[]::new));
    }
}
