/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.attachment.DefaultAttachmentMessage;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.Reply;

/**
 * The routes: a folder of files sent as they stand, and messages composed from an exchange. The one class that knows
 * the component.
 */
final class MailRoute extends RouteBuilder {

    private static final String PLAIN = "PlainText";
    private static final String TICKET = "quickstart.ticket";

    private final Target target;
    private final Path folder;
    private final List<Draft> drafts;
    private final Consumer<Delivery> outcomes;

    MailRoute(Target target, Path folder, List<Draft> drafts, Consumer<Delivery> outcomes) {
        this.target = target;
        this.folder = folder;
        this.drafts = List.copyOf(drafts);
        this.outcomes = outcomes;
    }

    @Override
    public void configure() {
        onException(Exception.class).handled(true).process(this::report);

        from("file:" + folder.toAbsolutePath().toUri().getRawPath()
             + "?noop=true&repeatCount=1&initialDelay=0&sortBy=file:name&include=.*[.]eml"
             + "&autoCreate=false&startingDirectoryMustExist=true")
                .process(exchange -> exchange.setProperty(TICKET, Ticket.of(exchange, target.forFiles())))
                .to("smtpx:" + target + "?raw=true&skipBad=true&sender=" + raw(target.sender())
                    + "&recipients=" + list(target.forFiles()))
                .process(this::report);

        List<String> everybody = Stream.concat(target.to().stream(), target.cc().stream()).toList();
        String envelope = "&from=" + raw(target.sender()) + "&to=" + list(target.to())
                          + (target.cc().isEmpty() ? "" : "&cc=" + list(target.cc()));
        for (Draft draft : drafts) {
            String type = draft.html() == null
                    ? "&contentType=" + raw("text/plain; charset=UTF-8")
                    : "&contentType=" + raw("text/html; charset=UTF-8") + "&alternativeBodyHeader=" + PLAIN;
            from("direct:" + draft.name())
                    .process(exchange -> exchange.setProperty(TICKET, new Ticket(draft.name(), -1, everybody)))
                    .to("smtpx:" + target + "?skipBad=true" + envelope + "&subject=" + raw(draft.subject()) + type)
                    .process(this::report);
        }
    }

    /** Puts a draft on its route; returns when its outcome has been handed over. */
    void send(Draft draft, ProducerTemplate template) {
        template.send("direct:" + draft.name(), exchange -> {
            exchange.getMessage().setBody(draft.html() == null ? draft.text() : draft.html());
            exchange.getMessage().setHeader(PLAIN, draft.text());
            Draft.Attachment attachment = draft.attachment();
            if (attachment != null) {
                new DefaultAttachmentMessage(exchange.getMessage()).addAttachment(attachment.fileName(),
                        new DataHandler(new ByteArrayDataSource(attachment.octets(), attachment.contentType())));
            }
        });
    }

    private void report(Exchange exchange) {
        Ticket ticket = Objects.requireNonNull(exchange.getProperty(TICKET, Ticket.class));
        Duration time = Duration.ofNanos(System.nanoTime() - ticket.started());
        Outcome outcome = exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        if (outcome == null) {
            outcomes.accept(ticket.failed(exchange, time));
        } else {
            String plan = outcome.via().plan();
            List<Delivery.ToRecipient> recipients = outcome.results().stream().map(MailRoute::toRecipient).toList();
            outcomes.accept(new Delivery(ticket.name(), ticket.octets(), plan == null ? "-" : plan, recipients, time));
        }
    }

    private static Delivery.ToRecipient toRecipient(RecipientResult result) {
        Reply reply = result.reply();
        return new Delivery.ToRecipient(
                result.recipient().address().toString(), Delivery.Fate.valueOf(result.fate().name()),
                reply == null ? String.valueOf(result.detail()) : reply.toString());
    }

    private static String list(List<String> addresses) {
        return raw(String.join(",", addresses));
    }

    /** Camel takes what stands in RAW() as it is. */
    private static String raw(String value) {
        return "RAW(" + value + ")";
    }

    /** What is known of a message before it goes; travels with the exchange. */
    private record Ticket(String name, long octets, List<String> recipients, long started) {

        Ticket(String name, long octets, List<String> recipients) {
            this(name, octets, recipients, System.nanoTime());
        }

        static Ticket of(Exchange exchange, List<String> recipients) {
            String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, "?", String.class);
            Long length = exchange.getMessage().getHeader(Exchange.FILE_LENGTH, Long.class);
            return new Ticket(String.valueOf(name), length == null ? -1 : length, recipients);
        }

        /** The exchange failed before the component could say anything of its recipients. */
        Delivery failed(Exchange exchange, Duration time) {
            Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            String why = cause == null ? "no outcome" : String.valueOf(cause.getMessage());
            return new Delivery(
                    name, octets, "-",
                    recipients.stream().map(address -> new Delivery.ToRecipient(address, Delivery.Fate.FAILED, why)).toList(),
                    time);
        }
    }
}
