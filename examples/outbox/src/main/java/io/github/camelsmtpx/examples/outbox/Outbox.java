/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.camelsmtpx.examples.outbox.SentLog.Claim;
import org.apache.camel.LoggingLevel;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ShutdownRoute;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.SmtpxUnknownOutcomeException;

/**
 * The routes of an instance; any number of them may run. A record is committed when the mail has reached its next
 * place: DONE in mails-sent, mails-later or mails-review. Until then any instance may read the record again.
 */
public class Outbox extends RouteBuilder {

    static final String MAILS = "mails";
    static final String LATER = "mails-later";
    static final String REVIEW = "mails-review";
    static final String SENT = "mails-sent";
    static final String UNKNOWN = "UNKNOWN";

    @Override
    public void configure() throws Exception {
        ProducerTemplate kafka = getContext().createProducerTemplate();
        SentLog sent = sentLog(fact -> kafka.sendBodyAndHeaders(
                produce(SENT), "", Map.of(KafkaConstants.KEY, fact, KafkaConstants.PARTITION_KEY, 0)));
        Steps steps = new Steps(
                sent, propertyInject("outbox.delay", Long.class), propertyInject("outbox.give-up", Long.class));
        // A failed write to Kafka leaves the record uncommitted, and it is read again.
        errorHandler(noErrorHandler());

        from(readAll(SENT)).routeId("facts").shutdownRoute(ShutdownRoute.Defer)
                .process(exchange -> sent.read(exchange.getMessage().getHeader(KafkaConstants.KEY, String.class)));

        from(consume(MAILS)).routeId("mails").to("direct:mail");
        from(consume(LATER) + "&maxPollIntervalMs=3600000").routeId("later").delay().exchange(steps::restOfDelay)
                .to("direct:mail");

        from("direct:mail").routeId("mail")
                .doTry()
                .process(Steps::parse)
                .process(steps::claim)
                .choice()
                .when(variable("claim").isEqualTo(Claim.WON)).to("direct:send")
                .when(variable("claim").isEqualTo(Claim.LOST))
                .process(Steps.review(UNKNOWN + " claimed by an instance that may have gone down")).to(produce(REVIEW))
                .endDoTry()
                .doCatch(IllegalArgumentException.class)
                .log(LoggingLevel.WARN, "No letter, put to review: ${exception.message}")
                .process(Steps.review("INVALID")).to(produce(REVIEW))
                .end()
                .process(exchange -> exchange.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                        .commit());

        from("direct:send").routeId("send")
                .process(Steps::compose)
                .doTry()
                .to("smtpx:{{mail.server}}?useHeaderRecipients=true&useHeaderSubject=true")
                .process(steps.write(SentLog.DONE))
                .doCatch(SmtpxTransientException.class).onWhen(steps::isTooOld)
                .process(Steps.review("FAILED and given up:")).to(produce(REVIEW)).process(steps.write(SentLog.DONE))
                .doCatch(SmtpxTransientException.class)
                .process(Steps.next("FAILED")).to(produce(LATER)).process(steps.write(SentLog.NEXT))
                .doCatch(SmtpxPermanentException.class)
                .process(Steps.review("REJECTED")).to(produce(REVIEW)).process(steps.write(SentLog.DONE))
                .doCatch(SmtpxUnknownOutcomeException.class)
                .process(Steps.review(UNKNOWN)).to(produce(REVIEW))
                .end();

        // The decision of a person: mails that are UNKNOWN when this instance starts are sent once more.
        long start = System.currentTimeMillis();
        from(readAll(REVIEW)).routeId("retry").autoStartup("{{outbox.retry}}")
                .filter(exchange -> Steps.timestamp(exchange) < start)
                .process(Steps::parse)
                .filter(exchange -> Steps.letter(exchange).why().startsWith(UNKNOWN))
                .process(steps::claim)
                .filter(variable("claim").isEqualTo(Claim.LOST))
                .process(Steps.next("RETRY")).to(produce(LATER)).process(steps.write(SentLog.NEXT));
    }

    /** The process ends with 1 when mails-sent cannot be read. */
    SentLog sentLog(Consumer<String> writer) {
        return new SentLog(writer, Duration.ofMinutes(2), () -> new Thread(() -> System.exit(1)).start());
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
}
