/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutcomeTest {

    private static final Reply OK = Reply.of(250, "2.0.0 queued as 42");
    private static final Reply NO = Reply.of(550, "5.1.1 no such user");
    private static final Reply LATER = Reply.of(450, "4.2.0 later");
    private static final SendDetails VIA = SendDetails.of("mx.example.org", 25);
    private static final Recipient ANN = Recipient.of("ann@b.test");
    private static final Recipient BOB = Recipient.of("bob@b.test");

    private static final RecipientResult DELIVERED = RecipientResult.delivered(ANN, OK);
    private static final RecipientResult REJECTED = RecipientResult.refused(ANN, Stage.RCPT, NO);
    private static final RecipientResult FAILED = RecipientResult.refused(BOB, Stage.RCPT, LATER);
    private static final RecipientResult NOT_SENT = RecipientResult.failed(BOB, Stage.RCPT, "not sent");
    private static final RecipientResult UNKNOWN = RecipientResult.unknown(BOB, "no reply");

    private static Outcome.NotDelivered refused(Stage stage, Reply reply, RecipientResult... results) {
        return new Outcome.NotDelivered(List.of(results), stage, reply, null, VIA);
    }

    @Test
    void judgesARefusalByItsReply() {
        assertThat(REJECTED.fate()).isEqualTo(Fate.REJECTED);
        assertThat(FAILED.fate()).isEqualTo(Fate.FAILED);
        assertThat(RecipientResult.rejected(ANN, Stage.LOCAL, "too big").fate()).isEqualTo(Fate.REJECTED);
    }

    @Test
    void isDeliveredOnlyByACompletedReply() {
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientResult.delivered(ANN, Reply.of(354, "go")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecipientResult(ANN, Fate.DELIVERED, Stage.FINAL, null, null));
    }

    @Test
    void sortsItsResults() {
        Outcome outcome = new Outcome.Unknown(List.of(DELIVERED, REJECTED, FAILED, UNKNOWN), Stage.FINAL, null, VIA);
        assertThat(outcome.delivered()).containsExactly(DELIVERED);
        assertThat(outcome.refused()).containsExactly(REJECTED, FAILED);
        assertThat(outcome.unknown()).containsExactly(UNKNOWN);
        assertThat(outcome.reply()).isNull();
    }

    @Test
    void isWhatTheResultsMakeIt() {
        Reply last = Reply.of(250, "2.0.0 queued as 43");
        RecipientResult later = RecipientResult.delivered(BOB, last);
        Failure lost = Failure.of(Failure.Kind.CLOSED, "reset");
        assertThat(Outcome.of(List.of(DELIVERED, FAILED), Stage.RCPT, LATER, lost, VIA))
                .isEqualTo(new Outcome.Delivered(List.of(DELIVERED, FAILED), OK, VIA));
        assertThat(Outcome.of(List.of(DELIVERED, later), Stage.FINAL, OK, null, VIA).reply()).isEqualTo(last);
        assertThat(Outcome.of(List.of(DELIVERED, UNKNOWN), Stage.FINAL, OK, lost, VIA))
                .isEqualTo(new Outcome.Unknown(List.of(DELIVERED, UNKNOWN), Stage.FINAL, lost, VIA));
        assertThat(Outcome.of(List.of(REJECTED), Stage.RCPT, NO, lost, VIA))
                .isEqualTo(new Outcome.NotDelivered(List.of(REJECTED), Stage.RCPT, NO, lost, VIA));
    }

    @Test
    void namesThoseThatWereRefusedForGoodOrForNow() {
        assertThat(refused(Stage.RCPT, NO, REJECTED).refused()).containsExactly(REJECTED);
        assertThat(refused(Stage.RCPT, LATER, FAILED).refused()).containsExactly(FAILED);
        assertThat(new Outcome.Delivered(List.of(DELIVERED), OK, VIA).refused()).isEmpty();
    }

    @Test
    void takesWarningsWithoutChangingTheResults() {
        Outcome outcome = refused(Stage.RCPT, NO, REJECTED);
        assertThat(outcome.withWarnings(List.of())).isSameAs(outcome);
        assertThat(outcome.withWarnings(List.of("8-bit header")).via().warnings()).containsExactly("8-bit header");
        assertThat(outcome.withWarnings(List.of("8-bit header")).results()).isEqualTo(outcome.results());
    }

    @Test
    void retryReachesTemporarilyFailedRecipients() {
        assertThat(refused(Stage.RCPT, LATER, FAILED).isTransient()).isTrue();
        assertThat(refused(Stage.RCPT, LATER, REJECTED, FAILED).isTransient()).isTrue();
        assertThat(new Outcome.NotDelivered(
                List.of(REJECTED, NOT_SENT), Stage.CONTENT, null, Failure.of(Failure.Kind.CLOSED, "reset"), VIA)
                .isTransient())
                .isTrue();
        assertThat(new Outcome.Delivered(List.of(DELIVERED, FAILED), OK, VIA).isTransient()).isTrue();
    }

    @Test
    void sendingAgainHelpsAfterARefusalThatIsAboutNoRecipient() {
        RecipientResult login = RecipientResult.failed(ANN, Stage.AUTH, "not logged in");
        assertThat(refused(Stage.AUTH, Reply.of(535, "5.7.8 no"), login).isTransient()).isTrue();
    }

    @Test
    void sendingAgainIsUselessAfterARefusalForGood() {
        assertThat(refused(Stage.RCPT, NO, REJECTED).isTransient()).isFalse();
        assertThat(refused(Stage.RCPT, NO, REJECTED, NOT_SENT).isTransient()).isFalse();
        RecipientResult local = RecipientResult.rejected(ANN, Stage.LOCAL, "needs SMTPUTF8");
        assertThat(new Outcome.NotDelivered(List.of(local, NOT_SENT), Stage.LOCAL, null, null, VIA).isTransient()).isFalse();
    }

    @Test
    void sendingAgainIsNeverRecommendedWhenAResultIsUnknown() {
        assertThat(new Outcome.Unknown(List.of(FAILED, UNKNOWN), Stage.FINAL, Failure.of(Failure.Kind.CLOSED, "eof"), VIA)
                .isTransient())
                .isFalse();
        assertThat(new Outcome.Delivered(List.of(DELIVERED), OK, VIA).isTransient()).isFalse();
    }

    @Test
    void refusesToContradictItsResults() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Outcome.Delivered(List.of(REJECTED), OK, VIA));
        assertThatIllegalArgumentException().isThrownBy(() -> new Outcome.Delivered(List.of(DELIVERED, UNKNOWN), OK, VIA));
        assertThatIllegalArgumentException().isThrownBy(() -> refused(Stage.FINAL, NO, REJECTED, DELIVERED));
        assertThatIllegalArgumentException().isThrownBy(() -> refused(Stage.FINAL, NO, UNKNOWN));
        assertThatIllegalArgumentException().isThrownBy(() -> refused(Stage.FINAL, NO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Outcome.Unknown(List.of(FAILED), Stage.FINAL, null, VIA));
    }

    @Test
    void cannotBeChanged() {
        List<RecipientResult> results = new ArrayList<>(List.of(DELIVERED));
        Outcome outcome = new Outcome.Delivered(results, OK, VIA);
        results.clear();
        assertThat(outcome.results()).containsExactly(DELIVERED).isUnmodifiable();
    }

    @Test
    void isShownOnOneLine() {
        assertThat(refused(Stage.RCPT, NO, REJECTED))
                .hasToString("refused at RCPT via mx.example.org:25: 550 5.1.1 no such user"
                             + " [ann@b.test REJECTED at RCPT: 550 5.1.1 no such user]");
        assertThat(new Outcome.Delivered(List.of(DELIVERED), OK, VIA).toString())
                .startsWith("delivered via mx.example.org:25: 250 ");
        assertThat(
                new Outcome.Unknown(List.of(UNKNOWN), Stage.FINAL, Failure.of(Failure.Kind.CLOSED, "a\r\nb"), VIA).toString())
                .contains(": a\\u000D\\u000Ab").doesNotContain("\n");
        assertThat(RecipientResult.failed(ANN, Stage.CONNECT, "a\nb").detail()).isEqualTo("a\\u000Ab");
    }

    @Test
    void knowsTheWay() {
        SendDetails via = SendDetails.of("::1", 25).withTimes(Duration.ofMillis(3), Duration.ofMillis(5))
                .withTranscript(List.of("C: QUIT"));
        assertThat(via.server()).isEqualTo("[::1]:25");
        assertThat(via).isEqualTo(new SendDetails(
                "::1", 25, null, null, null, List.of(), Duration.ofMillis(3), Duration.ofMillis(5), List.of("C: QUIT"),
                List.of(), null, List.of()));
        assertThat(via.dropped()).isUnmodifiable();
    }
}
