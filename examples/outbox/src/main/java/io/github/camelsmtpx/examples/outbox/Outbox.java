/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.Objects;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.SmtpxUnknownOutcomeException;
import org.apache.camel.main.Main;
import org.slf4j.LoggerFactory;

/**
 * An instance; any number of them may run. A record is committed when the mail has reached its next place: DONE in
 * mails-sent, mails-later or mails-review. Until then any instance may read the record again.
 */
public final class Outbox extends RouteBuilder {

    static final String MAILS = "mails";
    static final String LATER = "mails-later";
    static final String REVIEW = "mails-review";

    private final SentLog sent;

    private Outbox(SentLog sent) {
        this.sent = sent;
    }

    public static void main(String... words) throws Exception {
        Main main = new Main();
        main.init();
        SentLog log = SentLog.open(main.getCamelContext().resolvePropertyPlaceholders("{{kafka.brokers}}"), error -> {
            LoggerFactory.getLogger(Outbox.class).error("This instance ends, since {} cannot be read", SentLog.TOPIC, error);
            System.exit(1);
        });
        try (log) {
            main.getCamelContext().addRoutes(new Outbox(log));
            main.run();
        }
    }

    @Override
    public void configure() {
        // A failed write to Kafka leaves the record uncommitted, and it is read again.
        errorHandler(noErrorHandler());

        from(consume(MAILS)).routeId("mails").to("direct:mail");
        from(consume(LATER) + "&maxPollIntervalMs=3600000").routeId("later").delay().exchange(Outbox::restOfDelay)
                .to("direct:mail");

        from("direct:mail").routeId("mail")
                .doTry()
                .process(exchange -> exchange.setVariable("letter", Letter.parse(exchange.getMessage().getBody(String.class))))
                .to("direct:claim")
                .doCatch(IllegalArgumentException.class)
                .log(LoggingLevel.WARN, "No letter, put to review: ${exception.message}")
                .process(exchange -> review(exchange, invalid(exchange), "INVALID " + cause(exchange))).to(produce(REVIEW))
                .end()
                .process(Outbox::commit);

        from("direct:claim").routeId("claim")
                .process(exchange -> exchange.setVariable("claim",
                        sent.claim(letter(exchange).id(), letter(exchange).attempt())))
                .choice()
                .when(variable("claim").isEqualTo(SentLog.Claim.WON)).to("direct:send")
                .when(variable("claim").isEqualTo(SentLog.Claim.LOST))
                .process(exchange -> review(exchange, Letter.UNKNOWN + " claimed by an instance that may have gone down"))
                .to(produce(REVIEW))
                .end();

        from("direct:send").routeId("send")
                .process(Outbox::compose)
                .doTry()
                .to("smtpx:{{mail.server}}?useHeaderRecipients=true&useHeaderSubject=true")
                .process(this::done)
                .doCatch(SmtpxTransientException.class)
                .to("direct:failed")
                .doCatch(SmtpxPermanentException.class)
                .process(exchange -> review(exchange, "REJECTED " + cause(exchange))).to(produce(REVIEW)).process(this::done)
                .doCatch(SmtpxUnknownOutcomeException.class)
                .process(exchange -> review(exchange, Letter.UNKNOWN + " " + cause(exchange))).to(produce(REVIEW))
                .end();

        from("direct:failed").routeId("failed")
                .choice()
                .when(Outbox::isTooOld)
                .process(exchange -> review(exchange, "FAILED and given up: " + cause(exchange))).to(produce(REVIEW))
                .process(this::done)
                .otherwise()
                .process(exchange -> exchange.getMessage().setBody(letter(exchange).next("FAILED " + cause(exchange)).json()))
                .to(produce(LATER)).process(exchange -> sent.next(letter(exchange).id(), letter(exchange).attempt()))
                .end();
    }

    private static String consume(String topic) {
        return "kafka:" + topic + "?brokers={{kafka.brokers}}&groupId=outbox-" + topic + "&consumersCount={{outbox.consumers}}"
               + "&autoOffsetReset=earliest&autoCommitEnable=false&allowManualCommit=true&breakOnFirstError=true&maxPollRecords=20"
               + "&sessionTimeoutMs=6000&heartbeatIntervalMs=1000";
    }

    /** Waits for the acknowledgement; larger than what mails takes, so that every letter fits with its fate. */
    private static String produce(String topic) {
        return "kafka:" + topic + "?brokers={{kafka.brokers}}&requestRequiredAcks=all&maxRequestSize=3000000";
    }

    private static void compose(Exchange exchange) {
        Letter letter = letter(exchange);
        // Headers of the record, such as Content-Type, do not belong to the mail.
        exchange.getMessage().removeHeaders("*", "Camel*");
        exchange.getMessage().setHeader("To", letter.to());
        exchange.getMessage().setHeader("Subject", letter.subject());
        exchange.getMessage().setBody(letter.text());
    }

    private void done(Exchange exchange) throws InterruptedException {
        sent.done(letter(exchange).id(), letter(exchange).attempt());
    }

    private static Letter letter(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable("letter", Letter.class));
    }

    private static void review(Exchange exchange, String why) {
        review(exchange, letter(exchange), why);
    }

    private static void review(Exchange exchange, Letter letter, String why) {
        exchange.getMessage().setBody(letter.reviewed(why).json());
    }

    /** What is no letter, as the text of one whose id says where it is. */
    private static Letter invalid(Exchange exchange) {
        String id = header(exchange, KafkaConstants.TOPIC, String.class) + "-"
                    + header(exchange, KafkaConstants.PARTITION, Integer.class) + "@"
                    + header(exchange, KafkaConstants.OFFSET, Long.class);
        return Letter.of(id, "", "", String.valueOf(exchange.getMessage().getBody(String.class)));
    }

    private static boolean isTooOld(Exchange exchange) {
        long since = letter(exchange).since();
        return since > 0 && System.currentTimeMillis() - since >= millis(exchange, "{{outbox.give-up}}");
    }

    private static Object restOfDelay(Exchange exchange) {
        long written = header(exchange, KafkaConstants.TIMESTAMP, Long.class);
        return Math.max(0, written + millis(exchange, "{{outbox.delay}}") - System.currentTimeMillis());
    }

    private static long millis(Exchange exchange, String property) {
        return Long.parseLong(exchange.getContext().resolvePropertyPlaceholders(property));
    }

    private static void commit(Exchange exchange) {
        header(exchange, KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class).commit();
    }

    private static <T> T header(Exchange exchange, String name, Class<T> type) {
        return Objects.requireNonNull(exchange.getMessage().getHeader(name, type));
    }

    private static String cause(Exchange exchange) {
        String cause = String.valueOf(
                Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)).getMessage());
        String line = cause.replaceAll("Exchange\\[\\w*].*", "").replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), 500));
    }
}
