/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.Objects;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.SmtpxUnknownOutcomeException;
import org.apache.camel.support.ExpressionAdapter;

/**
 * From the log to the mail server. A record is committed when the mail has a place to be: in the sent log, in the topic
 * later or in the topic review; until then any instance may get it again.
 */
final class OutboxRoutes extends RouteBuilder {

    private static final String LETTER = "letter";
    private static final String TOKEN = "token";
    private static final String OWNER = "owner";

    private final SentLog sent;

    OutboxRoutes(SentLog sent) {
        this.sent = sent;
    }

    @Override
    public void configure() {
        // What fails here, as a write to Kafka, is not committed, and read again.
        errorHandler(noErrorHandler());

        from(consume(Letter.MAILS, "{{outbox.consumers}}")).routeId("mails")
                .unmarshal().json(Letter.class)
                .process(this::claim)
                .choice()
                .when(this::isMine).to("direct:send")
                .when(this::isOpen)
                .process(exchange -> review(exchange, Letter.UNKNOWN, owner(exchange), "an instance went down while it had it"))
                .to("direct:review")
                .end()
                .process(OutboxRoutes::commit);

        from("direct:send").routeId("send")
                .process(OutboxRoutes::compose)
                .doTry()
                .to("smtpx:{{mail.server}}?useHeaderRecipients=true&useHeaderSubject=true")
                .process(exchange -> sent.close(letter(exchange).id()))
                .doCatch(SmtpxTransientException.class)
                .process(this::later)
                .to("direct:later")
                .doCatch(SmtpxPermanentException.class)
                .process(exchange -> review(exchange, "REJECTED", token(exchange), cause(exchange)))
                .to("direct:review")
                .process(exchange -> sent.close(letter(exchange).id()))
                .doCatch(SmtpxUnknownOutcomeException.class)
                .process(exchange -> review(exchange, Letter.UNKNOWN, token(exchange), cause(exchange)))
                .to("direct:review")
                .end();

        from("direct:review").routeId("review").marshal().json().to(produce(Letter.REVIEW));
        from("direct:later").routeId("delay").marshal().json().to(produce(Letter.LATER));

        from(consume(Letter.LATER, "1")).routeId("later")
                .delay(new RestOfDelay())
                .unmarshal().json(Letter.class)
                .setBody(exchange -> received(exchange).again())
                .marshal().json()
                .to(produce(Letter.MAILS))
                .process(OutboxRoutes::commit);
    }

    private static String consume(String topic, String consumers) {
        return "kafka:" + topic + "?brokers={{kafka.brokers}}&groupId=outbox-" + topic
               + "&autoOffsetReset=earliest&consumersCount="
               + consumers
               + "&autoCommitEnable=false&allowManualCommit=true&breakOnFirstError=true&maxPollRecords=20"
               + "&sessionTimeoutMs=6000&heartbeatIntervalMs=1000";
    }

    private static String produce(String topic) {
        return "kafka:" + topic + "?brokers={{kafka.brokers}}&requestRequiredAcks=all";
    }

    private void claim(Exchange exchange) throws InterruptedException {
        Letter letter = received(exchange);
        String token = SentLog.newToken();
        exchange.setProperty(LETTER, letter);
        exchange.setProperty(TOKEN, token);
        exchange.setProperty(OWNER, sent.claim(letter.id(), token, letter.after()));
    }

    private static void compose(Exchange exchange) {
        Letter letter = letter(exchange);
        // Headers that came with the record, such as the Content-Type of its JSON, are not those of the mail.
        exchange.getMessage().removeHeaders("*", "Camel*");
        exchange.getMessage().setHeader("To", letter.to());
        exchange.getMessage().setHeader("Subject", letter.subject());
        exchange.getMessage().setBody(letter.text());
    }

    private boolean isMine(Exchange exchange) {
        return owner(exchange).equals(token(exchange));
    }

    private boolean isOpen(Exchange exchange) {
        return !owner(exchange).equals(Claims.CLOSED);
    }

    /** Nobody has the mail, so that it may be claimed again. */
    private void later(Exchange exchange) throws InterruptedException {
        sent.free(letter(exchange).id(), token(exchange));
        exchange.getMessage().setBody(letter(exchange).failed(cause(exchange)));
    }

    private static void review(Exchange exchange, String fate, String token, String why) {
        exchange.getMessage().setBody(letter(exchange).reviewed(fate, token, why));
    }

    private static void commit(Exchange exchange) {
        Objects.requireNonNull(exchange.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)).commit();
    }

    private static Letter received(Exchange exchange) {
        return Objects.requireNonNull(exchange.getMessage().getBody(Letter.class));
    }

    private static Letter letter(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(LETTER, Letter.class));
    }

    private static String token(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(TOKEN, String.class));
    }

    private static String owner(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(OWNER, String.class));
    }

    private static String cause(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return cause == null ? "" : String.valueOf(cause.getMessage()).replaceAll("Exchange\\[\\w*].*", "");
    }

    /** So much of the delay as has not passed since the record was written. */
    private static final class RestOfDelay extends ExpressionAdapter {

        @Override
        public Object evaluate(Exchange exchange) {
            long written = Objects.requireNonNull(exchange.getMessage().getHeader(KafkaConstants.TIMESTAMP, Long.class));
            long delay = Long.parseLong(exchange.getContext().resolvePropertyPlaceholders("{{outbox.delay}}"));
            return Math.max(0, written + delay - System.currentTimeMillis());
        }
    }
}
