/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What the service does with a mail. */
@Component
class MailRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:mails").routeId("mails").errorHandler(noErrorHandler())
                .to("smtpx:{{mail.server}}");
    }
}
