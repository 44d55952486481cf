/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** All that is to be said stands in application.properties. */
@SpringBootApplication
public class MailApplication {

    public static void main(String... arguments) {
        SpringApplication.run(MailApplication.class, arguments);
    }
}
