/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MailParametersTest {

    private static final MailParameters NONE = MailParameters.NONE;

    @Test
    void keepsWhatWasAsked() {
        MailParameters all
                = NONE.withVerb(MailVerb.SAML).withSize(0).withBody(BodyType.BINARY_MIME).withDsnReturn(DsnReturn.HDRS)
                        .withTransactionId("t@a.test").withEnvelopeId("e v").withAuthSubmitter("sub@a.test").withVerp("+-")
                        .withTerms(DeliveryTerms.NONE.withPriority(3)).withForwarded(ClientAttributes.parse("PORT=25"));
        assertThat(all).isEqualTo(new MailParameters(
                MailVerb.SAML, 0, BodyType.BINARY_MIME, DsnReturn.HDRS, "t@a.test", "e v",
                "sub@a.test", "+-", DeliveryTerms.NONE.withPriority(3), ClientAttributes.parse("PORT=25")));
        assertThat(all.encodedEnvelopeId()).isEqualTo("e+20v");
        assertThat(all.encodedAuthSubmitter()).isEqualTo("sub@a.test");
        assertThat(NONE.encodedEnvelopeId()).isNull();
        assertThat(NONE.encodedAuthSubmitter()).isNull();
        assertThat(NONE.withAuthSubmitter("<>").encodedAuthSubmitter()).isEqualTo("<>");
        assertThat(NONE.withAuthSubmitter("a+b@c.test").encodedAuthSubmitter()).isEqualTo("a+2Bb@c.test");
    }

    @Test
    void refusesANegativeSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> NONE.withSize(-2));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a\r\nb", "a\0", "a\tb", "caf\u00E9", "\u7620" })
    void refusesAnEnvelopeIdThatCannotBeSent(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> NONE.withEnvelopeId(id)).withMessageContaining("envelope id");
    }

    @Test
    void limitsTheEncodedEnvelopeId() {
        assertThat(NONE.withEnvelopeId("abc RET=FULL").encodedEnvelopeId()).isEqualTo("abc+20RET+3DFULL");
        assertThat(NONE.withEnvelopeId("x".repeat(97) + "+").encodedEnvelopeId()).hasSize(100);
        assertThatIllegalArgumentException().isThrownBy(() -> NONE.withEnvelopeId("x".repeat(98) + "+"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "tx3@a.test", "<tx3@a.test>", "Name <tx3@a.test>", "tx3@a.test (try 3)" })
    void readsATransactionIdAsAMailbox(String id) {
        assertThat(NONE.withTransactionId(id).transactionId()).isEqualTo("tx3@a.test");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "a b", "a@b, c@d", "<a@b", "a=b", "\"a b\"@c.test", "a\r\nb", "\u00FC", "<>" })
    void refusesATransactionIdThatIsNone(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> NONE.withTransactionId(id))
                .withMessageContaining("transaction id");
        assertThatIllegalArgumentException().isThrownBy(() -> NONE.withTransactionId("x".repeat(79)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "<> SIZE=1", "a@b=c", "a@b\r\n", "", "Ann <a@b>", "a@b SIZE=1" })
    void refusesASubmitterThatIsNoMailbox(String submitter) {
        assertThatIllegalArgumentException().isThrownBy(() -> NONE.withAuthSubmitter(submitter));
    }

    @Test
    void takesTheFormsOfVerp() {
        assertThat(List.of("", "+-", "-=", "Courier"))
                .allSatisfy(verp -> assertThat(NONE.withVerp(verp).verp()).isEqualTo(verp));
        assertThat(List.of(" ", "+", "+ ", "+-+", "\r\n", "a-", "+\u00B1", "x".repeat(21))).allSatisfy(
                verp -> assertThatIllegalArgumentException().isThrownBy(() -> NONE.withVerp(verp)));
    }

    @Test
    void readsWordsInAnyCase() {
        assertThat(DsnReturn.parse("full")).isEqualTo(DsnReturn.FULL);
        assertThat(BodyType.parse("8bitMime")).isEqualTo(BodyType.EIGHT_BIT_MIME);
        assertThat(MailVerb.parse("send")).isEqualTo(MailVerb.SEND);
        assertThat(BodyType.SEVEN_BIT.keyword()).isEqualTo("7BIT");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "FULL X", "42", "8BITMIME X", "8BIT", "BINARY", "MAIL\r\n", " HDRS", "EIGHT_BIT_MIME" })
    void refusesOtherWords(String word) {
        assertThatIllegalArgumentException().isThrownBy(() -> DsnReturn.parse(word));
        assertThatIllegalArgumentException().isThrownBy(() -> BodyType.parse(word));
        assertThatIllegalArgumentException().isThrownBy(() -> MailVerb.parse(word));
    }

    @Test
    void anEnvelopeHasARecipientAndCannotBeChanged() {
        List<Recipient> recipients = new ArrayList<>(List.of(Recipient.of("b@b.test")));
        Envelope envelope = Envelope.of(Address.NULL, recipients);
        recipients.clear();
        assertThat(envelope.recipients()).containsExactly(Recipient.of("b@b.test")).isUnmodifiable();
        assertThat(envelope.parameters()).isEqualTo(NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> envelope.withRecipients(List.of()));
    }
}
