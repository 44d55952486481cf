/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.mail.internet.MimeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.apache.camel.support.ExchangeHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Which attempts send the same mail, and what a redelivery of it sends. */
class SameMailTest extends SmtpxTestSupport {

    private static final String RAW = "raw=true&" + ENVELOPE;
    private static final String TWO = "raw=true&skipBad=true&failOnPartial=true&sender=ann@example.com"
                                      + "&recipients=bob@example.org,carol@example.org";
    private static final String COMPOSED = "from=ann@example.com&to=bob@example.org&subject=hello";
    private static final String COMPOSED_TWO = "from=ann@example.com&to=bob@example.org,carol@example.org&skipBad=true"
                                               + "&failOnPartial=true";

    /** Fails at its first call. */
    private static Processor failsOnce() {
        return failsAt(1);
    }

    private static Processor failsAt(int failing) {
        AtomicInteger calls = new AtomicInteger();
        return exchange -> {
            if (calls.incrementAndGet() == failing) {
                throw new IllegalStateException("not yet");
            }
        };
    }

    private static void redeliver(RouteBuilder route, int times) {
        route.onException(Exception.class).maximumRedeliveries(times).redeliveryDelay(0).logExhausted(false)
                .logStackTrace(false);
    }

    private interface Routes {
        void configure(RouteBuilder route) throws Exception;
    }

