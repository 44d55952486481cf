/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.benchmark;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel endpoint. */
final class CamelContender implements Contender {

    private final String name;
    private final String uri;
    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    private CamelContender(String name, String uri) {
        this.name = name;
        this.uri = uri;
        camel.start();
        template = camel.createProducerTemplate();
    }

    static Contender smtpx(Target target, int senders) {
        return new CamelContender(
                "smtpx", "smtpx:" + target.host() + ":" + target.port() + "?subject=Measured&from=" + target.from() + "&to="
                         + target.to() + "&maxConnections=" + senders);
    }

    static Contender camelMail(Target target) {
        return new CamelContender(
                "camel-mail", "smtp:" + target.host() + ":" + target.port() + "?subject=Measured&from=" + target.from() + "&to="
                              + target.to());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(String text) throws Exception {
        Exchange sent = template.send(uri, exchange -> {
            exchange.getMessage().setBody(text);
            exchange.getMessage().setHeaders(Map.of("Content-Type", "text/plain; charset=UTF-8"));
        });
        if (sent.getException() != null) {
            throw sent.getException();
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
