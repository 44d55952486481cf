/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeSettings;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.component.smtpx.transcript.TestTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a transaction reports besides the fates: the reply that decides, the stage, and what the pool concludes from.
 */
class TransactionReportTest {

    private static final SendPolicy ALL = SendPolicy.DEFAULTS;
    private static final SendPolicy EACH = new SendPolicy(true, true, true, SendPolicy.DEFAULT_CHUNK_SIZE, false);
    private static final SendPolicy FLIGHT = EACH.withOneFlight(OneFlight.ALWAYS);

    private MemoryConnection connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25), false);
    private final List<TransactionReport> reports = new ArrayList<>();

    private void open(String... offered) {
        connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25), false);
        connection.submit(new HandshakeDialogue(
                new HandshakeSettings(
                        "client.example.com", true, true, StartTls.NEVER, null, new Mechanisms(List.of(), false, null),
                        "mx.example.org"),
                result -> assertThat(result.failure()).isNull()));
        reply("220 mx");
        List<String> lines = new ArrayList<>(List.of("250-mx"));
        for (String keyword : offered) {
            lines.add("250-" + keyword);
        }
        lines.add("250 HELP");
        reply(lines.toArray(String[]::new));
        connection.takeSent();
    }

    private void reply(String... lines) {
        connection.receive((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void submit(SendPolicy policy, String... recipients) throws Exception {
        List<Recipient> to = new ArrayList<>();
        for (String recipient : recipients) {
            to.add(new Recipient(Address.parse(recipient + "@example.org"), Set.of(), null));
        }
        connection.submit(new TransactionDialogue(
                new Envelope(Address.parse("a@example.com"), to, MailParameters.NONE),
                PreparedMessage.of(MessageSource.of("hello\r\n".getBytes(StandardCharsets.US_ASCII)), false), policy,
                reports::add));
    }

    private TransactionReport send(SendPolicy policy, List<String> recipients, String... replies) throws Exception {
        reports.clear();
        submit(policy, recipients.toArray(String[]::new));
        for (String each : replies) {
            reply(each.split("\n"));
        }
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    private static List<Fate> fates(TransactionReport report) {
        return report.results().stream().map(RecipientResult::fate).toList();
    }

    private static int code(TransactionReport report) {
        Reply reply = report.reply();
        return reply == null ? 0 : reply.code();
    }

    private String sent() {
        return new String(connection.takeSent(), StandardCharsets.US_ASCII);
    }

    @Test
    void theReplyThatHelpsARetryDecidesWhenNoRecipientIsAccepted() throws Exception {
        open();
        TransactionReport each = send(EACH, List.of("b", "c", "d"), "250 ok", "550 one", "451 two", "452 three");
        assertThat(fates(each)).containsExactly(Fate.REJECTED, Fate.FAILED, Fate.FAILED);
        assertThat(code(each)).as("recipients that are REJECTED are left out of a retry").isEqualTo(451);
        assertThat(each.stage()).isEqualTo(Stage.RCPT);
        assertThat(each.failure()).isNull();

        TransactionReport all = send(ALL, List.of("b", "c"), "250 rset", "250 ok", "451 one", "550 two");
        assertThat(code(all)).as("a REJECTED recipient fails each retry").isEqualTo(550);
        assertThat(sent()).contains("RSET\r\n");
    }

    @Test
    void withoutAReplyOfTheDecidingKindTheFirstRefusalDecides() throws Exception {
        open();
        assertThat(code(send(EACH, List.of("b", "c"), "250 ok", "551 one", "550 two"))).isEqualTo(551);
        assertThat(code(send(ALL, List.of("b"), "250 rset", "250 ok", "451 one"))).isEqualTo(451);
    }

    @Test
    void aRecipientThatIsNotToBeSentToNamesTheRefusalOfTheOther() throws Exception {
        open("PIPELINING", "CHUNKING");
        TransactionReport report = send(ALL, List.of("b", "c"), "250 ok\n250 ok\n550 no");
        assertThat(fates(report)).containsExactly(Fate.FAILED, Fate.REJECTED);
        assertThat(code(report)).isEqualTo(550);
        assertThat(report.plan()).isEqualTo(SendPlan.GATED);
        assertThat(report.noRecipientAnswered()).isFalse();
        assertThat(sent()).doesNotContain("BDAT");
    }

    @Test
    void aRefusedSenderIsTheReplyToTheWholeTransaction() throws Exception {
        open();
        TransactionReport report = send(EACH, List.of("b", "c"), "550 no");
        assertThat(fates(report)).containsExactly(Fate.REJECTED, Fate.REJECTED);
        assertThat(report.stage()).isEqualTo(Stage.MAIL);
        assertThat(code(report)).isEqualTo(550);
        assertThat(report.noRecipientAnswered()).isTrue();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void a421BeforeTheCommitPointNamesTheRecipientThatGotIt() throws Exception {
        open();
        TransactionReport report = send(EACH, List.of("b", "c"), "250 ok", "250 ok", "421 too many");
        assertThat(fates(report)).containsExactly(Fate.FAILED, Fate.FAILED);
        assertThat(report.culprit()).isEqualTo(1);
        assertThat(report.stage()).isEqualTo(Stage.RCPT);
        assertThat(code(report)).isEqualTo(421);
        assertThat(connection.isOpen()).isFalse();

        open();
        TransactionReport sender = send(EACH, List.of("b", "c"), "421 closing");
        assertThat(sender.culprit()).isEqualTo(-1);
        assertThat(sender.stage()).isEqualTo(Stage.MAIL);
        assertThat(fates(sender)).containsExactly(Fate.FAILED, Fate.FAILED);

        open();
        TransactionReport data = send(EACH, List.of("b"), "250 ok", "250 ok", "421 closing");
        assertThat(data.culprit()).isEqualTo(-1);
        assertThat(data.stage()).isEqualTo(Stage.DATA);
    }

    @Test
    void a421BehindTheCommitPointAnswersItsCommandAndTheConnectionEnds() throws Exception {
        open("PIPELINING", "CHUNKING");
        TransactionReport report = send(FLIGHT, List.of("b", "c"), "250 ok\n421 no\n250 ok\n250 queued");
        assertThat(fates(report)).containsExactly(Fate.FAILED, Fate.DELIVERED);
        assertThat(report.stage()).isEqualTo(Stage.FINAL);
        assertThat(code(report)).isEqualTo(250);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void a421WhoseMessageIsLostIsStillReported() throws Exception {
        open("PIPELINING", "CHUNKING");
        submit(FLIGHT, "b", "c");
        reply("250 ok", "421 no", "250 ok");
        connection.finish();
        TransactionReport report = reports.get(0);
        assertThat(fates(report)).containsExactly(Fate.FAILED, Fate.UNKNOWN);
        assertThat(code(report)).isEqualTo(421);
        assertThat(report.failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.CLOSED);
    }

    @Test
    void aBdatThatIsNotImplementedIsReportedAsSuch() throws Exception {
        open("PIPELINING", "CHUNKING");
        TransactionReport report = send(FLIGHT, List.of("b"), "250 ok\n250 ok\n502 not implemented");
        assertThat(report.bdatRefused()).isTrue();
        assertThat(fates(report)).containsExactly(Fate.FAILED);
        assertThat(connection.isOpen()).isFalse();

        open("PIPELINING", "CHUNKING");
        TransactionReport content = send(FLIGHT, List.of("b"), "250 ok\n250 ok\n554 spam");
        assertThat(content.bdatRefused()).isFalse();
        assertThat(fates(content)).containsExactly(Fate.REJECTED);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void whatFollowsAMessageOutOfStepIsNotSent() throws Exception {
        open();
        TransactionReport wrong = send(EACH, List.of("b"), "250 ok", "354 what");
        assertThat(fates(wrong)).containsExactly(Fate.FAILED);
        assertThat(wrong.failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.UNEXPECTED);
        assertThat(connection.isOpen()).isFalse();
    }

    /** Replies behind the one that closes the connection are read and count for no message. */
    @Test
    void repliesOfOneReadBehindALostStepCountForNoMessage() throws Exception {
        open("PIPELINING", "CHUNKING");
        send(FLIGHT, List.of("b"), "250 ok\n250 ok\n250 queued");
        reports.clear();
        submit(FLIGHT, "b");
        submit(FLIGHT, "c");
        reply("250 rset", "250 ok", "354 what", "250 queued", "250 rset", "250 ok", "250 ok", "250 queued");
        assertThat(reports).extracting(TransactionReportTest::fates).containsExactly(List.of(Fate.UNKNOWN),
                List.of(Fate.UNKNOWN));
        assertThat(reports.get(1).failure()).extracting(Failure::text).isEqualTo("the connection was abandoned");
        assertThat(connection.isOpen()).isFalse();
    }

    /** A message in flight is followed by another only after one was accepted in a flight of its own. */
    @Test
    void aMessageFollowsInFlightOnlyAfterAnAcceptedOne() throws Exception {
        open("PIPELINING", "CHUNKING");
        submit(FLIGHT, "b");
        submit(FLIGHT, "c");
        assertThat(sent()).contains("<b@").doesNotContain("<c@");
        reply("250 ok", "250 ok", "451 not now");
        assertThat(sent()).as("a refusal is no proof").contains("RSET", "<c@");
        submit(FLIGHT, "d");
        assertThat(sent()).isEmpty();
        reply("250 rset", "250 ok", "250 ok", "250 queued");
        assertThat(sent()).contains("<d@").doesNotContain("RSET");
        submit(FLIGHT, "e");
        assertThat(sent()).contains("RSET", "<e@");
    }

    /** An octet of a reply that nothing asked for is enough to end the connection before the next message. */
    @Test
    void aReplyThatHasBegunBeforeTheMessageIsNotMatchedWithIt() throws Exception {
        open("PIPELINING", "CHUNKING");
        send(FLIGHT, List.of("b"), "250 ok\n250 ok\n250 queued");
        reports.clear();
        connection.receive("25".getBytes(StandardCharsets.US_ASCII));
        submit(FLIGHT, "c");
        assertThat(sent()).doesNotContain("<c@");
        assertThat(fates(reports.get(0))).containsExactly(Fate.FAILED);
        assertThat(connection.isOpen()).isFalse();
    }

    /** A message that was submitted early ends with the handshake, before QUIT is sent. */
    @Test
    void aMessageBehindARefusedHandshakeFailsOnce() throws Exception {
        connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25), false);
        List<HandshakeDialogue.Result> ends = new ArrayList<>();
        connection.submit(new HandshakeDialogue(
                new HandshakeSettings(
                        "client.example.com", true, true, StartTls.NEVER, null, new Mechanisms(List.of(), false, null),
                        "mx.example.org"),
                ends::add));
        submit(EACH, "b");
        reply("554 no service");
        assertThat(ends).hasSize(1);
        assertThat(reports).hasSize(1);
        assertThat(fates(reports.get(0))).containsExactly(Fate.FAILED);
        assertThat(sent()).isEqualTo("QUIT\r\n");
        reply("221 bye");
        assertThat(connection.isOpen()).isFalse();
        assertThat(reports).hasSize(1);
    }

    /** Such a code answers another command, so that the server has lost step. */
    @ParameterizedTest
    @ValueSource(strings = { "220 mx", "221 bye", "235 welcome", "354 go", "334 go" })
    void anAnswerToAnotherCommandIsNoAcceptance(String reply) throws Exception {
        open();
        TransactionReport sender = send(EACH, List.of("b"), reply);
        assertThat(sender.failure()).extracting(Failure::text).asString().contains("MAIL was answered with " + reply);
        assertThat(fates(sender)).containsExactly(Fate.FAILED);
        assertThat(sender.stage()).isEqualTo(Stage.MAIL);
        assertThat(connection.isOpen()).isFalse();

        open();
        TransactionReport recipient = send(EACH, List.of("b", "c"), "250 ok", "250 ok", reply);
        assertThat(recipient.failure()).extracting(Failure::text).asString().contains("RCPT was answered with " + reply);
        assertThat(fates(recipient)).containsExactly(Fate.FAILED, Fate.FAILED);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aConnectionLostBehindTheAnswerToMailHasAnsweredNoRecipient() throws Exception {
        open();
        submit(EACH, "b", "c");
        reply("250 ok");
        connection.finish();
        assertThat(reports.get(0).noRecipientAnswered()).isTrue();

        reports.clear();
        open();
        submit(EACH, "b", "c");
        reply("250 ok");
        reply("250 ok");
        connection.finish();
        assertThat(reports.get(0).noRecipientAnswered()).isFalse();
        assertThat(fates(reports.get(0))).containsExactly(Fate.FAILED, Fate.FAILED);
    }

    @Test
    void noRecipientIsNamedBehindTheLimitAndTheMessageGoesToThoseBefore() throws Exception {
        open();
        TransactionReport report = send(EACH, List.of("b", "c", "d", "e"), "250 ok", "250 ok", "452 4.5.3 too many", "354 go",
                "250 queued");
        assertThat(fates(report)).containsExactly(Fate.DELIVERED, Fate.FAILED, Fate.FAILED, Fate.FAILED);
        assertThat(report.results().get(3).reply()).isEqualTo(report.results().get(1).reply());
        assertThat(sent()).contains("<c@").doesNotContain("<d@", "<e@");
    }

    @Test
    void everyRecipientIsNamedWhereTheLimitSaysNothingAboutTheOthers() throws Exception {
        open();
        assertThat(fates(send(EACH, List.of("b", "c"), "250 ok", "452 4.5.3 too many", "250 ok", "354 go", "250 queued")))
                .as("the first recipient is beyond no limit").containsExactly(Fate.FAILED, Fate.DELIVERED);
        assertThat(fates(send(EACH, List.of("b", "c", "d"), "250 ok", "250 ok", "550 no", "250 ok", "354 go", "250 queued")))
                .as("550 is about one recipient").containsExactly(Fate.DELIVERED, Fate.REJECTED, Fate.DELIVERED);
        assertThat(fates(send(ALL, List.of("b", "c", "d"), "250 ok", "250 ok", "452 4.5.3 too many", "250 ok")))
                .as("all or nothing").containsExactly(Fate.FAILED, Fate.FAILED, Fate.FAILED);
    }

    @Test
    void aMessageBehindAClosingServerFailsWhileThoseInFlightGoOn() throws Exception {
        open("PIPELINING", "CHUNKING");
        send(FLIGHT, List.of("b"), "250 ok\n250 ok\n250 queued");
        reports.clear();
        submit(FLIGHT, "b");
        submit(EACH.withOneFlight(OneFlight.NEVER), "c");
        submit(FLIGHT, "d");
        reply("250 ok", "250 ok", "421 closing");
        assertThat(reports).as("the last one has not begun").hasSize(2);
        assertThat(reports).extracting(TransactionReportTest::fates).containsOnly(List.of(Fate.FAILED));
        assertThat(reports.get(1).failure()).extracting(Failure::text).isEqualTo("the connection was abandoned");
        reply("250 rset", "250 ok", "250 ok", "250 chunk");
        reply("250 queued");
        assertThat(fates(reports.get(2))).containsExactly(Fate.DELIVERED);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aGreetingMayBeginBeforeTheHandshakeDoes() {
        connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25), false);
        connection.receive("22".getBytes(StandardCharsets.US_ASCII));
        connection.submit(new HandshakeDialogue(
                new HandshakeSettings(
                        "client.example.com", true, true, StartTls.NEVER, null, new Mechanisms(List.of(), false, null),
                        "mx.example.org"),
                result -> assertThat(result.failure()).isNull()));
        reply("0 mx");
        assertThat(sent()).isEqualTo("EHLO client.example.com\r\n");
    }
}