    private void routes(Routes routes) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                routes.configure(this);
            }
        });
    }

    private Exchange request(Object body) {
        return template.request("direct:start", exchange -> exchange.getMessage().setBody(body));
    }

    private Exchange request(Object body, Map<String, Object> headers) {
        return template.request("direct:start", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private static Outcome outcome(Exchange exchange) {
        Outcome outcome = header(exchange, SmtpxConstants.OUTCOME, Outcome.class);
        if (exchange.getException() instanceof SmtpxException thrown) {
            assertThat(thrown.getOutcome()).isSameAs(outcome);
        }
        return outcome;
    }

    private static List<Fate> fates(Exchange exchange) {
        return outcome(exchange).results().stream().map(RecipientResult::fate).toList();
    }

    private List<List<String>> copies() {
        return server.messages().stream().map(ReceivedMessage::to).toList();
    }

    private List<String> messageIds() {
        return fields("Message-ID: ");
    }

    private List<String> fields(String name) {
        return server.messages().stream().flatMap(message -> message.text().lines()).filter(line -> line.startsWith(name))
                .toList();
    }

    // UNKNOWN

    @Test
    void aRedeliveryLeavesOutARecipientThatIsUnknown() throws Exception {
        server.onContent().times(1).drop();
        routes(route -> {
            redeliver(route, 3);
            route.from("direct:start").to(smtpx(RAW));
        });
        Exchange exchange = request(MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
        assertThat(fates(exchange)).containsExactly(Fate.UNKNOWN);
        assertThat(server.commands("MAIL")).hasSize(1);
        assertThat(header(exchange, Exchange.REDELIVERY_COUNTER)).isEqualTo(3);
    }

    @Test
    void aRecipientThatBecameUnknownInTheSecondAttemptIsLeftOutOfTheThird() throws Exception {
        server.onContent().times(1).drop();
        server.on("MAIL").times(1).reply("451 4.3.0 try again");
        routes(route -> {
            route.onException(SmtpxTransientException.class).maximumRedeliveries(5).redeliveryDelay(0).logExhausted(false);
            route.from("direct:start").to(smtpx(RAW));
        });
        Exchange exchange = request(MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
        assertThat(server.commands("MAIL")).hasSize(2);
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void retryUnknownSendsToItAgain() throws Exception {
        server.onContent().times(1).drop();
        routes(route -> {
            redeliver(route, 3);
            route.from("direct:start").to(smtpx(RAW + "&retryUnknown=true"));
        });
        Exchange exchange = request(MAIL);
        assertThat(exchange.getException()).isNull();
        assertThat(fates(exchange)).containsExactly(Fate.DELIVERED);
        assertThat(copies()).hasSize(1);
    }

    // Nothing missing

    @Test
    void aRedeliveryThatMissesNothingSendsNothing() throws Exception {
        routes(route -> {
            redeliver(route, 3);
            route.from("direct:start").to(smtpx("raw=true&skipBad=true&failOnPartial=true&sender=ann@example.com"));
        });
        Exchange exchange = request(
                MAIL, Map.of(SmtpxConstants.RECIPIENTS, List.of("bob@example.org", "carol@example.org", "not an address")));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("2 of 3 recipients have the message");
        assertThat(fates(exchange)).containsExactly(Fate.DELIVERED, Fate.DELIVERED);
        Map<?, ?> refused = header(exchange, SmtpxConstants.REFUSED, Map.class);
        assertThat(refused.keySet()).hasToString("[not an address]");
        assertThat(copies()).hasSize(1);
        assertThat(header(exchange, Exchange.REDELIVERY_COUNTER)).isEqualTo(3);
    }

    // Those that are missing

    @Test
    void withoutSkipBadARedeliveryAsksForEveryRecipientAgain() throws Exception {
        server.onRecipient("bob@example.org").times(1).reply("550 5.1.1 no such user");
        routes(route -> {
            redeliver(route, 1);
            route.from("direct:start")
                    .to(smtpx("raw=true&sender=ann@example.com&recipients=bob@example.org,carol@example.org"));
        });
        Exchange exchange = request(MAIL);
        assertThat(exchange.getException()).isNull();
        assertThat(copies()).containsExactly(List.of("bob@example.org", "carol@example.org"));
        assertThat(fates(exchange)).containsExactly(Fate.DELIVERED, Fate.DELIVERED);
    }

    @Test
    void withSkipBadARedeliveryLeavesOutARecipientThatIsRejected() throws Exception {
        server.onRecipient("bob@example.org").reply("550 5.1.1 no such user");
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            redeliver(route, 1);
            route.from("direct:start").to(smtpx(TWO));
        });
        Exchange exchange = request(MAIL);
        assertThat(copies()).containsExactly(List.of("carol@example.org"));
        assertThat(fates(exchange)).containsExactly(Fate.REJECTED, Fate.DELIVERED);
        assertThat(server.commands("RCPT TO:<bob@example.org>")).hasSize(1);
    }

    @Test
    void aSuccessLeavesNothingAndTheNextMailGoesToEveryRecipient() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        List<Exchange> copies = new ArrayList<>();
        routes(route -> {
            route.onException(Exception.class).maximumRedeliveries(1).redeliveryDelay(0)
                    .onRedelivery(exchange -> copies.add(ExchangeHelper.createCopy(exchange, true)));
            route.from("direct:start").to(smtpx(TWO));
        });
        Exchange exchange = request(MAIL);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getProperties().keySet()).noneMatch(name -> name.startsWith("CamelSmtpxFailed"));
        SmtpxProducer producer = context.getEndpoint(smtpx(TWO), SmtpxEndpoint.class).createProducer();
        producer.start();
        copies.get(0).setException(null);
        producer.process(copies.get(0));
        producer.stop();
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("carol@example.org"),
                List.of("bob@example.org", "carol@example.org"));
    }

    // Local failures between attempts

    /** Its attributes cannot be read when the attempt ends. */
    @Test
    void aFileThatIsMissingWhenTheAnswerComesForgetsNoRecipient(@TempDir Path directory) throws Exception {
        Path mail = Files.writeString(directory.resolve("mail.eml"), MAIL);
        Path away = directory.resolve("away");
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch moved = new CountDownLatch(1);
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        server.onContent().times(1).signal(arrived).hold(moved);
        routes(route -> {
            route.onException(Exception.class).maximumRedeliveries(1).redeliveryDelay(0).logExhausted(false)
                    .onRedelivery(exchange -> Files.move(away, mail));
            route.from("direct:start").to(smtpx(TWO));
        });
        CompletableFuture<Exchange> sent = CompletableFuture.supplyAsync(() -> request(mail.toFile()));
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        Files.move(mail, away);
        moved.countDown();
        Exchange exchange = sent.get(20, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isNull();
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("carol@example.org"));
    }

    @Test
    void aFileThatIsMissingForAMomentForgetsNoRecipient(@TempDir Path directory) throws Exception {
        Path mail = Files.writeString(directory.resolve("mail.eml"), MAIL);
        Path away = directory.resolve("away");
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        AtomicInteger redeliveries = new AtomicInteger();
        List<Throwable> failures = new ArrayList<>();
        routes(route -> {
            route.onException(Exception.class).maximumRedeliveries(3).redeliveryDelay(0).logExhausted(false)
                    .onExceptionOccurred(
                            exchange -> failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)))
                    .onRedelivery(exchange -> {
                        if (redeliveries.incrementAndGet() == 1) {
                            Files.move(mail, away);
                        } else if (redeliveries.get() == 2) {
                            Files.move(away, mail);
                        }
                    });
            route.from("direct:start").to(smtpx(TWO));
        });
        Exchange exchange = request(mail.toFile());
        assertThat(exchange.getException()).isNull();
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("carol@example.org"));
        assertThat(failures).hasSize(2);
        assertThat(failures.get(1)).isInstanceOfSatisfying(SmtpxTransientException.class, thrown -> {
            assertThat(thrown.getOutcome().results()).extracting(RecipientResult::fate)
                    .containsExactly(Fate.DELIVERED, Fate.FAILED);
            assertThat(thrown.getOutcome().results().get(1).stage()).isEqualTo(Stage.LOCAL);
        });
    }

    @Test
    void aMissingFileIsAnOutcomeForEachRecipient() {
        Exchange exchange = send(TWO, new File("no/such/file"));
        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).hasCauseInstanceOf(Exception.class);
        assertThat(outcome(exchange).results()).hasSize(2)
                .allSatisfy(result -> assertThat(result).returns(Fate.FAILED, RecipientResult::fate)
                        .returns(Stage.LOCAL, RecipientResult::stage));
    }

    @Test
    void aStreamThatWasReadBeforeKeepsWhatEarlierAttemptsAchieved() throws Exception {
        server.onRecipient("carol@example.org").reply("451 4.2.1 mailbox busy");
        routes(route -> {
            redeliver(route, 2);
            route.from("direct:start").streamCache("false").to(smtpx(TWO));
        });
        Exchange exchange = request(new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8)));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("a stream that an earlier attempt has read");
        assertThat(fates(exchange)).containsExactly(Fate.DELIVERED, Fate.REJECTED);
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(List.of("bob@example.org"));
        assertThat(server.commands("MAIL")).hasSize(1);
    }

    @Test
    void aComposedStreamOrAReaderThatWasReadBeforeIsNotSentAsAnEmptyMail() throws Exception {
        server.onContent().times(2).reply("451 4.3.0 try again");
        routes(route -> {
            redeliver(route, 2);
            route.from("direct:start").streamCache("false").toD("${header.where}");
        });
        Exchange composed = request(
                new ByteArrayInputStream("Hello".getBytes(StandardCharsets.UTF_8)), Map.of("where", smtpx(COMPOSED)));
        Exchange reader = request(new StringReader(MAIL), Map.of("where", smtpx(RAW)));
        assertThat(server.messages()).isEmpty();
        assertThat(List.of(composed, reader)).allSatisfy(exchange -> {
            assertThat(exchange.getException()).hasMessageContaining("a stream that an earlier attempt has read");
            assertThat(fates(exchange)).containsExactly(Fate.REJECTED);
        });
    }

    @Test
    void aBadHeaderIsAnOutcomeWithTheRecipientsThatCanBeRead() {
        Exchange exchange = send("from=ann@example.com&to=bob@example.org&useHeaderSubject=true", "Hello",
                Map.of("Subject", "a\r\nBcc: eve@x.org"));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(outcome(exchange).results()).singleElement().returns(Fate.REJECTED, RecipientResult::fate)
                .returns(Stage.LOCAL, RecipientResult::stage);
        Exchange nobody = send("from=ann@example.com&useHeaderRecipients=true", "Hello", Map.of("To", 42));
        assertThat(nobody.getException()).isInstanceOf(SmtpxPermanentException.class);
        assertThat(outcome(nobody).results()).isEmpty();
    }

    // The same place

    @Test
    void aLaterStepIsAnotherMailEvenBehindAContinuedFailureAndARedeliveryOfSomethingElse() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            route.onException(SmtpxException.class).continued(true);
            route.onException(IllegalStateException.class).maximumRedeliveries(1).redeliveryDelay(0);
            route.from("direct:start").to(smtpx(TWO)).process(failsOnce()).to(smtpx(TWO));
        });
        Exchange exchange = request(MAIL);
        assertThat(exchange.getException()).isNull();
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("bob@example.org", "carol@example.org"));
        assertThat(fates(exchange)).containsExactly(Fate.DELIVERED, Fate.DELIVERED);
    }

    @Test
    void aLoopMakesDifferentMailsThoughOneWasRedelivered() throws Exception {
        server.onContent().times(1).reply("451 4.3.0 try again");
        routes(route -> {
            redeliver(route, 1);
            route.from("direct:start").loop(3).to(smtpx(COMPOSED)).end();
        });
        assertThat(request("Hello").getException()).isNull();
        assertThat(server.messages()).hasSize(3);
        assertThat(messageIds()).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void aRedeliveryKeepsMessageIdAndDate() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            redeliver(route, 1);
            route.from("direct:start").to(smtpx(COMPOSED_TWO));
        });
        Exchange exchange = request("Hello");
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("carol@example.org"));
        assertThat(messageIds()).hasSize(2).containsOnly("Message-ID: " + header(exchange, SmtpxConstants.MESSAGE_ID));
        assertThat(fields("Date: ")).hasSize(2).satisfies(dates -> assertThat(dates.get(0)).isEqualTo(dates.get(1)));
    }

    @Test
    void aRetryByTheRouteItselfIsTheSameMail() throws Exception {
        server.onRecipient("carol@example.org").times(2).reply("451 4.2.1 mailbox busy");
        routes(route -> route.from("direct:start").loop(3).doTry().to(smtpx(COMPOSED_TWO)).doCatch(SmtpxException.class).end()
                .end());
        Exchange exchange = request("Hello");
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("carol@example.org"));
        assertThat(fates(exchange)).containsExactly(Fate.DELIVERED, Fate.DELIVERED);
        assertThat(messageIds()).hasSize(2).containsOnly("Message-ID: " + header(exchange, SmtpxConstants.MESSAGE_ID));
    }

    @Test
    void aRedeliveryOfASubRouteIsTheSameMail() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            redeliver(route, 2);
            route.from("direct:start").to("direct:sub");
            route.from("direct:sub").errorHandler(route.noErrorHandler()).setHeader("x").constant("y").to(smtpx(COMPOSED_TWO));
        });
        Exchange exchange = request("Hello");
        assertThat(exchange.getException()).isNull();
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("carol@example.org"));
        assertThat(messageIds()).hasSize(2).containsOnly("Message-ID: " + header(exchange, SmtpxConstants.MESSAGE_ID));
    }

    @Test
    void aDeadLetterGoesToEveryRecipient() throws Exception {
        server.onRecipient("carol@example.org").times(2).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            route.errorHandler(
                    route.deadLetterChannel(smtpx(TWO)).useOriginalMessage().maximumRedeliveries(1).redeliveryDelay(0));
            route.from("direct:start").setBody(route.constant(MAIL + "more\r\n")).to(smtpx(TWO));
        });
        Exchange exchange = request(MAIL);
        assertThat(copies()).containsExactly(
                List.of("bob@example.org"), List.of("bob@example.org", "carol@example.org"));
        assertThat(fates(exchange)).containsExactly(Fate.DELIVERED, Fate.DELIVERED);
        assertThat(server.messages().get(1).text()).isEqualTo(MAIL);
    }

    @Test
    void copiesOfAnExchangeAreMailsOfTheirOwn() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            redeliver(route, 2);
            route.from("direct:start").recipientList(route.constant(smtpx(COMPOSED_TWO) + "#" + smtpx(COMPOSED_TWO)), "#");
            route.from("direct:split").split(route.body()).to(smtpx(COMPOSED_TWO));
        });
        assertThat(request("Hello").getException()).isNull();
        assertThat(copies()).containsExactly(
                List.of("bob@example.org"), List.of("carol@example.org"), List.of("bob@example.org", "carol@example.org"));
        assertThat(messageIds().get(0)).isEqualTo(messageIds().get(1)).isNotEqualTo(messageIds().get(2));
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        template.requestBody("direct:split", List.of("one", "one", "two"));
        assertThat(copies().subList(3, 7)).containsExactly(
                List.of("bob@example.org"), List.of("carol@example.org"), List.of("bob@example.org", "carol@example.org"),
                List.of("bob@example.org", "carol@example.org"));
        assertThat(messageIds().subList(3, 7)).satisfies(ids -> assertThat(ids.get(0)).isEqualTo(ids.get(1)))
                .satisfies(ids -> assertThat(ids.subList(1, 4)).doesNotHaveDuplicates());
    }

    @Test
    void eachEndpointOfADynamicStepHasItsOwnRecipients() throws Exception {
        server.onRecipient("carol@example.org").times(2).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            redeliver(route, 2);
            route.from("direct:start").loop(2).toD(smtpx(COMPOSED_TWO) + "&subject=${exchangeProperty.CamelLoopIndex}").end();
        });
        assertThat(request("Hello").getException()).isNull();
        assertThat(copies()).containsExactly(
                List.of("bob@example.org"), List.of("carol@example.org"),
                List.of("bob@example.org", "carol@example.org"));
    }

    // The same content

    @Test
    void anotherBodyIsAnotherMail() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        byte[] octets = MAIL.getBytes(StandardCharsets.UTF_8);
        routes(route -> {
            route.onException(Exception.class).maximumRedeliveries(1).redeliveryDelay(0)
                    .onRedelivery(exchange -> octets[octets.length - 3] = '!');
            route.from("direct:start").to(smtpx(TWO));
        });
        Exchange exchange = request(octets);
        assertThat(exchange.getException()).isNull();
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("bob@example.org", "carol@example.org"));
    }

    @Test
    void anotherSubjectIsAnotherMail() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            route.onException(Exception.class).maximumRedeliveries(1).redeliveryDelay(0)
                    .onRedelivery(exchange -> exchange.getMessage().setHeader("Subject", "again"));
            route.from("direct:start").to(smtpx(COMPOSED_TWO + "&useHeaderSubject=true"));
        });
        request("Hello");
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("bob@example.org", "carol@example.org"));
        assertThat(messageIds()).doesNotHaveDuplicates();
    }

    @Test
    void anotherEnvelopeIsAnotherMail() throws Exception {
        server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
        routes(route -> {
            route.onException(Exception.class).maximumRedeliveries(1).redeliveryDelay(0)
                    .onRedelivery(exchange -> exchange.getMessage().setHeader(SmtpxConstants.SENDER, "eve@example.com"));
            route.from("direct:start").to(smtpx(TWO.replace("&sender=ann@example.com", "")));
        });
        Exchange exchange = request(MAIL, Map.of(SmtpxConstants.SENDER, "ann@example.com"));
        assertThat(exchange.getException()).isNull();
        assertThat(copies()).containsExactly(List.of("bob@example.org"), List.of("bob@example.org", "carol@example.org"));
    }

    @Test
    void everyKindOfBodyIsRecognized(@TempDir Path directory) throws Exception {
        routes(route -> {
            redeliver(route, 2);
            route.from("direct:start").to(smtpx(TWO));
        });
        Path file = Files.writeString(directory.resolve("mail.eml"), MAIL);
        MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8)));
        List<Object> bodies = List.of(MAIL, MAIL.getBytes(StandardCharsets.UTF_8), file, file.toFile(), message,
                new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8)), new StringBuilder(MAIL));
        for (Object body : bodies) {
            int before = server.messages().size();
            server.onRecipient("carol@example.org").times(1).reply("451 4.2.1 mailbox busy");
            assertThat(request(body).getException()).as(body.getClass().getName()).isNull();
            assertThat(copies().subList(before, server.messages().size())).as(body.getClass().getName())
                    .containsExactly(List.of("bob@example.org"), List.of("carol@example.org"));
        }
    }

    // Results of another send

    @Test
    void aSendThatIsRefusedHereShowsNothingOfTheSendBeforeIt() throws Exception {
        routes(route -> {
            route.onException(SmtpxException.class).handled(true).to("mock:failed");
            route.from("direct:start").to(smtpx(COMPOSED)).to(smtpx("from=ann@example.com&to=carol@example.org"
                                                                    + "&useHeaderSubject=true"));
        });
        Exchange exchange = request("Hello", Map.of("Subject", "a\r\nb"));
        assertThat(copies()).containsExactly(List.of("bob@example.org"));
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(List.of());
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKeys(SmtpxConstants.REPLY_CODE, SmtpxConstants.REPLY_TEXT,
                SmtpxConstants.ENHANCED_STATUS, SmtpxConstants.MESSAGE_ID);
        assertThat(outcome(exchange).results()).singleElement().satisfies(result -> {
            assertThat(result.recipient().address()).hasToString("carol@example.org");
            assertThat(result.fate()).isEqualTo(Fate.REJECTED);
        });
    }
}
