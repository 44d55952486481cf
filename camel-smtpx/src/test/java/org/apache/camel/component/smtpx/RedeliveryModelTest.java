/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.smtpx.CountingServer.Copy;
import org.apache.camel.component.smtpx.CountingServer.End;
import org.apache.camel.component.smtpx.CountingServer.Script;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.ExchangeHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays random lives of exchanges through real producers, as Camel's error handler makes them: attempts that fail in
 * part, for now, for good, without an answer or before the send; redeliveries, other steps that are redelivered,
 * continued failures, loops, copies. After each attempt the copies that the server accepted must be those that the
 * outcomes explain. A model keeps the mails: the same place, envelope and content after a failure is the same mail.
 * <p>
 * {@code -Dsmtpx.redelivery.cases=100000} plays more cases, {@code -Dsmtpx.redelivery.case=42} repeats one.
 */
class RedeliveryModelTest {

    private static final int CASES = Integer.getInteger("smtpx.redelivery.cases", 3_000);
    private static final long NANOS = Long.getLong("smtpx.redelivery.seconds", 25) * 1_000_000_000L;
    private static final List<String> RECIPIENTS = List.of("bob@example.org", "carol@example.org", "dave@example.org");
    private static final String MAIL = "From: ann@example.com\r\nSubject: hello\r\n\r\nHello ";

    @TempDir
    Path directory;

    @Test
    void copiesAreWhatTheOutcomesSay() throws Exception {
        Integer only = Integer.getInteger("smtpx.redelivery.case");
        long end = System.nanoTime() + NANOS;
        try (CountingServer server = new CountingServer(); DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            for (int i = only == null ? 0 : only; i < (only == null ? CASES : only + 1) && System.nanoTime() < end; i++) {
                Life life = new Life(server, context, i);
                try {
                    life.play();
                } catch (AssertionError e) {
                    throw new AssertionError("case " + i + "\n" + String.join("\n", life.log), e);
                }
            }
        }
    }

    /** A mail of the model: its attempts, and the copies that they made. */
    private static final class Mail {
        final Map<String, Integer> copies = new HashMap<>();
        final Map<String, Integer> unknowns = new HashMap<>();
        final Set<String> messageIds = new HashSet<>();
        Map<String, Fate> fates = Map.of();
        boolean done;
    }

    /** What makes two attempts the same mail. */
    private record Key(String node, int endpoint, Object content) {
    }

    /** How an attempt ended: the mail, and the exception if there was one. */
    private record Ended(Mail mail, Exception thrown) {
    }

    /** One exchange and its copies. */
    private final class Life {
        final List<String> log = new ArrayList<>();
        private final CountingServer server;
        private final Random random;
        private final boolean retryUnknown;
        private final boolean skipBad;
        private final boolean composed;
        private final boolean invalid;
        private final SmtpxProducer[] producers = new SmtpxProducer[2];
        private final List<Object> bodies = new ArrayList<>();
        private Map<Key, Mail> open = new HashMap<>();
        private boolean streamUsed;
        private final Map<String, Mail> byMessageId = new HashMap<>();
        private final Exchange exchange;
        private final Path file;
        private final Path away;

