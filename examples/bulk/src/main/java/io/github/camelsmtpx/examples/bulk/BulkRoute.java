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
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.Reply;

/** One exchange for each recipient, its body the row of the CSV; many are under way on few connections. */
final class BulkRoute extends RouteBuilder {

    static final String IN = "seda:mails?size=256&blockWhenFull=true&offerTimeout=0";
    static final int AT_ONCE = 32;

    private static final String ROW = "row";

    private final String server;
    private final String from;
    private final Path template;
    private final Consumer<Result.Row> outcomes;

    BulkRoute(String server, String from, Path template, Consumer<Result.Row> outcomes) {
        this.server = server;
        this.from = from;
        this.template = template;
        this.outcomes = outcomes;
    }

    @Override
    public void configure() {
        onException(Exception.class).handled(true).process(this::report);

        from("seda:mails?size=256&concurrentConsumers=" + AT_ONCE)
                .setProperty(ROW, body())
                .setHeader("To", simple("${body[name]} <${body[address]}>"))
                .setHeader("Subject", simple("${body[name]}, you have ${body[points]} points"))
                .setBody(simple("resource:file:" + template))
                .to("smtpx:" + server + "?maxConnections=4&useHeaderRecipients=true&useHeaderSubject=true&from=RAW(" + from
                    + ")")
                .process(this::report);
    }

    private void report(Exchange exchange) {
        Map<?, ?> row = Objects.requireNonNull(exchange.getProperty(ROW, Map.class));
        String address = String.valueOf(row.get(Recipients.ADDRESS));
        long millis = exchange.getClock().elapsed();
        Outcome outcome = exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        if (outcome == null) {
            Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            outcomes.accept(new Result.Row(
                    address, cause instanceof SmtpxPermanentException ? Fate.REJECTED : Fate.FAILED,
                    cause == null ? "-" : String.valueOf(cause.getMessage()), millis));
        } else {
            RecipientResult result = outcome.results().get(0);
            Reply reply = result.reply();
            outcomes.accept(new Result.Row(
                    address, Fate.valueOf(result.fate().name()),
                    reply == null ? String.valueOf(result.detail()) : reply.toString(),
                    millis));
        }
    }
}
