/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.dsn;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.dsn.DeliveryReport;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;

/** One route out, one route in. */
final class ContractRoutes extends RouteBuilder {

    static final String SENDER = "ann@example.com";

    private final String server;
    private final Path mailbox;
    private final Book book;

    ContractRoutes(String server, Path mailbox, Book book) {
        this.server = server;
        this.mailbox = mailbox;
        this.book = book;
    }

    @Override
    public void configure() {
        from("direct:contract")
                .setHeader(SmtpxConstants.ENVELOPE_ID, simple("contract-${header.number}"))
                .setHeader(SmtpxConstants.RECIPIENTS)
                .exchange(
                        exchange -> recipients(Objects.requireNonNull(exchange.getMessage().getHeader("parties", List.class))))
                .to("smtpx:" + server + "?skipBad=true&from=" + SENDER
                    + "&subject=Your contract&dsnReturn=HDRS&unsupported=fail")
                .process(this::sent);

        // Whatever reads a mailbox will do; in production it is imaps:
        from("file:" + mailbox + "?delete=true&delay=100&initialDelay=0")
                // Other mail that comes to the mailbox is none of our business
                .onException(TypeConversionException.class).handled(true).end()
                .convertBodyTo(byte[].class)
                .convertBodyTo(DeliveryReport.class)
                .process(this::heard);
    }

    /** Each recipient says what it wants to hear of, and whom the sender means by it. */
    private static List<Recipient> recipients(List<?> parties) {
        return parties.stream().map(String::valueOf).map(address -> new Recipient(
                Address.parse(address),
                address.startsWith("quiet") ? Set.of(Notify.NEVER) : Set.of(Notify.SUCCESS, Notify.FAILURE, Notify.DELAY),
                "rfc822;" + address)).toList();
    }

    private void sent(Exchange exchange) {
        String envelopeId = Objects.requireNonNull(exchange.getMessage().getHeader(SmtpxConstants.ENVELOPE_ID, String.class));
        Outcome outcome = Objects.requireNonNull(exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class));
        for (RecipientResult result : outcome.results()) {
            String why = result.reply() != null ? result.reply().toString() : String.valueOf(result.detail());
            book.sent(new Book.Mail(envelopeId, result.recipient().address().toString()), result.fate() + "  " + why);
        }
    }

    private void heard(Exchange exchange) {
        Notification.of(Objects.requireNonNull(exchange.getMessage().getBody(DeliveryReport.class))).forEach(book::heard);
    }
}
