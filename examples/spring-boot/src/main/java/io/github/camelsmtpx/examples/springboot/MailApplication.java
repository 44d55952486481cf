/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The service; its configuration is in application.properties. */
@SpringBootApplication
public class MailApplication {

    public static void main(String... arguments) {
        SpringApplication.run(MailApplication.class, arguments);
    }

    @Bean
    RouteBuilder mails() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mails").routeId("mails").errorHandler(noErrorHandler()).to("smtpx:{{mail.server}}");
            }
        };
    }
}
