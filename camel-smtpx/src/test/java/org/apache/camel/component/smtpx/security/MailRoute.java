/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxComponent;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxException;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.impl.DefaultCamelContext;

import static org.assertj.core.api.Assertions.assertThat;

/** A Camel context with one route, from direct:mail to an endpoint. Beans are bound before the first mail. */
final class MailRoute implements AutoCloseable {

    private static boolean synchronous;

    final DefaultCamelContext context = new DefaultCamelContext();
    private final String uri;
    private boolean started;
    private Exchange last;

    /** @param options what follows the question mark, beside short deadlines */
    MailRoute(ScriptedServer server, String options) {
        this("localhost:" + server.port(), options);
    }

    MailRoute(String servers, String options) {
        this(servers, "from=ann@example.test&to=bob@example.test", options);
    }

    private MailRoute(String servers, String people, String options) {
        uri = "smtpx:" + servers + "?timeout=10000&" + people + (options.isEmpty() ? "" : "&" + options);
        // Streams reach the component as they are
        context.setStreamCaching(false);
        context.getShutdownStrategy().setTimeout(5);
    }

    /** To an endpoint without recipients. */
    static MailRoute toNobody(ScriptedServer server, String options) {
        return new MailRoute("localhost:" + server.port(), options.contains("raw=") ? "subject=x" : "raw=true", options);
    }

    /** Whether, in routes that are made from now on, the calling thread does the sending. */
    static void synchronous(boolean here) {
        synchronous = here;
    }

    MailRoute bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
        return this;
    }

    private void start() throws Exception {
        if (!started) {
            started = true;
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:mail").to(uri);
                }
            });
            if (synchronous) {
                context.getComponent("smtpx", SmtpxComponent.class).getConfiguration().setSynchronous(true);
            }
            context.start();
        }
    }

    Exchange send(Object body) throws Exception {
        return send(body, Map.of());
    }

    Exchange send(Object body, Map<String, Object> headers) throws Exception {
        return send(exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    Exchange send(Processor mail) throws Exception {
        start();
        last = context.createProducerTemplate().send("direct:mail", mail);
        return last;
    }

    /** The exchange of the last mail. */
    Exchange last() {
        return last;
    }

    /** The outcome of the last mail. */
    Outcome outcome() {
        Object header = last.getMessage().getHeader(SmtpxConstants.OUTCOME);
        if (header == null && last.getException() instanceof SmtpxException e) {
            header = e.getOutcome();
        }
        return (Outcome) header;
    }

    /** The last mail arrived. */
    Outcome delivered() {
        assertThat(last.getException()).isNull();
        assertThat(outcome()).isInstanceOf(Outcome.Delivered.class);
        return outcome();
    }

    /** The last mail failed for every recipient without a copy anywhere, and may be sent again. */
    SmtpxTransientException failed(Stage stage) {
        assertThat(last.getException()).isInstanceOf(SmtpxTransientException.class);
        Outcome outcome = outcome();
        assertThat(outcome.stage()).isEqualTo(stage);
        assertThat(outcome.results()).isNotEmpty().allMatch(result -> result.fate() == Fate.FAILED);
        return (SmtpxTransientException) last.getException();
    }

    /** The last mail was refused here, before anything of it was sent. */
    SmtpxPermanentException refusedHere() {
        assertThat(last.getException()).isInstanceOf(SmtpxPermanentException.class);
        return (SmtpxPermanentException) last.getException();
    }

    @Override
    public void close() {
        context.stop();
    }
}
