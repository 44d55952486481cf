/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Opening a session, its hello, and replies that cannot be trusted. */
class SmtpSessionTest extends SessionTestBase {

    @Test
    void goesToTheNextHostWhenTheGreetingRefuses() throws Exception {
        LineServer full = play("S: 554 no service here", "C: QUIT", "S: 221 bye");
        LineServer good = play("S: 220 two.test", "C: EHLO c.test", "S: 250 two.test");

        SmtpSession session = open(settings(full, good));

        assertThat(session.domain()).isEqualTo("two.test");
        assertThat(session.host()).isEqualTo(good.host());
        assertThat(full.rest()).isEmpty();
    }

    @Test
    void saysQuitToAServerThatRefusesEveryHello() throws Exception {
        server = play("S: 220 mx.test", "C: EHLO c.test", "S: 502 no", "C: HELO c.test", "S: 550 no", "C: QUIT", "S: 221 bye");

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> open(settings(server)))
                .satisfies(e -> assertThat(e.reply().code()).isEqualTo(550))
                .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.HELLO));
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void givesAWholeReplyOneDeadlineHoweverItTrickles() throws Exception {
        SmtpSession session = session(s -> s.timeout(Duration.ofMillis(700)), List.of(), "C: NOOP", "S! 250-and", "C: QUIT");

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.command("NOOP"))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.TIMEOUT));
    }

    @Test
    void forgetsKeywordsWhenOnlyHeloIsTakenLater() throws Exception {
        SmtpSession session = session(List.of("DSN"), "C: EHLO c.test", "S: 500 what", "C: HELO c.test", "S: 250 mx.test",
                "C: MAIL FROM:<a@a.test>", "S: 250 ok");
        assertThat(session.supports("DSN")).isEmpty();

        session.hello();

        assertThat(session.supports("DSN")).isNull();
        session.mail("a@a.test", MailOptions.NONE.dsnReturn(DsnReturn.FULL));
        assertThat(session.dropped()).containsExactly("DSN");
    }

    @Test
    void saysTheHelloNameThatWasGiven() throws Exception {
        server = play("S: 220 mx.test", "C: EHLO 0", "S: 250 mx.test");

        open(settings(server).hello("0")).close();

        assertThat(server.rest()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a.test\r\nMAIL FROM:<evil@a.test>", "a b", "" })
    void refusesAHelloNameThatIsNone(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> SessionSettings.of("mx.test").hello(name));
    }

    @Test
    void takesTheFirstLineOfTheEhloReplyForANameOnly() throws Exception {
        server = play("S: 220 mx.test", "C: EHLO c.test", "S: 250-DSN is my name", "S: 250 SIZE 5");

        SmtpSession session = open(settings(server));

        assertThat(session.supports("DSN")).isNull();
        assertThat(session.supports("SIZE")).isEqualTo("5");
    }

    @Test
    void askingForAKeywordChangesNothing() throws Exception {
        server = play("S: 220 mx.test", "C: EHLO c.test", "S: 500 what", "C: HELO c.test", "S: 250 mx.test",
                "C: MAIL FROM:<a@a.test>", "S: 250 ok");
        SmtpSession session = open(settings(server));

        assertThat(session.supports("SIZE")).isNull();

        assertThat(session.esmtp()).isFalse();
        session.mail("a@a.test", MailOptions.NONE.size(100));
        assertThat(session.dropped()).containsExactly("SIZE");
    }

    @Test
    void closesAfterLinesOfOneReplyWithDifferentCodes() throws Exception {
        over(session(List.of(), "C: MAIL FROM:<a@a.test>", "S: 550-no", "S: 250 ok"), Failure.Kind.MALFORMED);
    }

    @Test
    void closesAfterAReplyWithoutCode() throws Exception {
        over(session(List.of(), "C: MAIL FROM:<a@a.test>", "S: ok", "S: 250 ok"), Failure.Kind.MALFORMED);
    }

    @Test
    void closesAfterATimeoutSoThatALateReplyAnswersNothing() throws Exception {
        over(session(s -> s.timeout(Duration.ofMillis(300)), List.of(), "C: MAIL FROM:<a@a.test>"), Failure.Kind.TIMEOUT);
    }

    @Test
    void closesAfter421() throws Exception {
        SmtpSession session = session(List.of(), "C: MAIL FROM:<a@a.test>", "S: 421 closing");

        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> session.mail("a@a.test"))
                .satisfies(e -> assertThat(e.reply().code()).isEqualTo(421));
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.recipient("b@b.test"));
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void closesWhenASurplusReplyComes() throws Exception {
        SmtpSession session = session(List.of(), "C: MAIL FROM:<a@a.test>", "S: 250 ok", "S: 550 surplus");

        session.mail("a@a.test");

        assertThat(server.rest()).isEmpty();
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.recipient("b@b.test"));
    }

    private void over(SmtpSession session, Failure.Kind kind) throws Exception {
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.mail("a@a.test"))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(kind));
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.recipient("b@b.test"));
        assertThat(server.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\r\nRSET", "a\nRSET", "a\rRSET", "a\0b" })
    void sendsNothingOfAnArgumentWithALineEndInIt(String argument) throws Exception {
        SmtpSession session = session(List.of("ETRN"), "C: QUIT", "S: 221 bye");

        assertThatIllegalArgumentException().isThrownBy(() -> session.verify(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> session.expand(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> session.help(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> session.etrn(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> session.mail(argument + "@a.test"));
        assertThatIllegalArgumentException().isThrownBy(() -> session.recipient("Ann <" + argument + "@a.test>"));
        assertThatIllegalArgumentException().isThrownBy(() -> session.command("NOOP", argument));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void asksForNoNodeWithEtrnOnlyHere() throws Exception {
        SmtpSession session = session(List.of("ETRN"), "C: QUIT", "S: 221 bye");

        assertThatIllegalArgumentException().isThrownBy(() -> session.etrn(""));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void returnsTheRepliesOfVrfyExpnAndHelp() throws Exception {
        SmtpSession session
                = session(List.of("ETRN"), "C: VRFY ann", "S: 252 perhaps", "C: EXPN staff", "S: 250-Ann", "S: 250 Bob",
                        "C: HELP", "S: 214 none", "C: ETRN @a.test", "S: 459 not allowed", "C: NOOP", "S: 250 ok", "C: QUIT",
                        "S: 221 bye");

        assertThat(session.verify("ann").code()).isEqualTo(252);
        assertThat(session.expand("staff").lines()).containsExactly("Ann", "Bob");
        assertThat(session.help(null).text()).isEqualTo("none");
        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> session.etrn("@a.test"))
                .satisfies(e -> assertThat(e.reply().code()).isEqualTo(459));
        assertThat(session.command("noop").code()).isEqualTo(250);
        assertThat(session.quit().code()).isEqualTo(221);
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.mail("a@a.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "DATA", "bdat", "STARTTLS", "AUTH", "EHLO" })
    void leavesCommandsThatChangeTheConnectionToTheirMethods(String verb) throws IOException {
        SmtpSession session = session(List.of());

        assertThatIllegalArgumentException().isThrownBy(() -> session.command(verb)).withMessageContaining("method of its own");
    }

    @Test
    void xclientMakesItTheSessionOfAnotherClient() throws Exception {
        SmtpSession session = session(List.of("XCLIENT NAME ADDR", "XFORWARD ADDR", "DSN"), "C: XCLIENT ADDR=192.0.2.1",
                "S: 220 mx.test again", "C: EHLO c.test", "S: 250-mx.test", "S: 250 SIZE", "C: MAIL FROM:<a@a.test>",
                "S: 250 ok");

        assertThat(session.xclient(ClientAttributes.parse("ADDR=192.0.2.1")).code()).isEqualTo(250);
        assertThat(session.supports("DSN")).isNull();
        assertThat(session.supports("SIZE")).isEmpty();
        assertThatExceptionOfType(NotOfferedException.class)
                .isThrownBy(() -> session.xclient(ClientAttributes.parse("ADDR=192.0.2.1")));
        assertThatExceptionOfType(NotOfferedException.class)
                .isThrownBy(() -> session.xforward(ClientAttributes.parse("ADDR=192.0.2.1")));
        assertThatIllegalArgumentException().isThrownBy(() -> session.command("XCLIENT", "ADDR=192.0.2.1"));
        session.mail("a@a.test");
    }

    @Test
    void xforwardTellsOfTheClientOfTheNextMessage() throws Exception {
        SmtpSession session = session(List.of("XFORWARD ADDR HELO"), "C: XFORWARD ADDR=192.0.2.1 HELO=a+20b", "S: 250 ok",
                "C: XFORWARD ADDR=192.0.2.1", "S: 550 no");

        assertThat(session.xforward(ClientAttributes.parse("ADDR=192.0.2.1,HELO=a b")).code()).isEqualTo(250);
        assertThatExceptionOfType(NotOfferedException.class)
                .isThrownBy(() -> session.xforward(ClientAttributes.parse("NAME=x")));
        assertThatExceptionOfType(SmtpReplyException.class)
                .isThrownBy(() -> session.xforward(ClientAttributes.parse("ADDR=192.0.2.1")));
    }
}
