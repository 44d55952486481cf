/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.Objects;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;

/** What the routes of {@link Outbox} do with an exchange; its variable {@code letter} has the mail. */
record Steps(SentLog sent, long delay, long giveUp) {

    static void parse(Exchange exchange) {
        exchange.setVariable("letter", Letter.parse(exchange.getMessage().getBody(String.class)));
    }

    static Letter letter(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable("letter", Letter.class));
    }

    void claim(Exchange exchange) throws InterruptedException {
        exchange.setVariable("claim", sent.claim(letter(exchange).id(), letter(exchange).attempt()));
    }

    Processor write(String fact) {
        return exchange -> sent.write(letter(exchange).attempt(), fact, letter(exchange).id());
    }

    static void compose(Exchange exchange) {
        Letter letter = letter(exchange);
        // Headers of the record, such as Content-Type, do not belong to the mail.
        exchange.getMessage().removeHeaders("*", "Camel*");
        exchange.getMessage().setHeader("To", letter.to());
        exchange.getMessage().setHeader("Subject", letter.subject());
        exchange.getMessage().setBody(letter.text());
    }

    /** The body becomes the letter at its next attempt. */
    static Processor next(String fate) {
        return exchange -> exchange.getMessage().setBody(
                letter(exchange).attempt(letter(exchange).attempt() + 1, fate + cause(exchange)).json());
    }

    /** The body becomes the letter with its fate; what is no letter, the text of one whose id says where it is. */
    static Processor review(String fate) {
        return exchange -> {
            Letter letter = exchange.getVariable("letter", Letter.class);
            if (letter == null) {
                var record = exchange.getMessage();
                String place = record.getHeader(KafkaConstants.TOPIC) + "-" + record.getHeader(KafkaConstants.PARTITION) + "@"
                               + record.getHeader(KafkaConstants.OFFSET);
                letter = Letter.of(place, "", "", String.valueOf(record.getBody(String.class)));
            }
            exchange.getMessage().setBody(letter.attempt(letter.attempt(), fate + cause(exchange)).json());
        };
    }

    boolean isTooOld(Exchange exchange) {
        return letter(exchange).since() > 0 && letter(exchange).since() + giveUp <= System.currentTimeMillis();
    }

    Object restOfDelay(Exchange exchange) {
        return timestamp(exchange) + delay - System.currentTimeMillis();
    }

    static long timestamp(Exchange exchange) {
        return Objects.requireNonNull(exchange.getMessage().getHeader(KafkaConstants.TIMESTAMP, Long.class));
    }

    /** A blank and the reason of the exception that was caught, if one was. */
    private static String cause(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String line = cause == null
                ? "" : " " + String.valueOf(cause.getMessage())
                        .replaceAll("\\.? ?Exchange\\[[^]]*].*", "").replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), 500));
    }
}