        Life(CountingServer server, DefaultCamelContext context, int seed) throws Exception {
            this.server = server;
            this.random = new Random(seed * 7919L);
            this.retryUnknown = random.nextInt(4) == 0;
            this.skipBad = random.nextInt(3) != 0;
            this.composed = random.nextBoolean();
            this.invalid = skipBad && random.nextInt(4) == 0;
            String options = (composed ? "from=ann@example.com&useHeaderSubject=true" : "raw=true&sender=ann@example.com")
                             + (skipBad ? "&skipBad=true&failOnPartial=true" : "") + (retryUnknown ? "&retryUnknown=true" : "");
            for (int i = 0; i < producers.length; i++) {
                SmtpxEndpoint endpoint = context.getEndpoint(
                        "smtpx:" + server.address() + "?" + options + "&maxConnections=" + (i + 1), SmtpxEndpoint.class);
                producers[i] = endpoint.createProducer();
                producers[i].start();
            }
            file = Files.writeString(directory.resolve("mail"), MAIL + "file\r\n");
            away = directory.resolve("away");
            bodies.add(MAIL + "A\r\n");
            bodies.add(MAIL + "B\r\n");
            bodies.add((MAIL + "C\r\n").getBytes(StandardCharsets.UTF_8));
            bodies.add(file.toFile());
            bodies.add(new ByteArrayInputStream((MAIL + "S\r\n").getBytes(StandardCharsets.UTF_8)));
            exchange = new DefaultExchange(context);
            log.add(options + (invalid ? " with an invalid address" : ""));
        }

        void play() throws Exception {
            try {
                int steps = 1 + random.nextInt(5);
                for (int i = 0; i < steps; i++) {
                    switch (random.nextInt(6)) {
                        case 0 -> otherStepRedelivered(exchange);
                        case 1 -> {
                            Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
                            log.add("copy");
                            Map<Key, Mail> ours = open;
                            open = new HashMap<>(ours);
                            step(copy);
                            if (random.nextBoolean()) {
                                log.add("results of the copy");
                                ExchangeHelper.copyResults(exchange, copy);
                                open.values().removeIf(mail -> mail.done);
                            } else {
                                open.clear();
                            }
                            open = open.isEmpty() ? ours : open;
                        }
                        default -> step(exchange);
                    }
                }
            } finally {
                for (SmtpxProducer producer : producers) {
                    producer.stop();
                }
            }
        }

