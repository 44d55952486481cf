/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.util.List;

import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A session with an LMTP server (RFC 2033). */
class SmtpSessionLmtpTest extends SessionTestBase {

    private static final String[] HELLO = { "S: 220 mx.test LMTP", "C: LHLO c.test", "S: 250-mx.test", "S: 250 CHUNKING" };

    private SmtpSession lmtp(String... script) throws Exception {
        String[] whole = new String[HELLO.length + script.length];
        System.arraycopy(HELLO, 0, whole, 0, HELLO.length);
        System.arraycopy(script, 0, whole, HELLO.length, script.length);
        server = play(whole);
        return open(settings(server).protocol(Protocol.LMTP));
    }

    private static final String[] ENVELOPE = {
            "C: MAIL FROM:<a@x.org>", "S: 250 ok", "C: RCPT TO:<b@x.org>", "S: 250 ok",
            "C: RCPT TO:<c@x.org>", "S: 250 ok", "C: RCPT TO:<d@x.org>", "S: 250 ok" };

    private SmtpSession lmtpBehindTheEnvelope(String... script) throws Exception {
        String[] whole = new String[ENVELOPE.length + script.length];
        System.arraycopy(ENVELOPE, 0, whole, 0, ENVELOPE.length);
        System.arraycopy(script, 0, whole, ENVELOPE.length, script.length);
        SmtpSession session = lmtp(whole);
        session.mail("a@x.org");
        session.to("b@x.org", "c@x.org", "d@x.org");
        return session;
    }

    @Test
    void hasAReplyForEachRecipientOfDataAndStaysInStep() throws Exception {
        SmtpSession session = lmtpBehindTheEnvelope("C: DATA", "S: 354 go", "D: hi\\r\\n.\\r\\n", "S: 452 b full",
                "S: 250 c saved", "S: 550 not for d", "C: MAIL FROM:<a@x.org>", "S: 250 second", "C: RCPT TO:<e@x.org>",
                "S: 250 ok", "C: BDAT 4 LAST", "D: hi\\r\\n", "S: 250 e saved");

        assertThat(session.data("hi\n").text()).isEqualTo("c saved");
        assertThat(session.recipientReplies()).extracting(Reply::code).containsExactly(452, 250, 550);
        assertThat(session.mail("a@x.org").text()).isEqualTo("second");
        session.to("e@x.org");
        assertThat(session.bdatLast("hi\n".getBytes()).text()).isEqualTo("e saved");
        assertThat(session.recipientReplies()).hasSize(1);
    }

    @Test
    void hasAReplyForEachRecipientOfTheLastChunk() throws Exception {
        SmtpSession session = lmtpBehindTheEnvelope("C: BDAT 4", "D: hi\\r\\n", "S: 250 4 octets", "C: BDAT 0 LAST",
                "S: 550 no b", "S: 550 no c", "S: 550 no d", "C: QUIT", "S: 221 bye");

        session.bdat("hi\n".getBytes());
        assertThatExceptionOfType(SmtpReplyException.class).isThrownBy(() -> session.bdatLast(new byte[0]))
                .withMessageContaining("no b");
        assertThat(session.recipientReplies()).extracting(Reply::text).containsExactly("no b", "no c", "no d");
        assertThat(session.quit().code()).isEqualTo(221);
    }

    @Test
    void knowsTheRepliesThatCameBeforeTheConnectionWasLost() throws Exception {
        SmtpSession session = lmtpBehindTheEnvelope("C: DATA", "S: 354 go", "D: hi\\r\\n.\\r\\n", "S: 250 b saved",
                "S: 452 c full", "!close");

        assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> session.data("hi\n"));
        assertThat(session.recipientReplies()).extracting(Reply::code).containsExactly(250, 452);
    }

    @Test
    void hasOneReplyInSmtp() throws Exception {
        SmtpSession session = session(List.of(), "C: MAIL FROM:<a@x.org>", "S: 250 ok", "C: RCPT TO:<b@x.org>", "S: 250 ok",
                "C: RCPT TO:<c@x.org>", "S: 250 ok", "C: DATA", "S: 354 go", "D: hi\\r\\n.\\r\\n", "S: 250 queued");

        session.mail("a@x.org");
        session.to("b@x.org", "c@x.org");
        session.data("hi\n");
        assertThat(session.recipientReplies()).extracting(Reply::text).containsExactly("queued");
    }

    @Test
    void countsRecipientsOfCommandsOfTheCallersOwn() throws Exception {
        SmtpSession session = lmtp("C: MAIL FROM:<a@x.org>", "S: 250 ok", "C: RCPT TO:<b@x.org>", "S: 250 ok",
                "C: RCPT TO:<c@x.org>", "S: 250 ok", "C: DATA", "S: 354 go", "D: hi\\r\\n.\\r\\n", "S: 250 b saved",
                "S: 250 c saved");

        session.command("MAIL", "FROM:<a@x.org>");
        session.command("RCPT", "TO:<b@x.org>");
        session.command("RCPT", "TO:<c@x.org>");
        session.data("hi\n");
        assertThat(session.recipientReplies()).hasSize(2);
    }
}
