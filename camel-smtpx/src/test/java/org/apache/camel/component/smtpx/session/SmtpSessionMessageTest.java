/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The message of a session, by DATA and by BDAT. */
class SmtpSessionMessageTest extends SessionTestBase {

    private static final List<String> EVERYTHING = List.of("8BITMIME", "BINARYMIME", "CHUNKING");

    @Test
    void endsEveryLineWithCrLfAndStuffsDots() throws Exception {
        SmtpSession session
                = session(List.of(), "C: DATA", "S: 354 go", "D: a\\r\\n..\\r\\nb\\r\\nc\\r\\n\\r\\n...\\r\\n.\\r\\n",
                        "S: 250 queued");

        assertThat(session.data("a\r.\rb\nc\r\r\n..").text()).isEqualTo("queued");
    }

    @Test
    void doesNotCareWhereAMessageIsCut() throws Exception {
        SmtpSession session
                = session(List.of(), "C: DATA", "S: 354 go", "D: a\\r\\n..b\\r\\nlast\\r\\n.\\r\\n", "S: 250 queued",
                        "C: QUIT", "S: 221 bye");

        session.data();
        for (String piece : List.of("a", "\r", "\n", ".", "b\r", "", "last\r")) {
            session.datasend(piece);
        }
        assertThat(session.dataend().code()).isEqualTo(250);
        assertThat(session.dataend()).as("nothing more is sent").isSameAs(session.lastReply());
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void streamsAMessage() throws Exception {
        SmtpSession session
                = session(List.of(), "C: DATA", "S: 354 go", "D: Subject: x\\r\\n\\r\\nhi\\r\\n.\\r\\n", "S: 554 no");

        try (MessageStream stream = session.dataStream()) {
            stream.write("Subject: x\n\nhi\n".getBytes());
            assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(stream::finish);
        }
    }

    @Test
    void givesUpAStreamThatIsNotFinished() throws Exception {
        SmtpSession session = session(List.of(), "C: DATA", "S: 354 go", "D: half");

        try (MessageStream stream = session.dataStream()) {
            stream.write("half".getBytes());
            stream.flush();
        }

        assertThat(server.rest()).isEmpty();
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(session::reset);
    }

    @Test
    void neverEndsHalfAMessageForAnotherCommand() throws Exception {
        SmtpSession session = session(List.of(), "C: DATA", "S: 354 go", "D: half a mess");
        session.data();
        session.datasend("half a mess");

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(session::reset);

        assertThat(server.rest()).isEmpty();
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(session::quit);
    }

    @Test
    void writesNothingOfAMessageWhoseDataWasRefused() throws Exception {
        SmtpSession session = session(List.of(), "C: DATA", "S: 554 no valid recipients", "C: QUIT", "S: 221 bye");

        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(session::data);
        assertThatIllegalStateException().isThrownBy(() -> session.datasend("RSET\nMAIL FROM:<evil@x.test>\n"));
        assertThatIllegalStateException().isThrownBy(session::dataend);
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "caf\u00E9\n", "\u20AC\n", "nul\0\n" })
    void holdsBackWhatWasNotDeclaredBeforeDataIsSent(String message) throws Exception {
        SmtpSession session = session(EVERYTHING, "C: MAIL FROM:<a@a.test>", "S: 250 ok", "C: QUIT", "S: 221 bye");
        session.mail("a@a.test");

        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.data(message));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void sendsTextBeyondAsciiAsUtf8WhereItWasDeclared() throws Exception {
        SmtpSession session = session(EVERYTHING, "C: MAIL FROM:<a@a.test> BODY=8BITMIME", "S: 250 ok", "C: DATA", "S: 354 go",
                "D: \u20AC\\r\\n.\\r\\n", "S: 250 queued");
        session.mail("a@a.test", MailOptions.NONE.body(BodyType.EIGHT_BIT_MIME));

        assertThat(session.data("\u20AC\n").code()).isEqualTo(250);
    }

    @Test
    void holdsBackLinesThatAreTooLong() throws Exception {
        SmtpSession session = session(List.of(), "C: DATA", "S: 354 go");

        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.data("x".repeat(999) + "\n"));
        session.data();
        session.datasend("x".repeat(600));
        assertThatExceptionOfType(NotSentException.class).isThrownBy(() -> session.datasend("x".repeat(600)));
        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.datasend("x"));
    }

    @Test
    void sendsChunksWhereverTheyAreOffered() throws Exception {
        SmtpSession session = session(List.of("CHUNKING"), "C: MAIL FROM:<a@a.test>", "S: 250 ok", "C: BDAT 3", "D: a\\r\\n",
                "S: 250 ok", "C: BDAT 4 LAST", "D: .b\\r\\n", "S: 250 queued");
        session.mail("a@a.test");

        session.bdat("a\n".getBytes());
        assertThat(session.bdatLast(".b\n".getBytes()).text()).isEqualTo("queued");
    }

    @Test
    void countsTheOctetsOfAChunk() throws Exception {
        SmtpSession session = session(EVERYTHING, "C: MAIL FROM:<a@a.test> BODY=BINARYMIME", "S: 250 ok", "C: BDAT 4 LAST",
                "D: \u20AC\\n", "S: 250 queued");
        session.mail("a@a.test", MailOptions.NONE.body(BodyType.BINARY_MIME));

        session.bdatLast("\u20AC\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void failsWhereChunksAreNotOffered() throws Exception {
        SmtpSession session = session(List.of(), "C: QUIT", "S: 221 bye");

        assertThatExceptionOfType(NotOfferedException.class).isThrownBy(() -> session.bdat(new byte[1]))
                .satisfies(e -> assertThat(e.extension()).isEqualTo("CHUNKING"));
        session.quit();
        assertThat(server.rest()).isEmpty();
    }

    @Test
    void letsBinaryGoByChunksOnlyAndOnlyForItsTransaction() throws Exception {
        SmtpSession session = session(EVERYTHING, "C: MAIL FROM:<a@a.test> BODY=BINARYMIME", "S: 250 ok", "C: RSET",
                "S: 250 ok", "C: DATA", "S: 354 go", "D: plain\\r\\n.\\r\\n", "S: 250 queued");
        session.mail("a@a.test", MailOptions.NONE.body(BodyType.BINARY_MIME));

        assertThatIllegalStateException().isThrownBy(() -> session.data("lost\n"));
        session.reset();
        assertThat(session.data("plain\n").code()).isEqualTo(250);
    }

    @Test
    void tellsAnEarlyRefusalAtTheEnd() throws Exception {
        SmtpSession session = session(List.of(), "C: DATA", "S: 354 go", "D: one\\r\\n", "S: 552 too much");
        session.data();
        session.datasend("one\n");
        assertThat(server.rest()).isEmpty();

        session.datasend("two\n");

        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(session::dataend)
                .satisfies(e -> assertThat(e.reply().code()).isEqualTo(552));
    }
}
