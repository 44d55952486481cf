/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.github.camelsmtpx.examples.outbox.SentLog.Claim;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ShutdownRoute;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.SmtpxUnknownOutcomeException;
import org.apache.camel.main.Main;

/**
 * An instance; any number of them may run. A record is committed when the mail has reached its next place: DONE in
 * mails-sent, mails-later or mails-review. Until then any instance may read the record again.
 */
public final class Outbox extends RouteBuilder {

    static final String MAILS = "mails";
    static final String LATER = "mails-later";
    static final String REVIEW = "mails-review";
    static final String SENT = "mails-sent";

    static final String UNKNOWN = "UNKNOWN";
    static final String RETRY = "RETRY";

    private final SentLog sent;

    /** The last two parameters are those of {@link SentLog}. */
    Outbox(CamelContext context, Duration patience, Runnable unreadable) {
        super(context);
        ProducerTemplate kafka = context.createProducerTemplate();
        sent = new SentLog(
                fact -> kafka.sendBodyAndHeaders(
                        produce(SENT), "", Map.of(KafkaConstants.KEY, fact, KafkaConstants.PARTITION_KEY, 0)),
                patience, unreadable);
    }

    /** Runs until it is stopped (SIGTERM), and ends with 1 when mails-sent cannot be read. */
    public static void main(String... words) throws Exception {
        Main main = new Main();
        main.init();
        CamelContext context = main.getCamelContext();
        context.addRoutes(new Outbox(context, Duration.ofMinutes(2), () -> new Thread(() -> System.exit(1)).start()));
        main.run();
    }

    @Override
    public void configure() {
        // A failed write to Kafka leaves the record uncommitted, and it is read again.
        errorHandler(noErrorHandler());

        from(readAll(SENT)).routeId("facts").shutdownRoute(ShutdownRoute.Defer)
                .process(exchange -> sent.read(exchange.getMessage().getHeader(KafkaConstants.KEY, String.class)));

        from(consume(MAILS)).routeId("mails").to("direct:mail");
        from(consume(LATER) + "&maxPollIntervalMs=3600000").routeId("later").delay().exchange(Outbox::restOfDelay)
                .to("direct:mail");

        from("direct:mail").routeId("mail")
                .doTry()
                .process(Outbox::parse).to("direct:claim")
                .doCatch(IllegalArgumentException.class)
                .log(LoggingLevel.WARN, "No letter, put to review: ${exception.message}")
                .process(exchange -> review(exchange, invalid(exchange), "INVALID " + cause(exchange))).to(produce(REVIEW))
                .end()
                .process(Outbox::commit);

        from("direct:claim").routeId("claim")
                .process(this::claim)
                .choice()
                .when(variable("claim").isEqualTo(Claim.WON)).to("direct:send")
                .when(variable("claim").isEqualTo(Claim.LOST))
                .process(exchange -> review(exchange, UNKNOWN + " claimed by an instance that may have gone down"))
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
                .process(exchange -> review(exchange, UNKNOWN + " " + cause(exchange))).to(produce(REVIEW))
                .end();

        from("direct:failed").routeId("failed")
                .choice()
                .when(Outbox::isTooOld)
                .process(exchange -> review(exchange, "FAILED and given up: " + cause(exchange))).to(produce(REVIEW))
                .process(this::done)
                .otherwise()
                .process(exchange -> exchange.setVariable("why", "FAILED " + cause(exchange))).to("direct:next")
                .end();

        from("direct:next").routeId("next")
                .process(exchange -> exchange.getMessage().setBody(letter(exchange).next(why(exchange)).json()))
                .to(produce(LATER)).process(exchange -> sent.next(letter(exchange).id(), letter(exchange).attempt()));

        // The decision of a person: mails that are UNKNOWN when this instance starts are sent once more.
        long start = System.currentTimeMillis();
        from(readAll(REVIEW)).routeId("retry").autoStartup("{{outbox.retry}}")
                .filter(exchange -> header(exchange, KafkaConstants.TIMESTAMP, Long.class) < start)
                .process(Outbox::parse)
                .filter(exchange -> letter(exchange).why().startsWith(UNKNOWN))
                .process(this::claim)
                .filter(variable("claim").isEqualTo(Claim.LOST))
                .setVariable("why", constant(RETRY)).to("direct:next");
    }

    /** Every instance reads all records, from the first one on. */
    private static String readAll(String topic) {
        return "kafka:" + topic + "?brokers={{kafka.brokers}}&groupId=outbox-" + UUID.randomUUID()
               + "&seekTo=BEGINNING&autoOffsetReset=earliest&autoCommitEnable=false";
    }

    /** With pollOnError=RECONNECT a commit that fails loses no record of the same poll. */
    private static String consume(String topic) {
        return "kafka:" + topic + "?brokers={{kafka.brokers}}&groupId=outbox-" + topic + "&consumersCount={{outbox.consumers}}"
               + "&autoOffsetReset=earliest&autoCommitEnable=false&allowManualCommit=true&breakOnFirstError=true"
               + "&pollOnError=RECONNECT&maxPollRecords=20&sessionTimeoutMs=6000&heartbeatIntervalMs=1000";
    }

    /** Waits for the acknowledgement; larger than what mails takes, so that every letter fits with its fate. */
    private static String produce(String topic) {
        return "kafka:" + topic + "?brokers={{kafka.brokers}}&requestRequiredAcks=all&maxRequestSize=3000000";
    }

    private static void parse(Exchange exchange) {
        exchange.setVariable("letter", Letter.parse(exchange.getMessage().getBody(String.class)));
    }

    private void claim(Exchange exchange) throws InterruptedException {
        exchange.setVariable("claim", sent.claim(letter(exchange).id(), letter(exchange).attempt()));
    }

    private static void compose(Exchange exchange) {
        Letter letter = letter(exchange);
        // Headers of the record, such as Content-Type, do not belong to the mail.
        exchange.getMessage().removeHeaders("*", "Camel*");
        exchange.getMessage().setHeader("To", letter.to());
        exchange.getMessage().setHeader("Subject", letter.subject());
        exchange.getMessage().setBody(letter.text());
    }

    private void done(Exchange exchange) {
        sent.done(letter(exchange).id(), letter(exchange).attempt());
    }

    private static Letter letter(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable("letter", Letter.class));
    }

    private static String why(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable("why", String.class));
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
        String line = cause.replaceAll("\\.? ?Exchange\\[[^]]*].*", "").replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), 500));
    }
}
