/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.nio.charset.StandardCharsets;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AttachedPartTest {
    private static final byte[] OCTETS = "one\ntwo\rthree\r\n\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    @ParameterizedTest
    @ValueSource(strings = {
            "report.pdf", "two words.pdf", "Übersicht.pdf", "отчёт за год.pdf", "報告.pdf", "a'b%20c*.pdf", "😀.pdf" })
    void keepsAFileName(String name) throws Exception {
        BodyPart part = Composing.body("x").attach(name, "application/pdf", OCTETS).readMultipart().getBodyPart(1);
        assertThat(part.getFileName()).isEqualTo(name);
        assertThat(new jakarta.mail.internet.ContentType(part.getContentType()).getParameter("name")).isEqualTo(name);
        assertThat(part.getDisposition()).isEqualTo("attachment");
        assertThat(part.getInputStream().readAllBytes()).isEqualTo(OCTETS);
    }

    @Test
    void keepsAVeryLongFileName() throws Exception {
        for (String name : new String[] { "ü".repeat(2000) + ".pdf", "a".repeat(5000) + ".pdf" }) {
            Composing composing = Composing.body("x").attach(name, "application/pdf", OCTETS);
            assertThat(composing.longestLine()).isLessThanOrEqualTo(998);
            assertThat(composing.readMultipart().getBodyPart(1).getFileName()).isEqualTo(name);
        }
    }

    @Test
    void keepsTheHeadersOfAnAttachment() throws Exception {
        BodyPart part = Composing.body("x")
                .attach("a.bin", "application/x-b", OCTETS, "content-description", "Anhäng\r\n sel", "Content-Disposition",
                        "ATTACHMENT; filename=other.bin; size=3", "Content-Transfer-Encoding", "7bit", "X-Private", "1")
                .readMultipart().getBodyPart(1);
        assertThat(part.getDescription()).isEqualTo("Anhäng sel");
        assertThat(part.getFileName()).isEqualTo("other.bin");
        assertThat(part.getHeader("Content-Transfer-Encoding")).containsExactly("base64");
        assertThat(part.getHeader("X-Private")).isNull();
    }

    @Test
    void readsAContentIdFromANameAsCamelMailDoes() throws Exception {
        Composing composing = Composing.html("<img src='cid:logo'>").attach("cid:logo", "image/png", OCTETS);
        assertThat(Composing.structure(composing.read())).isEqualTo("related(html,png)");
        assertThat(composing.readMultipart().getBodyPart(1).getHeader("Content-ID")).containsExactly("<logo>");
    }

    @Test
    void putsAnImageBesideABodyThatCannotShowIt() throws Exception {
        Composing plain = Composing.body("Hi").attach("a.png", "image/png", OCTETS, "Content-ID", "<a@x>");
        assertThat(Composing.structure(plain.read())).isEqualTo("mixed(plain,png)");
        Composing unnamed = Composing.html("<p>").attach("a.png", "image/png", OCTETS, "Content-Disposition", "inline");
        assertThat(Composing.structure(unnamed.read())).isEqualTo("mixed(html,png)");
        assertThat(unnamed.readMultipart().getBodyPart(1).getDisposition()).isEqualTo("inline");
    }

    @Test
    void keepsAnAttachmentWithContentIdWhenDispositionSaysAttachment() throws Exception {
        Composing composing = Composing.html("<p>").attach("a.png", "image/png", OCTETS, "Content-ID", "<a@x>",
                "Content-Disposition", "attachment");
        assertThat(Composing.structure(composing.read())).isEqualTo("mixed(html,png)");
    }

    @ParameterizedTest
    @CsvSource({ "<bild 1>, <bild%201>", "a b, <a%20b>", "<a>b, <%3Ca%3Eb>", "ä@x, <%C3%A4@x>" })
    void makesUpAContentIdForOneThatIsNone(String id, String made) throws Exception {
        Composing composing = Composing.html("<p>").attach("a", "image/png", OCTETS, "Content-ID", id);
        assertThat(composing.readMultipart().getBodyPart(1).getHeader("Content-ID")).containsExactly(made);
        assertThat(composing.compose().warnings()).singleElement().asString().contains("Content-ID", made);
    }

    @Test
    void makesUpAContentIdForOneThatIsEmptyOrTooLong() throws Exception {
        Composing empty = Composing.html("<p>").attach("a", "image/png", OCTETS, "Content-ID", "<>");
        assertThat(empty.readMultipart().getBodyPart(1).getHeader("Content-ID")).isNull();
        assertThat(empty.compose().warnings()).hasSize(1);
        Composing tooLong = Composing.html("<p>").attach("a", "image/png", OCTETS, "Content-ID", "<" + "x".repeat(2000) + ">");
        assertThat(tooLong.readMultipart().getBodyPart(1).getHeader("Content-ID")[0]).matches("<[0-9a-f-]{36}>");
        assertThat(tooLong.longestLine()).isLessThanOrEqualTo(998);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "PDF", "image/png; name=foto 1.png", "multipart/mixed", "multipart/mixed; boundary=\"\"", "a/b/c", "/", "image/",
            "bild/größe", "text/plain; größe=1", "text/plain; charset" })
    void sendsAFileForATypeThatIsNone(String type) throws Exception {
        for (boolean header : new boolean[] { true, false }) {
            Composing composing = header
                    ? Composing.body("x").attach("a", "image/png", OCTETS, "Content-Type", type)
                    : Composing.body("x").attach("a", type, OCTETS);
            BodyPart part = composing.readMultipart().getBodyPart(1);
            assertThat(part.isMimeType("application/octet-stream")).isTrue();
            assertThat(part.getInputStream().readAllBytes()).isEqualTo(OCTETS);
            assertThat(composing.compose().warnings()).singleElement().asString().contains("application/octet-stream");
        }
    }

    @Test
    void leavesOutWhatIsNotValidAmongTheOtherFields() throws Exception {
        Composing composing = Composing.html("<p>").attach("a", "image/png", OCTETS, "Content-Disposition", "inline; x",
                "Content-Language", "dé", "Content-Location", "http://x.example/ä b");
        BodyPart part = composing.readMultipart().getBodyPart(1);
        assertThat(part.getDisposition()).isEqualTo("attachment");
        assertThat(part.getHeader("Content-Language")).isNull();
        assertThat(part.getHeader("Content-Location")).containsExactly("http://x.example/%C3%A4%20b");
        assertThat(composing.compose().warnings()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "it's.pdf", "a*b.pdf", "100%.pdf" })
    void quotesAFileNameThatLooksExtended(String name) throws Exception {
        assertThat(Composing.body("x").attach(name, "application/pdf", OCTETS).text())
                .contains("filename=\"" + name + "\"", "name=\"" + name + "\"");
    }

    @Test
    void attachesAMessageAsItIsIfItMayTravel() throws Exception {
        byte[] mail = "Subject: a\n\nGr\u00fc\u00dfe\n".getBytes(StandardCharsets.UTF_8);
        Composing composing = Composing.body("x").attach("a.eml", "message/rfc822", mail);
        assertThat(composing.readMultipart().getBodyPart(1).isMimeType("application/octet-stream")).isTrue();
        assertThat(composing.readMultipart().getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(mail);

        MimeMultipart eightBit = composing.eightBit().readMultipart();
        assertThat(eightBit.getBodyPart(1).isMimeType("message/rfc822")).isTrue();
        assertThat(composing.text()).doesNotContainPattern("(?s)\r(?!\n)|(?<!\r)\n").contains("Subject: a\r\n\r\nGrÃ¼");
    }

    @Test
    void namesAnAttachmentWithoutAType() throws Exception {
        BodyPart part = Composing.body("x").attach("a", "", OCTETS).readMultipart().getBodyPart(1);
        assertThat(part.isMimeType("application/octet-stream")).isTrue();
        assertThat(new ContentDisposition(part.getHeader("Content-Disposition")[0]).getParameter("filename")).isEqualTo("a");
    }
}