        private void otherStepRedelivered(Exchange at) {
            log.add("another step is redelivered");
            at.getMessage().setHeader(Exchange.REDELIVERED, true);
            at.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, 1);
            at.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, new IllegalStateException("another step"));
        }

        /**
         * A step of the route with its redeliveries; in the end the failure is continued, as a route that catches it
         * does.
         */
        private void step(Exchange at) throws Exception {
            String node = "to" + (1 + random.nextInt(2));
            int endpoint = random.nextInt(producers.length);
            // A copy and its original cannot share a stream without stream caching
            int kinds = at == exchange ? bodies.size() : bodies.size() - 1;
            Object body = bodies.get(random.nextInt(kinds));
            at.getExchangeExtension().setHistoryNodeId(node);
            int redeliveries = random.nextInt(4);
            Ended last = attempt(at, node, endpoint, body, null);
            for (int i = 1; i <= redeliveries && last.thrown != null; i++) {
                at.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, last.thrown);
                at.setException(null);
                at.getMessage().removeHeaders("CamelSmtpx*");
                at.getMessage().setHeader(Exchange.REDELIVERED, true);
                at.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, i);
                body = random.nextInt(10) == 0 ? bodies.get(random.nextInt(kinds)) : body;
                last = attempt(at, node, endpoint, body, last.mail);
            }
            if (last.thrown != null) {
                at.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, last.thrown);
                at.setException(null);
                at.getMessage().removeHeader(Exchange.REDELIVERED);
                at.getMessage().removeHeader(Exchange.REDELIVERY_COUNTER);
            }
            at.getExchangeExtension().setHistoryNodeId(null);
        }

        private Script script() {
            Map<String, String> replies = new HashMap<>();
            for (String recipient : RECIPIENTS) {
                int reply = random.nextInt(8);
                if (reply < 2) {
                    replies.put(recipient, reply == 0 ? "451 4.2.1 busy" : "550 5.1.1 no such user");
                }
            }
            End end = random.nextBoolean() ? End.ACCEPT : End.values()[random.nextInt(End.values().length)];
            return new Script(replies, end);
        }

        private Ended attempt(Exchange at, String node, int endpoint, Object body, Mail redelivered) throws Exception {
            Script script = script();
            server.script(script);
            List<Object> recipients = new ArrayList<>(RECIPIENTS);
            if (invalid) {
                recipients.add("no address");
            }
            at.getMessage().setBody(body);
            at.getMessage().setHeader(SmtpxConstants.RECIPIENTS, recipients);
            boolean missing = body instanceof java.io.File && random.nextInt(3) == 0;
            boolean badHeader = composed && !missing && random.nextInt(8) == 0;
            boolean read = body instanceof ByteArrayInputStream && streamUsed;
            boolean unreadable = missing || badHeader || read;
            streamUsed |= body instanceof ByteArrayInputStream;
            if (missing) {
                Files.move(file, away);
            }
            at.getMessage().setHeader("Subject", badHeader ? "a\r\nb" : "hello");
            Key key = new Key(node, endpoint, body);
            Mail same = open.get(key);
            // A content that cannot be read cannot be compared: then only what was attempted right before is the same mail
            boolean known = same != null && !same.done && (!unreadable || read || same == redelivered);
            Mail mail = known ? same : new Mail();
            log.add(node + " endpoint " + endpoint + " " + name(body) + " " + script
                    + (missing ? " file missing" : "") + (badHeader ? " bad header" : "")
                    + (redelivered != null ? " redelivery" : "") + (mail.fates.isEmpty() ? "" : " after " + mail.fates));
            producers[endpoint].process(at);
            if (missing) {
                Files.move(away, file);
            }
            check(at, mail);
            Exception thrown = at.getException();
            if (thrown == null) {
                mail.done = true;
                open.values().remove(mail);
            } else if (!unreadable) {
                open.put(key, mail);
            }
            return new Ended(mail, thrown);
        }

        private String name(Object body) {
            return body.getClass().getSimpleName() + bodies.indexOf(body);
        }

        private void check(Exchange at, Mail mail) {
            Outcome outcome = at.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
            log.add("    " + outcome + " " + server.copies() + " " + at.getException());
            assertThat(outcome).as("outcome").isNotNull();
            if (at.getException() != null) {
                assertThat(at.getException()).isInstanceOfSatisfying(SmtpxException.class,
                        e -> assertThat(e.getOutcome()).isSameAs(outcome));
            }
            Map<String, Fate> before = mail.fates;
            for (String asked : server.asked()) {
                assertThat(before.get(asked)).as("fate of " + asked + " before it was sent to")
                        .isNotEqualTo(Fate.DELIVERED);
                assertThat(before.get(asked) == Fate.UNKNOWN && !retryUnknown).as(asked + " was UNKNOWN").isFalse();
            }
            for (Copy copy : server.copies()) {
                mail.copies.merge(copy.recipient(), 1, Integer::sum);
                mail.messageIds.add(copy.messageId());
                if (composed) {
                    Mail other = byMessageId.putIfAbsent(copy.messageId(), mail);
                    assertThat(other == null || other == mail).as("two mails have " + copy.messageId()).isTrue();
                }
            }
            assertThat(mail.messageIds.size()).as("Message-IDs of one mail").isLessThanOrEqualTo(1);
            Map<String, Fate> fates = new HashMap<>();
            for (RecipientResult result : outcome.results()) {
                String address = result.recipient().address().toString();
                fates.put(address, result.fate());
                boolean asked = server.asked().contains(address);
                if (result.fate() == Fate.UNKNOWN && asked) {
                    mail.unknowns.merge(address, 1, Integer::sum);
                }
                int copies = mail.copies.getOrDefault(address, 0);
                int unknowns = mail.unknowns.getOrDefault(address, 0);
                int delivered = result.fate() == Fate.DELIVERED ? 1 : 0;
                assertThat(copies).as("copies for " + address + ", " + result.fate() + ", " + unknowns + " times UNKNOWN")
                        .isBetween(delivered, delivered + unknowns);
            }
            assertThat(fates).as("recipients").containsOnlyKeys(RECIPIENTS);
            mail.fates = fates;
        }
    }
}
