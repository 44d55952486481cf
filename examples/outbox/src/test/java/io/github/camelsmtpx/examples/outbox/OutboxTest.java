/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboxTest implements Instance.World {

    private final List<String> facts = new ArrayList<>();
    private final List<Letter> later = new ArrayList<>();
    private final List<Letter> review = new ArrayList<>();
    private final List<String> recipients = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private boolean defers;
    private boolean readsFacts = true;
    private String refusedTopic = "";
    private Instance instance;

    @BeforeEach
    void start() throws Exception {
        instance = new Instance(this, Duration.ofMillis(1), () -> events.add("exit"));
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Override
    public void write(Instance writer, String topic, String key, String value) throws Exception {
        if (topic.equals(refusedTopic)) {
            throw new IOException(topic + " cannot be written");
        }
        switch (topic) {
            case Outbox.LATER -> later.add(Letter.parse(value));
            case Outbox.REVIEW -> review.add(Letter.parse(value));
            default -> {
                facts.add(key.replaceFirst("[0-9a-f-]{36}", "CLAIM"));
                if (readsFacts) {
                    writer.read(key);
                }
            }
        }
    }

    @Override
    public void send(Instance sender, Exchange exchange) throws Exception {
        recipients.add(exchange.getMessage().getHeader("To", String.class));
        if (defers) {
            throw new SmtpxTransientException("451 later", exchange, (Outcome) null, null);
        }
    }

    @Test
    void aMailIsSentOnceHoweverOftenItIsRead() throws Exception {
        process(Outbox.MAILS, Letter.of("1", "ada@example.org", "", ""));
        process(Outbox.MAILS, Letter.of("1", "ada@example.org", "", ""));

        assertThat(recipients).containsExactly("ada@example.org");
        assertThat(facts).containsExactly("0 CLAIM 1", "0 DONE 1");
        assertThat(events).containsExactly("commit", "commit");
    }

    @Test
    void aMailThatFailedIsTriedAgain() throws Exception {
        defers = true;
        process(Outbox.MAILS, Letter.of("1", "ada@example.org", "", ""));

        assertThat(later).singleElement().satisfies(letter -> {
            assertThat(letter.attempt()).isEqualTo(1);
            assertThat(letter.since()).isPositive();
            assertThat(letter.why()).isEqualTo("FAILED 451 later");
        });
        assertThat(facts).containsExactly("0 CLAIM 1", "0 NEXT 1");
        assertThat(review).isEmpty();
    }

    @Test
    void aMailThatStillFailsAfterTheGiveUpTimeGoesToReviewAndEnds() throws Exception {
        defers = true;
        process(Outbox.LATER, failedFor(Duration.ofDays(4).plusMinutes(1)));

        assertThat(review).singleElement().extracting(Letter::why).isEqualTo("FAILED and given up: 451 later");
        assertThat(facts).containsExactly("5 CLAIM 1", "5 DONE 1");
        assertThat(later).isEmpty();
        assertThat(events).containsExactly("commit");
    }

    @Test
    void aMailIsTriedAgainUntilTheGiveUpTime() throws Exception {
        defers = true;
        process(Outbox.LATER, failedFor(Duration.ofDays(4).minusMinutes(1)));

        assertThat(later).singleElement().extracting(Letter::attempt).isEqualTo(6);
        assertThat(review).isEmpty();
    }

    @Test
    void aRecordThatIsNoLetterGoesToReviewWithItsPlace() throws Exception {
        process(Outbox.MAILS, "hello");

        assertThat(review).singleElement().satisfies(letter -> {
            assertThat(letter.id()).isEqualTo("mails-0@7");
            assertThat(letter.text()).isEqualTo("hello");
            assertThat(letter.why()).startsWith("INVALID ");
        });
        assertThat(events).containsExactly("commit");
    }

    @Test
    void theInstanceEndsWhenTheFactsCannotBeRead() {
        readsFacts = false;
        assertThatThrownBy(() -> process(Outbox.MAILS, Letter.of("1", "ada@example.org", "", "")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(events).as("no commit").containsExactly("exit");
        assertThat(recipients).isEmpty();
    }

    @Test
    void aFailedWriteLeavesTheRecordUncommitted() {
        refusedTopic = Outbox.LATER;
        defers = true;
        assertThatThrownBy(() -> process(Outbox.MAILS, Letter.of("1", "ada@example.org", "", "")))
                .hasMessageContaining("mails-later cannot be written");

        assertThat(events).isEmpty();
        assertThat(facts).containsExactly("0 CLAIM 1");
    }

    @Test
    void aMailOfUnknownOutcomeIsRetriedOnce() throws Exception {
        instance.read("0 59b8c3a6 1");
        Letter unknown = Letter.of("1", "ada@example.org", "", "").attempt(0, Outbox.UNKNOWN);
        process(Outbox.REVIEW, unknown);
        process(Outbox.REVIEW, unknown);

        assertThat(later).singleElement().satisfies(letter -> {
            assertThat(letter.attempt()).isEqualTo(1);
            assertThat(letter.why()).isEqualTo("RETRY");
        });
        assertThat(facts).containsExactly("0 NEXT 1");
    }

    @Test
    void aMailWhoseOutcomeBecameKnownIsNotRetried() throws Exception {
        instance.read("0 59b8c3a6 1");
        instance.read("0 DONE 1");
        process(Outbox.REVIEW, Letter.of("1", "ada@example.org", "", "").attempt(0, Outbox.UNKNOWN));
        process(Outbox.REVIEW, Letter.of("2", "bob@example.org", "", "").attempt(0, "REJECTED 550"));

        assertThat(later).isEmpty();
        assertThat(facts).isEmpty();
    }

    private static Letter failedFor(Duration time) {
        return new Letter("1", "ada@example.org", "", "", 5, System.currentTimeMillis() - time.toMillis(), "FAILED");
    }

    private void process(String topic, Letter letter) throws Exception {
        process(topic, letter.json());
    }

    private void process(String topic, String value) throws Exception {
        instance.process(topic, 7, "key", value, () -> events.add("commit"));
    }
}
