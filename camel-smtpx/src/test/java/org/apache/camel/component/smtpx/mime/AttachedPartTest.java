/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.nio.charset.StandardCharsets;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
    void leavesAnAttachmentWithAContentIdAnAttachmentIfItSaysSo() throws Exception {
        Composing composing = Composing.html("<p>").attach("a.png", "image/png", OCTETS, "Content-ID", "<a@x>",
                "Content-Disposition", "attachment");
        assertThat(Composing.structure(composing.read())).isEqualTo("mixed(html,png)");
    }

    @ParameterizedTest
    @ValueSource(strings = { "<>", "a b", "<a>b", "ä@x" })
    void refusesWhatIsNotAContentId(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(Composing.html("<p>").attach("a", "image/png", OCTETS, "Content-ID", id)::compose)
                .withMessageContaining("Content-ID");
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
