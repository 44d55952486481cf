/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageBodyTest {
    private static final byte[] IMAGE = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0 };
    private static final String INVITATION = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";

    @ParameterizedTest
    @CsvSource({
            "Hello,               false, 7bit",
            "Hello,               true,  7bit",
            "Grüße aus Köln am Rhein, false, quoted-printable",
            "Grüße aus Köln am Rhein, true, 8bit",
            "Привет мир,          false, base64",
            "Привет мир,          true,  8bit" })
    void choosesHowATextTravels(String text, boolean eightBit, String encoding) throws Exception {
        Composing composing = Composing.body(text);
        composing.eightBit = eightBit;
        MimeMessage message = composing.read();
        assertThat(message.getHeader("Content-Transfer-Encoding")).containsExactly(encoding);
        assertThat(new ContentType(message.getContentType()).toString()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(message.getContent()).isEqualTo(text);
        assertThat(composing.text().chars().allMatch(c -> c < 0x80)).isEqualTo(!encoding.equals("8bit"));
    }

    @Test
    void neverSendsALineOfMoreThan998Octets() throws Exception {
        for (String line : new String[] { "a".repeat(999), "ü".repeat(500), "a".repeat(100_000) }) {
            Composing composing = Composing.body(line + "\nend").eightBit();
            assertThat(composing.longestLine()).isLessThanOrEqualTo(998);
            assertThat(composing.read().getContent()).isEqualTo(line + "\r\nend");
        }
        assertThat(Composing.body("a".repeat(998)).read().getEncoding()).isEqualTo("7bit");
    }

    @Test
    void sendsEveryLineEndAsCrlf() throws Exception {
        Composing composing = Composing.body("a\nb\rc\r\nd\n\n.\n\r").eightBit();
        assertThat(composing.text()).doesNotContainPattern("(?s)\r(?!\n)|(?<!\r)\n");
        assertThat(composing.read().getContent()).isEqualTo("a\r\nb\r\nc\r\nd\r\n\r\n.\r\n\r\n");
    }

    @Test
    void encodesANulInAText() throws Exception {
        Composing composing = Composing.body("a\0b").eightBit();
        assertThat(composing.text()).doesNotContain("\0");
        assertThat(composing.read().getContent()).isEqualTo("a\0b");
    }

    @Test
    void sendsAnEmptyBody() throws Exception {
        assertThat(Composing.body(null).read().getContent()).isEqualTo("");
        assertThat(Composing.body("").read().getContent()).isEqualTo("");
    }

    @ParameterizedTest
    @CsvSource({
            "text/plain; charset=iso-8859-1, Grüße, ISO-8859-1",
            "text/plain; charset=iso-8859-1, 5 €,   UTF-8",
            "text/plain; charset=utf-16,     Grüße, UTF-8",
            "text/html; charset=us-ascii,    Grüße, UTF-8" })
    void usesTheCharsetOfTheTypeWhereItCan(String type, String text, String charset) throws Exception {
        MimeMessage message = Composing.body(text).contentType(type).read();
        assertThat(new ContentType(message.getContentType()).getParameter("charset")).isEqualTo(charset);
        assertThat(message.getContent()).isEqualTo(text);
    }

    @Test
    void decodesAnOctetBodyByTheCharsetOfItsType() throws Exception {
        byte[] octets = "Grüße".getBytes(StandardCharsets.ISO_8859_1);
        for (Object body : new Object[] { octets, new ByteArrayInputStream(octets), new InputStreamCache(octets) }) {
            assertThat(Composing.body(body).contentType("text/plain; charset=iso-8859-1").read().getContent())
                    .isEqualTo("Grüße");
        }
    }

    @Test
    void readsACachedStreamAgainForASecondAttempt() throws Exception {
        Composing composing = Composing.body(new InputStreamCache("again".getBytes(StandardCharsets.UTF_8)));
        assertThat(composing.read().getContent()).isEqualTo("again");
        assertThat(composing.read().getContent()).isEqualTo("again");
    }

    @Test
    void refusesABodyWithoutConverter() {
        assertThatIllegalArgumentException()
                .isThrownBy(Composing.body(java.util.Locale.ROOT).contentType("image/png")::compose)
                .withMessageContaining("java.util.Locale");
    }

    @Test
    void refusesAnUnknownCharset() {
        assertThatIllegalArgumentException().isThrownBy(Composing.body("x").contentType("text/plain; charset=klingon")::compose)
                .withMessageContaining("klingon");
    }

    @Test
    void takesTheTypeOfTheHeaderUnlessTheOptionIsSet() throws Exception {
        Composing composing = Composing.body("<p>").header("content-type", "text/html");
        assertThat(composing.read().isMimeType("text/html")).isTrue();
        assertThat(composing.contentType("text/plain").read().isMimeType("text/plain")).isTrue();
    }

    @Test
    void putsPlainTextBesideHtml() throws Exception {
        Composing composing = Composing.html("<p>Grüße</p>").header(ComposeSettings.ALTERNATIVE_BODY_HEADER, "Grüße");
        assertThat(Composing.structure(composing.read())).isEqualTo("alternative(plain,html)");
        MimeMultipart parts = composing.readMultipart();
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Grüße");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Grüße</p>");
    }

    @Test
    void tellsOfEightBitPartsOutside() throws Exception {
        Composing composing = Composing.html("<p>Grüße</p>").header(ComposeSettings.ALTERNATIVE_BODY_HEADER, "Hi").eightBit();
        assertThat(composing.read().getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
        assertThat(composing.readMultipart().getBodyPart(1).getContent()).isEqualTo("<p>Grüße</p>");
    }

    @Test
    void nestsImagesInsideTheAlternativeAndFilesAround() throws Exception {
        Composing composing = Composing.html("<img src='cid:logo@x'>").header(ComposeSettings.ALTERNATIVE_BODY_HEADER, "Hi")
                .attach("logo.png", "image/png", IMAGE, "Content-ID", "<logo@x>")
                .attach("report.pdf", "application/pdf", IMAGE);
        assertThat(Composing.structure(composing.read())).isEqualTo("mixed(alternative(plain,related(html,png)),pdf)");
        MimeMultipart related = Composing.multipart(Composing.multipart(composing.readMultipart(), 0), 1);
        assertThat(new ContentType(related.getContentType()).getParameter("type")).isEqualTo("text/html");
        assertThat(related.getBodyPart(1).getHeader("Content-ID")).containsExactly("<logo@x>");
        assertThat(related.getBodyPart(1).getDisposition()).isEqualTo("inline");
        assertThat(related.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(IMAGE);
    }

    @Test
    void keepsTheMethodOfAnInvitation() throws Exception {
        MimeMessage body = Composing.body(INVITATION).contentType("text/calendar; method=REQUEST; charset=UTF-8").read();
        assertThat(new ContentType(body.getContentType()).getParameter("method")).isEqualTo("REQUEST");

        Composing attached = Composing.html("<p>Come</p>").attach("invite.ics", "text/calendar; method=REQUEST",
                INVITATION.getBytes(StandardCharsets.UTF_8), "Content-Disposition", "inline");
        assertThat(Composing.structure(attached.read())).isEqualTo("alternative(html,calendar)");
        assertThat(new ContentType(attached.readMultipart().getBodyPart(1).getContentType()).getParameter("method"))
                .isEqualTo("REQUEST");
    }

    @Test
    void sendsABodyThatIsNoTextInBase64() throws Exception {
        MimeMessage message = Composing.body(IMAGE).contentType("image/png").read();
        assertThat(message.getContentType()).isEqualTo("image/png");
        assertThat(message.getInputStream().readAllBytes()).isEqualTo(IMAGE);
    }

    @Test
    void leavesAMultipartBodyAsItIs() throws Exception {
        String body
                = "--b\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n--b--\r\n";
        Composing composing = Composing.body(body.getBytes(StandardCharsets.UTF_8)).header("Content-Type",
                "multipart/mixed; boundary=\"b\"");
        assertThat(composing.read().getEncoding()).isEqualTo("8bit");
        assertThat(new String(composing.octets(), StandardCharsets.UTF_8)).endsWith("\r\n\r\n" + body);
        assertThat(composing.readMultipart().getBodyPart(0).getContent()).isEqualTo("Grüße");
    }

    @Test
    void keepsTheLongestBoundaryInOnePiece() throws Exception {
        String boundary = "b ".repeat(34) + "=b";
        Composing composing = Composing.body("--" + boundary + "\r\n\r\nHi\r\n--" + boundary + "--\r\n")
                .contentType("multipart/mixed; boundary=\"" + boundary + "\"");
        assertThat(composing.text()).contains("boundary=\"" + boundary + "\"");
        assertThat(composing.readMultipart().getBodyPart(0).getContent()).isEqualTo("Hi");
    }

    @Test
    void refusesAMultipartBodyThatCannotTravel() {
        assertThatIllegalArgumentException()
                .isThrownBy(Composing.body("a".repeat(999)).contentType("multipart/mixed; boundary=b")::compose)
                .withMessageContaining("multipart/mixed");
    }
}
