/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import org.apache.camel.builder.RouteBuilder;

/** The routes: messages sent as they are, and messages that the component composes from an exchange. */
final class MailRoute extends RouteBuilder {

    private final String server;
    private final String from;
    private final String to;

    /**
     * A route to one server.
     *
     * @param server host and port
     * @param to     one or more addresses, with commas between them
     */
    MailRoute(String server, String from, String to) {
        this.server = server;
        this.from = from;
        this.to = to;
    }

    @Override
    public void configure() {
        // The caller gets the exception of a message that no recipient received.
        errorHandler(noErrorHandler());

        // The body is a file, a stream, bytes or text in the form of RFC 5322.
        from("direct:message")
                .to("smtpx:" + server + "?raw=true&skipBad=true&sender=RAW(" + from + ")&recipients=RAW(" + to + ")");

        // The body is the text; Subject and Content-Type are headers, attachments those of the exchange.
        from("direct:compose")
                .to("smtpx:" + server + "?skipBad=true&useHeaderSubject=true&alternativeBodyHeader=PlainText&from=RAW(" + from
                    + ")&to=RAW(" + to + ")");
    }
}
