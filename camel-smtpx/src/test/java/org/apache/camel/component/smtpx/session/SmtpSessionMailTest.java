/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.util.List;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.Notify;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** MAIL and RCPT of a session: what they ask, and what they hold back. */
class SmtpSessionMailTest extends SessionTestBase {

    private static final List<String> ALL = List.of("SIZE 100", "8BITMIME", "DSN", "CHECKPOINT", "AUTH PLAIN", "XVERP");

    @Test
    void asksForEverythingInOrder() throws Exception {
        SmtpSession session = session(ALL,
                "C: MAIL FROM:<a@a.test> SIZE=100 RET=FULL BODY=8BITMIME TRANSID=<t@a.test> ENVID=e+20v AUTH=<> XVERP",
                "S: 250 ok",
                "C: RCPT TO:<b@b.test> NOTIFY=DELAY,SUCCESS ORCPT=rfc822;o+2Bx@b.test", "S: 250 ok", "C: QUIT", "S: 221 bye");

        session.mail("Ann <a@a.test>", MailOptions.NONE.xverp(true).auth("<>").envelope("e v").transactionId("t@a.test")
                .body(BodyType.EIGHT_BIT_MIME).dsnReturn(DsnReturn.FULL).size(100));
        session.recipient(RecipientOptions.NONE.notifyOn(Notify.DELAY, Notify.SUCCESS).originalRecipient("rfc822;o+2Bx@b.test"),
                "b@b.test");
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void dropsHarmlessParametersAndReportsThem() throws Exception {
        SmtpSession session = session(List.of("HELP"), "C: MAIL FROM:<a@a.test>", "S: 250 ok", "C: RCPT TO:<b@b.test>",
                "S: 250 ok");

        session.mail("a@a.test", MailOptions.NONE.size(5).dsnReturn(DsnReturn.HDRS).xverp(true));
        assertThat(session.dropped()).containsExactly("SIZE", "DSN", "XVERP");
        session.recipient(RecipientOptions.NONE.notifyOn(Notify.NEVER), "b@b.test");
        assertThat(session.dropped()).containsExactly("DSN");
    }

    static Stream<MailOptions> damaging() {
        return Stream.of(MailOptions.NONE.body(BodyType.EIGHT_BIT_MIME), MailOptions.NONE.body(BodyType.BINARY_MIME),
                MailOptions.NONE.smtpUtf8(true));
    }

    @ParameterizedTest
    @MethodSource("damaging")
    void holdsMailBackWhenItsContentWouldBeDamaged(MailOptions options) throws Exception {
        SmtpSession session = session(List.of("SIZE", "CHUNKING"), "C: QUIT", "S: 221 bye");

        assertThatExceptionOfType(NotOfferedException.class).isThrownBy(() -> session.mail("a@a.test", options));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void asksForXverpOnlyWhenItIsOn() throws Exception {
        SmtpSession session = session(ALL, "C: MAIL FROM:<a@a.test>", "S: 250 ok");

        assertThat(session.mail("a@a.test", MailOptions.NONE.xverp(false)).code()).isEqualTo(250);
    }

    @Test
    void encodesAnEnvelopeIdByItsOctets() throws Exception {
        SmtpSession session = session(ALL, "C: MAIL FROM:<a@a.test> ENVID=+E2+82+AC+3D", "S: 250 ok",
                "C: MAIL FROM:<a@a.test>", "S: 250 ok", "C: MAIL FROM:<a@a.test> ENVID=a+2Bb", "S: 250 ok");

        session.mail("a@a.test", MailOptions.NONE.envelope("\u20AC="));
        session.mail("a@a.test", MailOptions.NONE.envelope(""));
        session.mail("a@a.test", MailOptions.NONE.envid("a+2Bb"));
    }

    @Test
    void refusesTwoEnvelopeIds() {
        assertThatIllegalArgumentException().isThrownBy(() -> MailOptions.NONE.envelope("one").envid("two"));
    }

    @Test
    void refusesValuesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> MailOptions.NONE.size(-5));
        assertThatIllegalArgumentException().isThrownBy(() -> DsnReturn.parse("FULLY"));
        assertThatIllegalArgumentException().isThrownBy(() -> BodyType.parse("16"));
        assertThatIllegalArgumentException().isThrownBy(() -> MailOptions.NONE.envid("x BODY=8BITMIME"));
        assertThatIllegalArgumentException().isThrownBy(() -> MailOptions.NONE.auth("a b=c@x.test"));
        assertThatIllegalArgumentException().isThrownBy(() -> MailOptions.NONE.transactionId("a> SIZE=1 <b"));
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientOptions.NONE.originalRecipient("o@b.test"));
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientOptions.NONE.originalRecipient("rfc822;a NOTIFY=x"));
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientOptions.NONE.originalRecipient("rfc822;a+zz@b.test"));
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientOptions.NONE.originalRecipient("rfc822;a+4"));
    }

    @Test
    void refusesNotificationsThatContradict() {
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientOptions.NONE.notifyOn(Notify.NEVER, Notify.SUCCESS));
        assertThatIllegalArgumentException().isThrownBy(RecipientOptions.NONE::notifyOn);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "b@b.test> NOTIFY=NEVER X=<y", "c@b.test NOTIFY=NEVER", "ann@b.test, bob@b.test",
            "Ann <ann@b.test>, Bob <bob@b.test>", "funny user@b.test", "<ann@b.test", "<<ann@b.test>>", "ann@b.test>",
            "Ann <ann@b.test", "<ann@b.test> NOTIFY=NEVER" })
    void refusesWhatIsNotOneMailbox(String text) throws Exception {
        SmtpSession session = session(List.of("DSN"), "C: QUIT", "S: 221 bye");

        assertThatIllegalArgumentException().isThrownBy(() -> session.recipient(text));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void extractsTheMailboxFromItsSurroundings() throws Exception {
        SmtpSession session = session(List.of(), "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<good@b.test>", "S: 250 ok",
                "C: RCPT TO:<\"a<b>c\"@b.test>", "S: 250 ok", "C: RCPT TO:<ann@b.test>", "S: 250 ok");

        session.mail("Mailer <>");
        session.recipient("\"<evil@x.test>\" <good@b.test>", "\"a<b>c\"@b.test", "Ann <ann@b.test> at work");
    }

    @ParameterizedTest
    @ValueSource(strings = { "Ann <ann@b.test>", "<a@b.test> <c@b.test>", "< ann@b.test >" })
    void takesBareAddressesOnlyWhereTheyAreExact(String text) throws Exception {
        SmtpSession session = session(s -> s.exactAddresses(true), List.of());

        assertThatIllegalArgumentException().isThrownBy(() -> session.recipient(text));
    }

    @Test
    void refusesALocalPartThatIsTooLong() throws Exception {
        SmtpSession session = session(List.of());

        assertThatIllegalArgumentException().isThrownBy(() -> session.mail("l".repeat(600) + "@a.test"));
    }

    @Test
    void saysSmtputf8ForAddressesBeyondAsciiOrRefusesThem() throws Exception {
        SmtpSession session = session(List.of("SMTPUTF8"), "C: MAIL FROM:<jos\u00E9@a.test> SMTPUTF8", "S: 250 ok",
                "C: RCPT TO:<ann@xn--bcher-kva.test>", "S: 250 ok", "C: MAIL FROM:<s@a.test>", "S: 250 ok");

        session.mail("jos\u00E9@a.test");
        session.recipient("ann@b\u00FCcher.test");
        session.mail("s@a.test");
        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.recipient("jos\u00E9@b.test"));
    }

    @Test
    void refusesNoRecipientAtAll() throws Exception {
        SmtpSession session = session(List.of());

        assertThatIllegalArgumentException().isThrownBy(session::recipient);
    }

    @Test
    void resetsWhenNoRecipientIsAccepted() throws Exception {
        SmtpSession session = session(List.of(), "C: MAIL FROM:<a@a.test>", "S: 250 ok", "C: RCPT TO:<bad@b.test>", "S: 550 no",
                "C: RSET", "S: 250 ok", "C: QUIT", "S: 221 bye");
        session.mail("a@a.test");

        assertThat(session.recipient(RecipientOptions.NONE.skipBad(true), "bad@b.test")).isEmpty();

        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.data("hi\n"));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void skipsBadRecipientsButNotTheEndOfTheSession() throws Exception {
        SmtpSession session = session(List.of(), "C: RCPT TO:<x@b.test>", "S: 250 ok", "C: RCPT TO:<y@b.test>", "S: 550 no",
                "C: RCPT TO:<x@b.test>", "S: 250 ok", "C: RCPT TO:<y@b.test>", "S: 421 closing");
        RecipientOptions skip = RecipientOptions.NONE.skipBad(true);

        assertThat(session.recipient(skip, "x@b.test", "y@b.test")).containsExactly("x@b.test");
        assertThatExceptionOfType(SmtpReplyException.class)
                .isThrownBy(() -> session.recipient(skip, "x@b.test", "y@b.test", "z@b.test"));
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void sendsToTerminalsOnDemandOnly() throws Exception {
        SmtpSession session = session(List.of(), "C: SEND FROM:<a@a.test>", "S: 502 no", "C: SOML FROM:<a@a.test>", "S: 250 ok",
                "C: SAML FROM:<a@a.test>", "S: 250 ok");

        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> session.send("a@a.test"));
        session.sendOrMail("a@a.test");
        session.sendAndMail("a@a.test");
    }
}
