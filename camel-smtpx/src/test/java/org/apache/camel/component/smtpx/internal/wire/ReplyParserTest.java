/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.mail.EnhancedStatus;
import org.apache.camel.component.smtpx.mail.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ReplyParserTest {

    private final ReplyParser parser = new ReplyParser(false);
    private final List<Reply> replies = new ArrayList<>();

    private void feed(String octets) throws MalformedReplyException {
        feed(parser, octets);
    }

    private void feed(ReplyParser into, String octets) throws MalformedReplyException {
        byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
        into.feed(bytes, 0, bytes.length, replies::add);
    }

    @Test
    void readsRepliesOfOneAndOfManyLines() throws Exception {
        feed("220 mx.example.org ESMTP\r\n250-mx.example.org\r\n250-SIZE 100\r\n250 8BITMIME\r\n550 5.1.1 no\r\n");
        assertThat(replies).containsExactly(
                Reply.of(220, "mx.example.org ESMTP"), Reply.of(250, "mx.example.org", "SIZE 100", "8BITMIME"),
                new Reply(550, new EnhancedStatus(5, 1, 1), List.of("5.1.1 no")));
        assertThat(parser.hasPartialReply()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "250\r\n", "250 \r\n" })
    void acceptsAnEmptyText(String line) throws Exception {
        feed(line);
        assertThat(replies).containsExactly(Reply.of(250, ""));
    }

    @Test
    void acceptsEmptyLinesOfAReply() throws Exception {
        feed("250-\r\n250-\r\n250\r\n");
        assertThat(replies).containsExactly(Reply.of(250, "", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "2500 ok\r\n", "25 ok\r\n", "250ok\r\n", "250_ok\r\n", " 250 ok\r\n", "+250 ok\r\n", "\r\n", "2\r\n",
            "25\r\n", "000 x\r\n", "199 x\r\n", "600 x\r\n", "999 x\r\n", "\u00B250 x\r\n", "2\u00B9\u00B9 x\r\n",
            "250\tok\r\n",
            "250\r\r\n", "250\0\r\n", "ok\r\n", "HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "* OK IMAP4rev1\r\n",
            "\u0015\u0003\u0001\0\u0002\u0002\u0050", "250-a\r\n550 b\r\n", "250-a\r\n250-b\r\n251 c\r\n", "250-a\r\nb\r\n",
            "250 ok\n", "250-a\n250 b\n" })
    void refusesWhatIsNoReply(String octets) {
        assertThatExceptionOfType(MalformedReplyException.class).isThrownBy(() -> feed(octets));
        assertThat(replies).isEmpty();
    }

    @Test
    void namesTheFirstOctetsWithoutControls() {
        assertThatExceptionOfType(MalformedReplyException.class)
                .isThrownBy(() -> feed("HTTP/1.1 400\u001B[31m" + "x".repeat(200)))
                .withMessageContaining("\"HTTP/1.1 400\\u001B[31mxxx").withMessageEndingWith("x\"...")
                .matches(e -> e.getMessage().length() < 200);
    }

    @Test
    void readsNoMoreAfterAViolation() {
        assertThatExceptionOfType(MalformedReplyException.class).isThrownBy(() -> feed("250 a\r\nrubbish\r\n250 b\r\n"));
        assertThatExceptionOfType(MalformedReplyException.class).isThrownBy(() -> feed("250 c\r\n"))
                .withMessageContaining("rubbish");
        assertThat(replies).containsExactly(Reply.of(250, "a"));
    }

    @Test
    void readsNoMoreAfterTheConsumerFailed() {
        byte[] two = "250 a\r\n250 b\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatIllegalStateException().isThrownBy(() -> parser.feed(two, 0, two.length, reply -> {
            throw new IllegalStateException("no");
        }));
        assertThatExceptionOfType(MalformedReplyException.class).isThrownBy(() -> feed("250 c\r\n"));
    }

    @Test
    void acceptsABareLineFeedOnlyWhenLenient() throws Exception {
        feed(new ReplyParser(true), "214-a\n214-\r\n214 b\n");
        assertThat(replies).containsExactly(Reply.of(214, "a", "", "b"));
    }

    @Test
    void knowsWhenItIsInsideAReply() throws Exception {
        feed("2");
        assertThat(parser.hasPartialReply()).isTrue();
        feed("50-a\r\n");
        assertThat(parser.hasPartialReply()).isTrue();
        feed("250 b\r");
        assertThat(parser.hasPartialReply()).isTrue();
        assertThat(replies).isEmpty();
        feed("\n");
        assertThat(parser.hasPartialReply()).isFalse();
    }

    @Test
    void readsTextAsUtf8() throws Exception {
        byte[] octets = "250 gr\u00FC\u00DFe\r\n".getBytes(StandardCharsets.UTF_8);
        for (byte octet : octets) {
            parser.feed(new byte[] { octet }, 0, 1, replies::add);
        }
        feed("250 gr\u00FC\u00DFe\r\n");
        assertThat(replies).containsExactly(Reply.of(250, "gr\u00FC\u00DFe"), Reply.of(250, "gr\uFFFD\uFFFDe"));
    }

    @Test
    void limitsALine() {
        String longest = "250 " + "x".repeat(ReplyParser.MAX_LINE - 6);
        assertThatCode(() -> feed(longest + "\r\n")).doesNotThrowAnyException();
        assertThatExceptionOfType(MalformedReplyException.class).isThrownBy(() -> feed(longest + "x\r\n"));
        ReplyParser other = new ReplyParser(false);
        assertThatExceptionOfType(MalformedReplyException.class).isThrownBy(() -> {
            for (int i = 0; i < 10; i++) {
                feed(other, i == 0 ? "250 " : "x".repeat(1000));
            }
        });
    }

    @Test
    void limitsTheLinesOfAReply() {
        assertThatCode(() -> feed("250-x\r\n".repeat(ReplyParser.MAX_LINES - 1) + "250 x\r\n")).doesNotThrowAnyException();
        assertThatExceptionOfType(MalformedReplyException.class)
                .isThrownBy(() -> feed("250-x\r\n".repeat(ReplyParser.MAX_LINES) + "250 x\r\n"));
    }

    @Test
    void limitsTheOctetsOfAReply() {
        String line = "250-" + "x".repeat(1018) + "\r\n";
        assertThatCode(() -> feed(line.repeat(63) + "250 x\r\n")).doesNotThrowAnyException();
        assertThatExceptionOfType(MalformedReplyException.class).isThrownBy(() -> feed(line.repeat(64) + "250 x\r\n"));
    }

    @Test
    void handsOutTheSameReplyForTheSameOctets() throws Exception {
        feed("250 2.1.5 Ok\r\n250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n");
        assertThat(replies.get(2)).isSameAs(replies.get(0)).isNotSameAs(replies.get(1));
        for (int i = 0; i < 20; i++) {
            feed("250 queued as " + i + "\r\n250 2.1.5 Ok\r\n");
            assertThat(replies.get(replies.size() - 2)).isEqualTo(Reply.of(250, "queued as " + i));
            assertThat(replies.get(replies.size() - 1)).isSameAs(replies.get(0));
        }
    }
}
