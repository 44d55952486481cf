/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection that is lost after k of n replies to the end of a message: exactly n-k recipients are UNKNOWN. */
class FinalRepliesCutTest {

    private static final int MOST_RECIPIENTS = 8;
    private static final int DEPTH = 16;
    private static final String[] REPLIES = { "250 2.1.5 saved", "452 4.2.2 full", "550 5.7.1 never" };
    private static final Fate[] FATES = { Fate.DELIVERED, Fate.FAILED, Fate.REJECTED };

    private final MemoryConnection connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25));
    private final List<@Nullable List<RecipientResult>> results = new ArrayList<>();

    /** How the content is sent. */
    enum Way {
        DATA("PIPELINING"),
        BDAT("PIPELINING", "CHUNKING");

        private final List<String> keywords;

        Way(String... keywords) {
            this.keywords = List.of(keywords);
        }
    }

    /** A cut after so many replies, and after a part of the next one. */
    record Cut(Way way, int recipients, int replies, boolean within) {
    }

    static Stream<Cut> cuts() {
        return Arrays.stream(Way.values()).flatMap(way -> IntStream.rangeClosed(1, MOST_RECIPIENTS).boxed()
                .flatMap(n -> IntStream.rangeClosed(0, n).boxed().flatMap(
                        k -> Stream.of(new Cut(way, n, k, false), new Cut(way, n, k, true)))));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void leavesTheRecipientsWithoutAReplyUnknown(Cut cut) {
        if (cut.within && cut.replies == cut.recipients) {
            return; // no reply is left to be cut
        }
        connect("lmtp", cut.way);
        submit(cut.recipients);
        envelope(cut.way, cut.recipients);
        for (int i = 0; i < cut.replies; i++) {
            receive(REPLIES[i % 3] + " " + i);
        }
        if (cut.within) {
            connection.receive("250-2.1.5 sav".getBytes(StandardCharsets.US_ASCII));
        }
        connection.finish();
        assertThat(fates(0)).isEqualTo(expected(cut.recipients, cut.replies));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void leavesThoseAcceptedBeforeTheLastReplyOfPrdrUnknown(Cut cut) {
        int recipients = cut.recipients + 1;
        connect("prdr", cut.way);
        submit(recipients);
        envelope(cut.way, recipients);
        receive("353 content analysis has started");
        List<Fate> expected = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            boolean answered = i < cut.replies;
            if (answered) {
                receive(REPLIES[i % 3] + " " + i);
            }
            expected.add(answered && i % 3 > 0 ? FATES[i % 3] : Fate.UNKNOWN);
        }
        if (cut.within) {
            connection.receive("250".getBytes(StandardCharsets.US_ASCII));
        }
        connection.finish();
        assertThat(fates(0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 8 })
    void leavesOnlyLaterRecipientsAndMessagesInFlightUnknown(int recipients) {
        for (int cut = 0; cut < DEPTH; cut++) {
            for (int replies = 0; replies <= recipients; replies++) {
                new FinalRepliesCutTest().cutInFlight(recipients, cut, replies);
            }
        }
    }

    private void cutInFlight(int recipients, int cutMessage, int replies) {
        connect("lmtp", Way.BDAT);
        submit(1);
        envelope(Way.BDAT, 1);
        receive("250 2.1.5 saved");
        for (int i = 0; i < DEPTH; i++) {
            submit(recipients);
        }
        for (int message = 0; message <= cutMessage; message++) {
            if (message > 0) {
                receive("250 2.0.0 flushed");
            }
            envelope(Way.BDAT, recipients);
            for (int i = 0; i < (message < cutMessage ? recipients : replies); i++) {
                receive(REPLIES[i % 3] + " " + i);
            }
        }
        connection.reset();
        for (int message = 0; message < DEPTH; message++) {
            int known = message < cutMessage ? recipients : message == cutMessage ? replies : 0;
            boolean begun = recipients == 1 || message <= cutMessage + (replies == recipients ? 1 : 0);
            List<Fate> expected = begun ? expected(recipients, known) : Collections.nCopies(recipients, Fate.FAILED);
            assertThat(fates(message + 1)).as("message %d, cut in message %d after %d of %d replies", message, cutMessage,
                    replies, recipients).isEqualTo(expected);
        }
    }

    /**
     * Some servers reject a message with one reply, although LMTP demands one for each recipient. A message in flight
     * behind it would take part in the count:
     *
     * <pre>
     * C: MAIL RCPT b0 RCPT b1 BDAT 7 LAST    RSET MAIL RCPT b0 BDAT 7 LAST
     * S: 250 250 250 452                     250
     * </pre>
     */
    @Test
    void noMessageFollowsInFlightASecondRecipient() {
        connect("lmtp", Way.BDAT);
        submit(1);
        envelope(Way.BDAT, 1);
        receive("250 2.1.5 saved");
        connection.takeSent();
        submit(2);
        submit(1);
        envelope(Way.BDAT, 2);
        receive("452 4.3.1 full");
        assertThat(new String(connection.takeSent(), StandardCharsets.US_ASCII)).containsOnlyOnce("BDAT");
        connection.finish();
        assertThat(fates(1)).containsExactly(Fate.FAILED, Fate.UNKNOWN);
        assertThat(fates(2)).containsExactly(Fate.FAILED);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSecondMessageHasItsOwnReplies(Way way) {
        connect("lmtp", way);
        submit(2);
        submit(3);
        envelope(way, 2);
        receive("250 2.1.5 first message, first", "550 5.7.1 first message, second");
        receive("250 2.0.0 flushed");
        envelope(way, 3);
        receive("452 4.2.2 second message, first", "250 2.1.5 second message, second", "250 2.1.5 second message, third");
        assertThat(fates(0)).containsExactly(Fate.DELIVERED, Fate.REJECTED);
        assertThat(fates(1)).containsExactly(Fate.FAILED, Fate.DELIVERED, Fate.DELIVERED);
        assertThat(connection.isOpen()).isTrue();
    }

    private static List<Fate> expected(int recipients, int replies) {
        return IntStream.range(0, recipients).mapToObj(i -> i < replies ? FATES[i % 3] : Fate.UNKNOWN).toList();
    }

    private void connect(String protocol, Way way) {
        boolean lmtp = protocol.equals("lmtp");
        options = new Options(lmtp ? List.of("lmtp", "skipBad") : List.of("skipBad"));
        connection.submit(new HandshakeDialogue(options.terms(), ready -> {
        }));
        receive("220 mx.example.org");
        List<String> lines = new ArrayList<>(List.of("250-mx.example.org"));
        way.keywords.forEach(keyword -> lines.add("250-" + keyword));
        lines.add(lmtp ? "250 SIZE" : "250 PRDR");
        receive(lines.toArray(String[]::new));
    }

    private Options options = new Options(List.of("skipBad"));

    private void submit(int recipients) {
        Mail mail = new Mail("a@example.com");
        IntStream.range(0, recipients).forEach(i -> mail.header("to", "b" + i + "@example.org"));
        int number = results.size();
        results.add(null);
        connection.submit(new TransactionDialogue(
                mail.envelope(), mail.content(), options.policy(), report -> results.set(number, report.results())));
    }

    private void envelope(Way way, int recipients) {
        receive("250 2.1.0 ok");
        receive(IntStream.range(0, recipients).mapToObj(i -> "250 2.1.5 ok").toArray(String[]::new));
        if (way == Way.DATA) {
            receive("354 go ahead");
        }
    }

    private void receive(String... lines) {
        connection.receive((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private List<Fate> fates(int message) {
        List<RecipientResult> all = results.get(message);
        assertThat(all).as("message %d is over", message).isNotNull();
        return all.stream().map(RecipientResult::fate).toList();
    }
}
