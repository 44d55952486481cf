/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;

/** One exchange for each recipient, its body the row of the CSV; many are in flight on few connections. */
final class BulkRoute extends RouteBuilder {

    static final String IN = "seda:mails?size=256&blockWhenFull=true&offerTimeout=0";
    static final int IN_FLIGHT = 32;

    private final String server;
    private final String from;
    private final Path template;
    private final Consumer<Journal.Row> outcomes;

    BulkRoute(String server, String from, Path template, Consumer<Journal.Row> outcomes) {
        this.server = server;
        this.from = from;
        this.template = template;
        this.outcomes = outcomes;
    }

    @Override
    public void configure() {
        onException(Exception.class).handled(true).process(this::report);

        from("seda:mails?size=256&concurrentConsumers=" + IN_FLIGHT)
                .setProperty("row", body())
                // A value: pasted into text, the name "victim@example.org, Dee" would be a recipient.
                .setHeader("To").exchange(exchange -> Mailbox.of(cell(exchange, "name"), cell(exchange, "address")))
                .setHeader("Subject", simple("${body[name]}, you have ${body[points]} points"))
                .setBody(simple("resource:file:" + template))
                .to("smtpx:" + server + "?maxConnections=4&useHeaderRecipients=true&useHeaderSubject=true&from=RAW(" + from
                    + ")")
                .process(this::report);
    }

    private void report(Exchange exchange) {
        Outcome outcome = exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Fate fate = cause instanceof SmtpxPermanentException || cause instanceof IllegalArgumentException
                ? Fate.REJECTED : Fate.FAILED;
        String reason = cause == null ? "-" : String.valueOf(cause.getMessage());
        if (outcome != null) {
            RecipientResult result = outcome.results().get(0);
            fate = result.fate();
            reason = result.reply() == null ? String.valueOf(result.detail()) : result.reply().toString();
        }
        outcomes.accept(new Journal.Row(cell(exchange, "address"), fate, reason, exchange.getClock().elapsed()));
    }

    private static String cell(Exchange exchange, String name) {
        Map<?, ?> row = Objects.requireNonNull(exchange.getProperty("row", Map.class));
        return String.valueOf(row.containsKey(name) ? row.get(name) : "");
    }
}
