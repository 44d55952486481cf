/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random texts in header fields, attachment names and types: a strict reader reads the same text from short lines. */
class HeaderFieldPropertyTest {

    private static final int ROUNDS = 150;
    private static final List<String> PIECES = List.of(
            "a", "word", "it's", "100%", "*", "\"", "\\", "(", ")", "<", ">", "@", ",", ";", ":", "?", "=", "/", " ", "  ",
            "\t",
            "\u00e4", "\u00df\u00df", "\u20ac", "\u4e2d\u6587", "\u0416", "\ud83d\ude00", "e\u0301", "\u200f", "\u00a0",
            "\ufeff",
            "\u007f", "\u0001", "\u001f", "x".repeat(80), "y".repeat(1500), "\u00fc".repeat(700), " ".repeat(1100));
    private static final List<String> UNSTRUCTURED = List.of("Comments", "Organization", "X-Anything", "Thread-Topic");

    private final Random random = new Random(19);

    @Test
    void anyTextIsReadBackFromAnUnstructuredField() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String name = UNSTRUCTURED.get(random.nextInt(UNSTRUCTURED.size()));
            String value = text(12);
            String subject = text(12);
            MimeMessage message = checked(Composing.body("x").subject(subject).header(name, value).allHeaders());
            assertThat(message.getSubject()).isEqualTo(subject);
            assertThat(decoded(message.getHeader(name, null))).isEqualTo(value);
        }
    }

    @Test
    void anyTextIsReadBackFromAPhrase() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String keyword = text(8).replaceAll("[,\"\\\\()<>@;:]", "").strip();
            String list = text(8).replaceAll("[,\"\\\\()<>@;:]", "").strip();
            MimeMessage message = checked(
                    Composing.body("x").header("Keywords", "first," + keyword + ",last")
                            .header("List-Id", list + " <l.example.org>")
                            .allHeaders());
            assertThat(message.getHeader("Keywords", ",").split(", *\\s*")).hasSizeGreaterThanOrEqualTo(2);
            assertThat(decoded(message.getHeader("Keywords", null)))
                    .isEqualTo(keyword.isEmpty() ? "first, last" : "first, " + keyword + ", last");
            String id = MimeUtility.unfold(message.getHeader("List-Id", null));
            assertThat(id).endsWith("<l.example.org>").doesNotContain("=?UTF-8?B?PGw");
            assertThat(decoded(id.replaceAll("\\s*<l.example.org>$", ""))).isEqualTo(list);
        }
    }

    @Test
    void aCommaInQuotesIsPartOfItsPhrase() throws Exception {
        String long1 = "\"" + "a, ".repeat(20) + "a\"";
        assertThat(keywords("\"a,b\", c")).isEqualTo("\"a,b\", c");
        assertThat(keywords(" , a,, \"b\\\",c\" ,")).isEqualTo("a, \"b\\\",c\"");
        assertThat(keywords("a \" b, c")).isEqualTo("a \" b, c");
        assertThat(keywords(long1 + ",b")).isEqualTo(long1 + ", b");
        assertThat(keywords(" , ")).isNull();
    }

    private static String keywords(String value) throws Exception {
        String field = checked(Composing.body("x").header("Keywords", value).allHeaders()).getHeader("Keywords", null);
        return field == null ? null : MimeUtility.unfold(field);
    }

    @Test
    void anyFileNameAndTypeAreReadBackOrReplaced() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String name = "n" + text(6);
            Composing composing
                    = Composing.html("<p>").attach(name, text(4) + "/" + text(4), new byte[] { 1 }, "Content-Description",
                            text(6), "Content-ID", text(3), "Content-Location", text(3), "Content-Disposition",
                            random.nextBoolean() ? "inline" : text(5), "Content-Language", text(2));
            BodyPart part = ((jakarta.mail.internet.MimeMultipart) checked(composing).getContent()).getBodyPart(1);
            assertThat(part.getFileName()).isNotBlank();
            assertThat(part.getInputStream().readAllBytes()).containsExactly(1);
            Composing plain = Composing.body("x").attach(name, "image/png", new byte[] { 1 });
            assertThat(((jakarta.mail.internet.MimeMultipart) checked(plain).getContent()).getBodyPart(1).getFileName())
                    .isEqualTo(name.replaceAll("\\p{Cntrl}", "_"));
        }
    }

    @Test
    void aSenderKeepsItsAddress() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String name = "n" + text(5).replaceAll("\\p{Cntrl}|[\"\\\\()<>\\[\\]]|x{80}|y{1500}| {1100}|=", "");
            MimeMessage message = checked(
                    Composing.body("x").header("Sender", "\"" + name + "\" <sender@example.org>").allHeaders());
            InternetAddress sender = (InternetAddress) message.getSender();
            assertThat(sender.getAddress()).isEqualTo("sender@example.org");
            assertThat(sender.getPersonal()).isEqualTo(name.strip());
        }
    }

    /** The message, whose header lines are short and in US-ASCII. */
    private static MimeMessage checked(Composing composing) throws Exception {
        byte[] octets = composing.octets();
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(text.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(998);
        assertThat(text.chars().allMatch(c -> c == '\r' || c == '\n' || c == '\t' || c >= ' ' && c < 0x7F)).as(text).isTrue();
        assertThat(text).doesNotContainPattern("\r\n[ \t]+\r\n");
        return Composing.read(octets);
    }

    private static String decoded(String field) throws Exception {
        return MimeUtility.decodeText(MimeUtility.unfold(field));
    }

    /** Never what looks like an encoded-word: that is passed on as it is. */
    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int parts = random.nextInt(most); parts >= 0; parts--) {
            text.append(PIECES.get(random.nextInt(random.nextInt(10) == 0 ? PIECES.size() : 26)));
        }
        return text.toString().replace("=?", "=").replace("?=", "?");
    }
}
