/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.HashMap;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A Camel context and a server that says yes unless told otherwise. */
abstract class SmtpxTestSupport extends CamelTestSupport {

    /** A message as it is on the wire. */
    static final String MAIL = "From: ann@example.com\r\nTo: bob@example.org\r\nSubject: hello\r\n\r\nHello Bob.\r\n";

    /** Sender and one recipient. */
    static final String ENVELOPE = "sender=ann@example.com&recipients=bob@example.org";

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    /** Whether the calling thread does the sending. */
    boolean synchronous() {
        return false;
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getPropertiesComponent().addInitialProperty("mail.server", server.address());
        if (synchronous()) {
            camel.getComponent("smtpx", SmtpxComponent.class).getConfiguration().setSynchronous(true);
        }
        return camel;
    }

    /** An endpoint of the server. */
    String smtpx(String options) {
        return "smtpx:" + server.address() + "?" + options;
    }

    /** Sends without throwing. */
    Exchange send(String options, Object body) {
        return send(options, body, Map.of());
    }

    Exchange send(String options, Object body, Map<String, Object> headers) {
        return template.request(smtpx(options), exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    /** Sends what must not fail. */
    Exchange deliver(String options, Object body, Map<String, Object> headers) {
        Exchange exchange = send(options, body, headers);
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    Exchange deliver(String options, Object body) {
        return deliver(options, body, Map.of());
    }

    static Object header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name);
    }

    static <T> T header(Exchange exchange, String name, Class<T> type) {
        return exchange.getMessage().getHeader(name, type);
    }
}
